"""Positions: one span type, and one index a file that turns spans into lines and columns.

A span counts UTF-8 bytes of the *decoded* text (after the encoding and the byte order mark are taken off),
as `ast` does. `LineIndex` turns a byte offset into what each consumer counts in: code points (Ruff, flake8,
SARIF) or UTF-16 units (LSP).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of UTF-8 byte offsets into a file's decoded text."""

    start: int
    end: int


class Position(NamedTuple):
    """A place for people: 1-based line, 1-based column in code points."""

    line: int
    column: int


class LineIndex:
    """Line starts of one text, and the conversions from byte offsets.

    A line ends at LF, CR LF or a lone CR, as for Python's own tokenizer; a form feed ends none.
    """

    __slots__ = ("_ascii", "data", "starts")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._ascii = data.isascii()
        self.starts = line_starts(data)

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds `offset`."""
        return bisect_right(self.starts, offset)

    def line_span(self, line: int) -> Span:
        """The bytes of a 1-based line, without its line ending."""
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.data)
        while end > start and self.data[end - 1] in b"\r\n":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """The text of a 1-based line, without its line ending."""
        span = self.line_span(line)
        return self.data[span.start : span.end].decode("utf-8")

    def position(self, offset: int) -> Position:
        """Line and column in code points, both 1-based."""
        line = self.line_of(offset)
        start = self.starts[line - 1]
        if self._ascii:
            return Position(line, offset - start + 1)
        return Position(line, len(self.data[start:offset].decode("utf-8", "replace")) + 1)

    def utf16(self, offset: int) -> tuple[int, int]:
        """0-based line and 0-based column in UTF-16 units, as the Language Server Protocol counts."""
        line = self.line_of(offset)
        text = self.data[self.starts[line - 1] : offset].decode("utf-8", "replace")
        return line - 1, len(text.encode("utf-16-le")) // 2

    def offset(self, line: int, byte_column: int) -> int:
        """The byte offset of a 1-based line and a 0-based column in UTF-8 bytes (`ast`'s own pair)."""
        return self.starts[line - 1] + byte_column


def line_starts(data: bytes) -> list[int]:
    """Byte offsets at which the lines of `data` begin; the first is always 0."""
    starts = [0]
    if b"\r" not in data:
        find = data.find
        at = find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = find(b"\n", at + 1)
        return starts
    at = 0
    for line in data.splitlines(keepends=True):  # for bytes this splits at \n, \r and \r\n only
        at += len(line)
        starts.append(at)
    if not data.endswith((b"\n", b"\r")):
        starts.pop()
    return starts
