"""The one error of settings: a place, what is wrong there, and the nearest valid name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class SettingsError(Exception):
    """A wrong setting, as one line for people: `place: message; did you mean "…"?`."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


def nearest(word: str, names: Iterable[str]) -> str:
    """`; did you mean "name"?` for the nearest of `names`, or nothing when none is near."""
    import difflib

    by_fold = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f'; did you mean "{by_fold[close[0]]}"?' if close else ""
