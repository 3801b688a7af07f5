"""What every format looks at: the result, the names of its rules, and how to show paths."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple, Protocol

from samerun.report.fingerprint import fingerprints
from samerun.report.noqa_row import noqa_line
from samerun.report.paint import Paint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from samerun.rules.finding import Finding, Fix
    from samerun.run import Result
    from samerun.workspace.sources import SourceFile

UNPLACED = frozenset({"REP001", "REP004"})
"""Rules on files that can't be read as Python: no comment silences them, as Ruff's `invalid-syntax`."""


class Named(Protocol):
    """What a report asks of a rule's class."""

    @property
    def name(self) -> str: ...


class Place(NamedTuple):
    """Where people and tools look: a 1-based row and column in code points, inside a cell of a notebook."""

    cell: int | None
    row: int
    column: int


class View:
    """A result, ready to be shown.

    `cwd` shortens paths for people; `root_of` gives the folder that a file's fingerprint path starts at;
    `brief` leaves out the closing lines.
    """

    def __init__(
        self,
        result: Result,
        rules: Mapping[str, Named],
        *,
        cwd: str,
        root_of: Callable[[str], str] | None = None,
        paint: Paint | None = None,
        unsafe_fixes: bool = False,
        brief: bool = False,
    ) -> None:
        self.result = result
        self.findings: Sequence[Finding] = result.findings
        self.paint = paint or Paint(on=False)
        self.unsafe_fixes = unsafe_fixes
        self.brief = brief
        self._rules = rules
        self._cwd = cwd
        self._root_of = root_of or (lambda _path: cwd)

    def source(self, path: str) -> SourceFile | None:
        """The text that spans of `path` count in; None for a file that could not be read."""
        return self.result.sources.get(path)

    def name(self, code: str) -> str:
        """The rule's name, or its code when the rule is not known here."""
        rule = self._rules.get(code)
        return rule.name if rule is not None else code

    def shown(self, path: str) -> str:
        """The path relative to the working folder, when it is inside."""
        return relative(path, self._cwd)

    def place(self, path: str, offset: int) -> Place:
        """Where a byte offset of `path` is; the file's start when it has no text."""
        source = self.source(path)
        if source is None:
            return Place(None, 1, 1)
        return self._in_cell(source, *source.lines.position(offset))

    def end(self, path: str, start: int, offset: int) -> Place:
        """The end of a range, kept inside the cell of its start: Ruff ends it at that cell's last character."""
        source = self.source(path)
        place = self.place(path, offset)
        if source is None or place.cell == self.place(path, start).cell:
            return place
        line = source.lines.line_of(offset) - 1
        return self._in_cell(source, line, len(source.lines.line_text(line)) + 1)

    def noqa_row(self, finding: Finding) -> int | None:
        """The row on which a `noqa` for the finding has to stand."""
        source = self.source(finding.path)
        if source is None or finding.code in UNPLACED:
            return None
        return self._in_cell(source, noqa_line(source.lines, finding.span.start), 1).row

    def applies(self, fix: Fix) -> bool:
        """Whether `--fix` would apply it, with unsafe fixes as asked."""
        return fix.applicability == "safe" or (self.unsafe_fixes and fix.applicability == "unsafe")

    def fingerprints(self) -> list[str]:
        """One fingerprint a finding, in the findings' order."""
        return fingerprints(self.findings, lambda path: relative(path, self._root_of(path)))

    def _in_cell(self, source: SourceFile, line: int, column: int) -> Place:
        if source.cells is None:
            return Place(None, line, column)
        cell, row = source.cells.cell_of_line(line)
        return Place(cell, row, column)


def relative(path: str, folder: str) -> str:
    """`path` seen from `folder` when it is inside, else unchanged."""
    prefix = folder.rstrip(posixpath.sep) + posixpath.sep
    return path[len(prefix) :] if path.startswith(prefix) else path
