"""The formats of the report. Adding one is adding a file here with a `render`, and its name to the settings."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from samerun.report.view import View

SUFFIX = "_report"
"""Taken off a file's name where the plain name would hide a module of the standard library."""


def format_names() -> list[str]:
    """Every format there is."""
    return sorted(info.name.removesuffix(SUFFIX) for info in pkgutil.iter_modules(__path__))


def renderer(name: str) -> Callable[[View], Iterator[str]]:
    """The `render` of a format: pieces of text that make the report."""
    found = {info.name.removesuffix(SUFFIX): info.name for info in pkgutil.iter_modules(__path__)}
    module = importlib.import_module(f"{__name__}.{found[name]}")
    return cast("Callable[[View], Iterator[str]]", module.render)
