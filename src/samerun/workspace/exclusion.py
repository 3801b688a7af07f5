"""The patterns of `exclude`, made ready to be asked about many files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.settings.patterns import anchored, matches

if TYPE_CHECKING:
    from collections.abc import Iterable


class Exclusion:
    """Says which pattern leaves out a file or folder itself (not one above it).

    Patterns with a slash are relative to `base` or absolute; one without is held against the name alone.
    """

    __slots__ = ("_globs", "_names")

    def __init__(self, patterns: Iterable[str], base: str) -> None:
        self._names: dict[str, str] = {}
        self._globs: list[tuple[str, str]] = []
        for pattern in patterns:
            if any(char in pattern for char in "*?[{!/"):
                self._globs.append((anchored(pattern, base), pattern))
            else:
                self._names.setdefault(pattern, pattern)

    def pattern(self, path: str, name: str) -> str | None:
        """The pattern, as written, that matches `path`, whose last part is `name`."""
        plain = self._names.get(name)
        if plain is not None:
            return plain
        return next((written for glob, written in self._globs if matches(glob, path)), None)
