"""Finds every rule: the package is walked, nothing is listed. Other packages' rules come by entry point."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from samerun import rules
from samerun.rules.base import Rule

ENTRY_POINTS = "samerun.rules"


@cache
def all_rules() -> dict[str, type[Rule]]:
    """Every rule class by its code, in order of codes."""
    found: dict[str, type[Rule]] = {}
    for info in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        if not info.ispkg:
            module = importlib.import_module(info.name)
            for value in vars(module).values():
                is_rule = isinstance(value, type) and issubclass(value, Rule) and hasattr(value, "code")
                if is_rule and value.__module__ == info.name:
                    found[value.code] = value
    return dict(sorted(found.items()))
