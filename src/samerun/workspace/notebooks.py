"""Notebooks: the code cells as one Python text, and the way back to cell, row and JSON line."""

from __future__ import annotations

from typing import NamedTuple


class CellPlace(NamedTuple):
    """A place for people: cell (1-based over all cells), row in it and column in code points, 1-based."""

    cell: int
    row: int
    column: int


class NotebookMap:
    """Where each line of a notebook's joined text stands in its cells and in its JSON file."""

    def place(self, offset: int) -> CellPlace:
        """The cell, row and column of a byte offset of the joined text."""
        raise NotImplementedError

    def locate(self, line: int) -> tuple[int, int]:
        """The cell and the row in it of a 1-based line of the joined text."""
        raise NotImplementedError

    def json_line(self, offset: int) -> int:
        """The 1-based line of the .ipynb file on which the byte at `offset` of the joined text is written."""
        raise NotImplementedError


def read_notebook(path: str, raw: bytes) -> tuple[bytes, NotebookMap]:
    """The joined Python text (UTF-8) of a notebook's code cells, and its map; raises `SourceProblem`."""
    raise NotImplementedError


def replace_cell_sources(raw: bytes, new_texts: dict[int, str]) -> bytes:
    """The notebook file with the sources of some cells (1-based over all) replaced, all else untouched."""
    raise NotImplementedError
