"""Fixes a text as `samerun check --fix -` does, in this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from samerun.fixing import fix
from samerun.run import Request
from samerun.settings.overrides import Overrides

if TYPE_CHECKING:
    from samerun.run import Result

NOWHERE = "/nowhere/at/all"


def fixed(raw: bytes, *, name: str = "train.py", unsafe: bool = False) -> tuple[bytes, Result]:
    """The text after fixing, and the run's result; nothing but REP201 is asked for."""
    overrides = Overrides(values={"select": ("REP001", "REP201")}, isolated=True, cwd=NOWHERE)
    request = Request(
        overrides=overrides, stdin=raw, stdin_filename=name, jobs=1, cache=False, fix="fix", unsafe_fixes=unsafe
    )
    result = fix(request)
    assert result.errors == ()
    return (result.changes[0].new if result.changes else raw), result


def fixed_text(text: str, *, unsafe: bool = False) -> str:
    """The same on text; a second run must change nothing."""
    once, result = fixed(text.encode(), unsafe=unsafe)
    assert result.dropped == ()
    again, _ = fixed(once, unsafe=unsafe)
    assert again == once
    return once.decode()


def notebook(*cells: str | list[str], ends: str = "\n", indent: int | None = 1) -> bytes:
    """A notebook of code cells; a string stays one, a list stays one."""
    written = [
        {"cell_type": "code", "execution_count": None, "metadata": {"é": "\\"}, "outputs": [], "source": cell}
        for cell in cells
    ]
    whole = {"cells": written, "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=indent, ensure_ascii=False).replace("\n", ends).encode()
