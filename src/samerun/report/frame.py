"""The code frame: a few lines of source with carets under a range, in Ruff's look."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.rules.finding import Finding
    from samerun.workspace.sources import SourceFile

CONTEXT = 2
TAB = "    "
WIDEST = 160
"""Longer lines are cut around the caret, with an ellipsis."""


def frame(view: View, finding: Finding) -> Iterator[str]:
    """The lines of the frame; none when the file has no text."""
    source = view.source(finding.path)
    if source is None or not source.data:
        return
    lines = source.lines
    first = lines.line_of(finding.span.start)
    last = max(first, lines.line_of(max(finding.span.start, finding.span.end - 1)))
    shown = _shown_lines(view, source, first, last)
    rows = {number: view.place(finding.path, lines.starts[number - 1]).row for number in shown}
    width = max(len(str(row)) for row in rows.values())
    bar = view.paint("|", "blue")
    edge = f"{' ' * width} {bar}"
    start = lines.position(finding.span.start).column - 1
    end = lines.position(finding.span.end).column - 1
    yield edge
    for number in shown:
        text = lines.line_text(number)
        head = f"{view.paint(str(rows[number]).rjust(width), 'blue')} {bar}"
        if first == last:
            if number == first:
                yield from _one_line(view, text, start, end, head, edge)
            else:
                yield f"{head} {_cut(_visible(text), 0)[0]}".rstrip()
            continue
        marked = first < number <= last
        side = view.paint("|", "red") if marked else " "
        yield f"{head} {side} {_cut(_visible(text), 0)[0]}".rstrip()
        if number == first:
            yield f"{edge}  {view.paint('_' * (_width(text[:start]) + 1) + '^', 'red')}"
        elif number == last:
            stop = _width(text[: max(end, 1)])
            yield f"{edge} {view.paint('|' + '_' * stop + '^', 'red')}"
    yield edge


def _one_line(view: View, text: str, start: int, end: int, head: str, edge: str) -> Iterator[str]:
    """A source line and the carets under it."""
    before = _width(text[:start])
    carets = max(1, _width(text[start:end]) if end > start else 1)
    visible, dropped = _cut(_visible(text), before)
    carets = min(carets, max(1, WIDEST - (before - dropped)))
    yield f"{head} {visible}".rstrip()
    yield f"{edge} {' ' * (before - dropped)}{view.paint('^' * carets, 'red')}"


def _shown_lines(view: View, source: SourceFile, first: int, last: int) -> list[int]:
    """The range's lines and some around it: of the same cell, without blank ones at the ends."""
    cell = view.place(source.path, source.lines.starts[first - 1]).cell
    total = len(source.lines.starts)
    shown = [
        number
        for number in range(max(1, first - CONTEXT), min(total, last + CONTEXT) + 1)
        if view.place(source.path, source.lines.starts[number - 1]).cell == cell
    ]
    while shown[0] < first and not source.lines.line_text(shown[0]).strip():
        del shown[0]
    while shown[-1] > last and not source.lines.line_text(shown[-1]).strip():
        del shown[-1]
    return shown


def _visible(text: str) -> str:
    """A line as a terminal may show it: tabs as spaces, control characters as pictures."""
    text = text.replace("\t", TAB)
    if text.isprintable():
        return text
    return "".join(_picture(char) for char in text)


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return chr(0x2421)
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char


def _width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    text = _visible(text)
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _cut(text: str, caret: int) -> tuple[str, int]:
    """A long line cut around the caret's column, and how many columns went at its start."""
    if len(text) <= WIDEST:
        return text, 0
    start = max(0, caret - WIDEST // 2)
    if start == 0:
        return text[: WIDEST - 1] + "…", 0
    tail = text[start + 1 : start + WIDEST - 1]
    return f"…{tail}" + ("…" if start + WIDEST - 1 < len(text) else ""), start
