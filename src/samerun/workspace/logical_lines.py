"""The line where Ruff reads the `noqa` of a place: the last line of a multi-line string or continued line."""

from __future__ import annotations

import tokenize
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samerun.workspace.spans import LineIndex


def noqa_line(lines: LineIndex, offset: int) -> int:
    """The 1-based line on which a `noqa` for `offset` has to stand."""
    line = lines.line_of(offset)
    for first, last in joined_lines(lines.data):
        if first <= line <= last:
            return last
    return line


@lru_cache(maxsize=8)
def joined_lines(data: bytes) -> tuple[tuple[int, int], ...]:
    """First and last lines of what counts as one line, merged where they touch; sorted."""
    text = data.decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ranges: list[tuple[int, int]] = []
    opened: list[int] = []
    inside: set[int] = set()
    source = iter([line + "\n" for line in lines])
    try:
        for token in tokenize.generate_tokens(lambda: next(source, "")):
            kind = tokenize.tok_name[token.type]
            if kind in ("FSTRING_START", "TSTRING_START"):
                opened.append(token.start[0])
            first = opened.pop() if kind in ("FSTRING_END", "TSTRING_END") else token.start[0]
            if (kind == "STRING" or kind.endswith("STRING_END")) and token.end[0] > first:
                ranges.append((first, token.end[0]))
                inside.update(range(first, token.end[0]))
            if kind == "COMMENT":
                inside.add(token.start[0])
    except (tokenize.TokenError, SyntaxError):
        pass  # what was read before the error stands
    continued = (n for n, line in enumerate(lines, 1) if line.endswith("\\") and n not in inside)
    ranges += [(number, number + 1) for number in continued if number < len(lines)]
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)
