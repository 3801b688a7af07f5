"""Colour: escape codes on a terminal, nothing elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES = {"bold": "1", "red": "1;91", "yellow": "1;93", "blue": "1;94", "cyan": "1;96", "dim": "2"}
Colour = Literal["bold", "red", "yellow", "blue", "cyan", "dim"]
When = Literal["auto", "always", "never"]


class Paint:
    """Wraps text in a colour when `on`."""

    def __init__(self, *, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, colour: Colour) -> str:
        return f"\x1b[{CODES[colour]}m{text}\x1b[0m" if self.on and text else text


def wanted(when: When, environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to colour: the option first, then NO_COLOR, then FORCE_COLOR, then whether people look."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and environment.get("TERM") != "dumb"
