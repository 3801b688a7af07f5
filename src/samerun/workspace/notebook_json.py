"""Where the source of each cell is written in the JSON of a notebook, byte for byte."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NESTED = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_BETWEEN = re.compile(rb"[ \t\r\n,:]*")
_SCALAR = re.compile(rb"[^,\]}\s]*")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")


class WrittenSource(NamedTuple):
    """The `source` of one cell as written: the span of the value, and of each string in it with its quotes."""

    value: Span
    strings: tuple[Span, ...]
    is_list: bool


def written_sources(raw: bytes) -> list[WrittenSource | None]:
    """The source of every cell, in order (None: a cell without one). `raw` is valid JSON, an object."""
    return list(_Cursor(raw).notebook())


class _Cursor:
    """A place in the JSON that only moves forward. Valid JSON is taken for granted."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = raw.index(b"{")

    def notebook(self) -> Iterator[WrittenSource | None]:
        cells: list[WrittenSource | None] = []
        for key in self.members():
            if key == "cells" and self.is_at(b"["):
                cells = [self.cell() for _ in self.items()]
            elif key == "worksheets" and self.is_at(b"["):
                cells = cells or [cell for _ in self.items() for cell in self.worksheet()]
            else:
                self.skip()
        yield from cells

    def worksheet(self) -> list[WrittenSource | None]:
        cells: list[WrittenSource | None] = []
        for key in self.members():
            if key == "cells" and self.is_at(b"["):
                cells = [self.cell() for _ in self.items()]
            else:
                self.skip()
        return cells

    def cell(self) -> WrittenSource | None:
        found: dict[str, WrittenSource] = {}
        for key in self.members():
            if key in ("source", "input"):
                found[key] = self.source()
            else:
                self.skip()
        return found.get("source", found.get("input"))

    def source(self) -> WrittenSource:
        start = self.at
        if not self.is_at(b"["):
            self.skip()
            span = Span(start, self.at)
            return WrittenSource(span, (span,), False)
        strings = []
        for _ in self.items():
            first = self.at
            self.skip()
            strings.append(Span(first, self.at))
        return WrittenSource(Span(start, self.at), tuple(strings), True)

    def is_at(self, char: bytes) -> bool:
        return self.raw.startswith(char, self.at)

    def members(self) -> Iterator[str]:
        """The keys of the object here, each with the cursor on its value, which the caller has to pass."""
        for _ in self.items():
            end = self._end(_STRING)
            key = self.raw[self.at : end]
            self.at = _BETWEEN.match(self.raw, end).end()  # type: ignore[union-attr]
            yield str(json.loads(key))

    def items(self) -> Iterator[int]:
        """The items of the array (or object) here, each with the cursor on it."""
        if self.raw[self.at] not in b"[{":
            self.skip()
            return
        self.at += 1
        for number in count():
            self.at = self._end(_BETWEEN)
            if self.raw[self.at] in b"]}":
                self.at += 1
                return
            yield number

    def skip(self) -> None:
        """Pass the value here."""
        first = self.raw[self.at]
        if first == 0x22:
            self.at = self._end(_STRING)
        elif first not in b"[{":
            self.at = self._end(_SCALAR)
        else:
            depth = 0
            for token in _NESTED.finditer(self.raw, self.at):
                char = self.raw[token.start()]
                if char in b"[{":
                    depth += 1
                elif char in b"]}":
                    depth -= 1
                    if depth == 0:
                        self.at = token.end()
                        return

    def _end(self, pattern: re.Pattern[bytes]) -> int:
        found = pattern.match(self.raw, self.at)
        return self.at if found is None else found.end()


def rewritten_value(raw: bytes, written: WrittenSource, new: str) -> bytes:
    """The JSON of one source value with the text `new`, in the style it has now."""
    ascii_only = raw.isascii() and b"\\u" in raw
    if not written.is_list:
        return _rewritten_string(raw[slice(*written.value)], new, ascii_only)
    old = [raw[slice(*span)] for span in written.strings]
    texts = [json.loads(literal) for literal in old]
    if "".join(texts) == new:
        return raw[slice(*written.value)]
    literals: dict[str, bytes] = dict(zip(texts, old, strict=True))
    items = [
        literals.get(line) or json.dumps(line, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
        for line in re.findall(r"[^\n]*\n|[^\n]+", new)
    ]
    before, between, after = _spacing(raw, written)
    return b"[" + before + between.join(items) + after + b"]" if items else b"[]"


def _spacing(raw: bytes, written: WrittenSource) -> tuple[bytes, bytes, bytes]:
    """What stands before the first string of a list, between two, and after the last."""
    value, strings = written.value, written.strings
    if strings:
        before = raw[value.start + 1 : strings[0].start]
        after = raw[strings[-1].end : value.end - 1]
        if len(strings) > 1:
            return before, raw[strings[0].end : strings[1].start], after
        return before, b"," + (before or b" "), after
    start = raw.rfind(b"\n", 0, value.start) + 1
    indent = re.compile(rb"[ \t]*").match(raw, start, value.start)
    if start == 0 or indent is None or raw[indent.end() : indent.end() + 1] != b'"':
        return b"", b", ", b""
    unit = indent[0][: max(len(indent[0]) // 3, 1)]  # the key is three levels deep
    return b"\n" + indent[0] + unit, b",\n" + indent[0] + unit, b"\n" + indent[0]


def _rewritten_string(literal: bytes, new: str, ascii_only: bool) -> bytes:
    """A string literal with a new text; what both texts begin and end with keeps its spelling."""
    body = literal[1:-1].decode("utf-8", "surrogatepass")
    pieces: list[tuple[str, str]] = []
    at = 0
    for escape in _ESCAPE.finditer(body):
        pieces += [(char, char) for char in body[at : escape.start()]]
        pieces.append((json.loads(f'"{escape[0]}"'), escape[0]))
        at = escape.end()
    pieces += [(char, char) for char in body[at:]]
    limit = min(len(pieces), len(new))
    head = 0
    while head < limit and pieces[head][0] == new[head]:
        head += 1
    tail = 0
    while tail < limit - head and pieces[-1 - tail][0] == new[-1 - tail]:
        tail += 1
    middle = json.dumps(new[head : len(new) - tail], ensure_ascii=ascii_only)[1:-1]
    kept = ["".join(spelt for _, spelt in part) for part in (pieces[:head], pieces[len(pieces) - tail :])]
    return f'"{kept[0]}{middle}{kept[1]}"'.encode("utf-8", "surrogatepass")
