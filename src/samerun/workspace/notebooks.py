"""Notebooks: the code cells as one Python text, and the way back to cell, row and JSON line."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from samerun.workspace.magics import plain_cell
from samerun.workspace.notebook_json import rewritten_value, written_sources
from samerun.workspace.sources import SourceProblem
from samerun.workspace.spans import LineIndex, Span, line_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from samerun.workspace.notebook_json import WrittenSource

_PYTHONS = ("python", "ipython", "pyspark", "xpython")


class CellPlace(NamedTuple):
    """A place for people: cell (1-based over all cells), row in it and column in code points, 1-based."""

    cell: int
    row: int
    column: int


class CodeCell(NamedTuple):
    """One code cell: its number (1-based over all cells), its lines in the joined text (1-based, half-open),
    and the span of its `source` value in the JSON."""

    number: int
    first_line: int
    end_line: int
    written: Span


class NotebookMap:
    """Where each line of a notebook's joined text stands in its cells and in its JSON file.

    `rewritten` are the lines of the joined text that are not written so in the cell: magics, and lines that
    lost an indentation or a prompt. `late`: a cell and one below it that had run before it when the notebook was saved,
    by their execution counts. `expected` are the numbers of the cells that are tagged to fail (`raises-exception`),
    `measured` the lines whose code only runs to be measured.
    """

    __slots__ = ("_firsts", "_json_lines", "_removed", "cells", "expected", "late", "lines", "measured", "rewritten")

    def __init__(
        self,
        lines: LineIndex,
        cells: tuple[CodeCell, ...],
        json_lines: list[int],
        removed: dict[int, int],
        rewritten: frozenset[int],
        late: tuple[int, int] | None = None,
        expected: frozenset[int] = frozenset(),
        measured: frozenset[int] = frozenset(),
    ) -> None:
        self.lines, self.cells, self.rewritten, self.late = lines, cells, rewritten, late
        self.expected, self.measured = expected, measured
        self._json_lines, self._removed = json_lines, removed
        self._firsts = [cell.first_line for cell in cells]

    def place(self, offset: int) -> CellPlace:
        """The cell, row and column of a byte offset of the joined text."""
        line, column = self.lines.position(offset)
        cell, row = self.locate(line)
        return CellPlace(cell, row, column + self.removed(line))

    def locate(self, line: int) -> tuple[int, int]:
        """The cell and the row in it of a 1-based line of the joined text; (1, 1) in a notebook without code.

        The line after the last one, where a text that ends in a line break ends, is the last cell's next row.
        """
        cell = self.cell_at(line)
        return (cell.number, line - cell.first_line + 1) if cell is not None else (1, 1)

    def cell_at(self, line: int) -> CodeCell | None:
        """The cell that a 1-based line of the joined text belongs to; None in a notebook without code."""
        return self.cells[max(bisect_right(self._firsts, line) - 1, 0)] if self.cells else None

    def is_measured(self, offset: int) -> bool:
        """Whether the code at an offset only runs to be measured (`%timeit`): its value is thrown away."""
        return self.lines.line_of(offset) in self.measured

    def is_shown(self, start: int, end: int) -> bool:
        """Whether IPython shows what the expression statement at these offsets is worth.

        It does for the last statement of a cell, unless a semicolon follows it.
        Source: https://ipython.readthedocs.io/en/stable/config/options/terminal.html (`ast_node_interactivity`).
        """
        data, cell = self.lines.data, self.cell_at(self.lines.line_of(start))
        if cell is None or b"ast_node_interactivity" in data:
            return True
        after = re.sub(rb"#[^\r\n]*", b"", data[end : self.lines.starts[cell.end_line - 1]]).strip(b" \t\r\n\f)\\")
        return not after and not self.is_measured(start)

    def removed(self, line: int) -> int:
        """How many characters the joined text lacks at the start of a line that the cell has."""
        return self._removed.get(line, 0)

    def json_line(self, offset: int) -> int:
        """The 1-based line of the .ipynb file on which the byte at `offset` of the joined text is written."""
        if not self._json_lines:
            return 1
        return self._json_lines[min(self.lines.line_of(offset), len(self._json_lines)) - 1]


def read_notebook(path: str, raw: bytes) -> tuple[bytes, NotebookMap]:
    """The joined Python text (UTF-8) of a notebook's code cells, and its map.

    Every code cell is there with all its lines and ends with a line break. Raises `SourceProblem`; with
    `skip` set for a notebook that is empty or not in Python.
    """
    notebook = _parsed(path, raw)
    language = _other_language(notebook)
    if language:
        raise SourceProblem(path, f"the notebook's language is {language}, not Python", skip=True)
    joined = _Joined(path, raw)
    for number, (cell, written) in enumerate(zip(_cells(notebook), written_sources(raw), strict=False), 1):
        if written is not None and _is_code(cell):
            joined.add(number, _source(path, number, cell), written)
            joined.ran(number, cell.get("execution_count", cell.get("prompt_number")))
            if _may_fail(cell):
                joined.expected.add(number)
    return joined.finished()


def replace_cell_sources(raw: bytes, new_texts: Mapping[int, str]) -> bytes:
    """The notebook file with the sources of some cells (1-based over all) replaced, all else untouched.

    A list stays a list and a string a string; lines that stay keep their spelling. Raises `KeyError` for a
    cell that does not exist or has no source.
    """
    written = written_sources(raw)
    out, at = [], 0
    places = {number: written[number - 1] if 0 < number <= len(written) else None for number in new_texts}
    for number, place in sorted(places.items()):
        if place is None:
            raise KeyError(number)
        out += [raw[at : place.value.start], rewritten_value(raw, place, new_texts[number])]
        at = place.value.end
    return b"".join([*out, raw[at:]])


def edit_cells(raw: bytes, cells: NotebookMap, edits: Iterable[tuple[Span, str]]) -> bytes:
    """The notebook file after edits of the joined text: (span, new content), none overlapping another.

    Raises `ValueError` for an edit that touches a magic or a stripped line, or reaches over two cells.
    """
    by_cell: dict[int, list[tuple[int, int, str]]] = {}
    lines = cells.lines
    texts = _cell_texts(raw)
    for span, content in edits:
        first, last = lines.line_of(span.start), lines.line_of(max(span.start, span.end - 1))
        cell, row = cells.locate(first)
        if cells.locate(last)[0] != cell:
            raise ValueError("an edit reaches over two cells")
        if not cells.rewritten.isdisjoint(range(first, last + 1)):
            raise ValueError("an edit touches a line that IPython rewrites")
        starts = line_starts(texts[cell])
        start = (starts[row - 1] if row <= len(starts) else len(texts[cell])) + span.start - lines.starts[first - 1]
        by_cell.setdefault(cell, []).append((start, start + span.end - span.start, content))
    changed = {}
    for cell, parts in by_cell.items():
        text = texts[cell]
        for start, end, content in sorted(parts, reverse=True):
            spare = end > len(text) and content.endswith("\n")  # the line break that only the joined text has
            text = text[:start] + content[: len(content) - spare].encode() + text[end:]
        changed[cell] = text.decode("utf-8")
    return replace_cell_sources(raw, changed)


class _Joined:
    """The joined text while cell after cell is added."""

    def __init__(self, path: str, raw: bytes) -> None:
        self.path, self.raw = path, raw
        self.texts: list[bytes] = []
        self.cells: list[CodeCell] = []
        self.json_lines: list[int] = []
        self.removed: dict[int, int] = {}
        self.rewritten: set[int] = set()
        self.expected: set[int] = set()
        self.measured: set[int] = set()
        self._counted, self._line = 0, 1
        self._counts: list[tuple[int, int]] = []

    def ran(self, number: int, count: object) -> None:
        """Take note of a cell's execution count."""
        if type(count) is int:
            self._counts.append((count, number))

    def _late(self) -> tuple[int, int] | None:
        """The first cell that had run before one above it, after that one; None too where a count stands twice.

        Then the kernel was started anew in between.
        """
        if len({count for count, _ in self._counts}) < len(self._counts):
            return None
        latest = (0, 0)
        for count, number in self._counts:
            if count < latest[0]:
                return latest[1], number
            latest = (count, number)
        return None

    def add(self, number: int, strings: list[str], written: WrittenSource) -> None:
        text = "".join(strings)
        plain = plain_cell(text)
        data = plain.text.encode("utf-8", "replace")  # half a surrogate pair has no UTF-8
        if not data.endswith((b"\n", b"\r")):
            data += b"\n"
        if "\0" in text:
            raise SourceProblem(self.path, f"cell {number} holds a NUL character", self._json_line(written.value.start))
        first = len(self.json_lines) + 1
        lines = len(line_starts(data)) - 1
        self.json_lines += self._lines_of(strings, written, lines)
        self.cells.append(CodeCell(number, first, first + lines, written.value))
        self.texts.append(data)
        for row, count in plain.removed.items():
            self.removed[first + row] = count
        self.rewritten.update(first + row for row in plain.rewritten | plain.removed.keys())
        self.measured.update(first + row for row in plain.measured)

    def _lines_of(self, strings: list[str], written: WrittenSource, total: int) -> list[int]:
        """The JSON line of each row: that of the string in which the row begins."""
        if not any(strings):
            return [self._json_line(written.value.start)] * total
        at, starts, lines, data = 0, [], [], []
        for string, span in zip(strings, written.strings, strict=True):
            starts.append(at)
            lines.append(self._json_line(span.start))
            data.append(string.encode("utf-8", "replace"))
            at += len(data[-1])
        rows = line_starts(b"".join(data))[:total]
        return [lines[bisect_right(starts, row) - 1] for row in rows]

    def _json_line(self, offset: int) -> int:
        if offset >= self._counted:
            self._line += self.raw.count(b"\n", self._counted, offset)
            self._counted = offset
            return self._line
        return self.raw.count(b"\n", 0, offset) + 1

    def finished(self) -> tuple[bytes, NotebookMap]:
        data = b"".join(self.texts)
        cells = NotebookMap(
            LineIndex(data),
            tuple(self.cells),
            self.json_lines,
            self.removed,
            frozenset(self.rewritten),
            self._late(),
            frozenset(self.expected),
            frozenset(self.measured),
        )
        return data, cells


