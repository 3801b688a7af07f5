"""`samerun rules`: one line a rule."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from samerun.rules.base import Rule

HEADINGS = ("code", "name", "level", "status", "fix")


@click.command("rules")
def command() -> None:
    """List all rules: code, name, level, whether it is on, and whether it has a fix."""
    from samerun.rules.registry import all_rules

    rows = [HEADINGS]
    rows += [(rule.code, rule.name, rule.level, rule.status, fix_of(rule)) for rule in all_rules().values()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())


def fix_of(rule: type[Rule]) -> str:
    """What the page's "Fix safety" says of a fix: none, safe, unsafe, or both in this order."""
    page = inspect.getdoc(rule) or ""
    section = re.search(r"^## Fix safety\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    text = section[1].lower() if section else ""
    if not text or text.lstrip().startswith("no fix"):
        return "none"
    words = [word for word in ("safe", "unsafe", "display") if re.search(rf"\b{word}\b", text)]
    return ", ".join(words) or "none"
