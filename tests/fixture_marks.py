"""Reads `# expect: REP201` marks: what a fixture says samerun must report, and where.

A mark stands at the end of the line where the finding starts; several codes are separated by commas, and a code
that is expected twice on one line is written twice. In a notebook a mark belongs to its cell.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = re.compile(r"# expect: (?P<codes>[A-Z]+\d+(?:, ?[A-Z]+\d+)*)\s*$")
ALMOST = re.compile(r"#\s*expect\b", re.IGNORECASE)
SUFFIXES = {
    ".py",
    ".pyi",
    ".ipynb",
    ".toml",
    ".lock",
    ".yaml",
    ".yml",
    ".txt",
    ".in",
    ".cfg",
    ".sh",
    ".json",
    ".Dockerfile",
    ".mk",
}
NAMES = {"Dockerfile", "Makefile", "Pipfile"}


class Place(NamedTuple):
    """One finding as a fixture counts it. `cell` is the notebook cell's number from 1, else 0."""

    file: str
    cell: int
    line: int
    code: str

    def __str__(self) -> str:
        cell = f"cell {self.cell}:" if self.cell else ""
        return f"{self.file}:{cell}{self.line} {self.code}"


class BadMark(ValueError):
    """A comment that was meant as a mark and is none."""


def read_marks(folder: Path) -> Counter[Place]:
    """Every mark in the files of `folder`, by place relative to it."""
    return Counter(
        place
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.suffix in SUFFIXES or path.name in NAMES)
        for place in _marks_of(path, path.relative_to(folder).as_posix())
    )


def _marks_of(path: Path, name: str) -> Iterator[Place]:
    # A fixture may be broken on purpose, in its encoding too; the marks themselves are ASCII.
    text = path.read_bytes().decode("latin-1")
    if path.suffix != ".ipynb":
        yield from _marks_in(text, name, 0)
        return
    try:
        cells = json.loads(text)["cells"]
    except ValueError:
        yield from _marks_in(text, name, 0)
        return
    for number, cell in enumerate(cells, start=1):
        source = cell["source"]
        yield from _marks_in(source if isinstance(source, str) else "".join(source), name, number)


def _marks_in(text: str, name: str, cell: int) -> Iterator[Place]:
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if found := MARK.search(line):
            for code in found["codes"].split(","):
                yield Place(name, cell, number, code.strip())
        elif ALMOST.search(line):
            raise BadMark(f"{name}:{number}: not a mark: {line.strip()}")