def _parsed(path: str, raw: bytes) -> dict[str, Any]:
    """The notebook's JSON, checked to be one."""
    if not raw.strip():
        raise SourceProblem(path, "the notebook is empty", skip=True)
    try:
        notebook = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # A byte order mark is no part of what the codec counts.
        at = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        line = raw.count(b"\n", 0, at) + 1
        message = f"byte 0x{raw[at]:02x} at offset {at} is not valid UTF-8"
        raise SourceProblem(path, message, line, at, raw=raw) from error
    except json.JSONDecodeError as error:
        at = len(error.doc[: error.pos].encode("utf-8", "replace"))
        message = f"the notebook is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise SourceProblem(path, message, error.lineno, at, raw=raw) from error
    except (RecursionError, ValueError) as error:
        raise SourceProblem(path, f"the notebook's JSON can't be read: {error}") from error
    if not isinstance(notebook, dict) or not any(isinstance(notebook.get(k), list) for k in ("cells", "worksheets")):
        raise SourceProblem(path, "the file is JSON but not a notebook: it has no list of cells", 1, 0, raw=raw)
    return notebook


def _cells(notebook: dict[str, Any]) -> list[Any]:
    """All cells in order, of nbformat 4 or of the worksheets before it."""
    if isinstance(notebook.get("cells"), list):
        return list(notebook["cells"])
    sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
    return [cell for sheet in sheets if isinstance(sheet.get("cells"), list) for cell in sheet["cells"]]


def _is_code(cell: Any) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return False
    metadata = cell.get("metadata")
    vscode = metadata.get("vscode") if isinstance(metadata, dict) else None
    stated = [cell.get("language"), vscode.get("languageId") if isinstance(vscode, dict) else None]
    return all(_is_python(name) for name in stated if isinstance(name, str) and name)


def _may_fail(cell: dict[str, Any]) -> bool:
    """Whether a cell is tagged as one that raises an exception."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return isinstance(tags, list) and "raises-exception" in tags


def _source(path: str, number: int, cell: dict[str, Any]) -> list[str]:
    source = cell.get("source", cell.get("input"))
    strings = [source] if isinstance(source, str) else source
    if not isinstance(strings, list) or not all(isinstance(string, str) for string in strings):
        raise SourceProblem(path, f"the source of cell {number} is not text")
    return strings


def _cell_texts(raw: bytes) -> dict[int, bytes]:
    """The source of every cell as written, in UTF-8."""
    cells = _cells(json.loads(raw.decode("utf-8-sig")))
    texts = {}
    for number, cell in enumerate(cells, 1):
        if _is_code(cell):
            texts[number] = "".join(_source("", number, cell)).encode("utf-8", "surrogatepass")
    return texts


def _other_language(notebook: dict[str, Any]) -> str | None:
    """The notebook's language when it says so and it is not Python."""
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict):
        return None
    for table, key in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(table)
        name = part.get(key) if isinstance(part, dict) else None
        if isinstance(name, str) and name and not _is_python(name):
            return name
    return None


def _is_python(language: str) -> bool:
    return language.lower().startswith(_PYTHONS)
