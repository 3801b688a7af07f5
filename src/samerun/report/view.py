"""What every format looks at: the result, the names of its rules, and how to show paths."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple, Protocol

from samerun.report.fingerprint import fingerprints
from samerun.report.paint import Paint
from samerun.suppressions.suppressions import UNPLACED
from samerun.workspace.logical_lines import noqa_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from samerun.rules.finding import Finding, Fix
    from samerun.run import Result
    from samerun.workspace.sources import SourceFile
    from samerun.workspace.spans import Span


class Named(Protocol):
    """What a report asks of a rule's class."""

    @property
    def name(self) -> str: ...


class Place(NamedTuple):
    """Where people and tools look: a 1-based row and column in code points, inside a cell of a notebook."""

    cell: int | None
    row: int
    column: int


class Region(NamedTuple):
    """A range of the file on disk: 1-based lines, and columns in code points, the end exclusive.

    A notebook's lines are those of its JSON, in which columns say nothing: they are None.
    """

    line: int
    column: int | None
    end_line: int
    end_column: int | None


class View:
    """A result, ready to be shown.

    `cwd` shortens paths for people; `root_of` gives the folder that a file's fingerprint path starts at;
    `brief` leaves out the closing lines; `stdin` is the path that stands for nameless standard input;
    `show_fixes` lists what was fixed before the closing lines; `include_suppressed` asks a format that can tell them
    apart (SARIF) for silenced findings too.
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
        stdin: str | None = None,
        show_fixes: bool = False,
        include_suppressed: bool = False,
    ) -> None:
        self.result = result
        self.findings: Sequence[Finding] = result.findings
        self.paint = paint or Paint(on=False)
        self.unsafe_fixes = unsafe_fixes
        self.brief = brief
        self.show_fixes = show_fixes
        self.include_suppressed = include_suppressed
        self.rules = rules
        self.cwd = cwd
        self._stdin = stdin
        self._root_of = root_of or (lambda _path: cwd)

    def source(self, path: str) -> SourceFile | None:
        """The text that spans of `path` count in; None for a file that could not be read."""
        return self.result.sources.get(path)

    def name(self, code: str) -> str:
        """The rule's name, or its code when the rule is not known here."""
        rule = self.rules.get(code)
        return rule.name if rule is not None else code

    def filename(self, path: str) -> str:
        """The path for tools: absolute, "-" for standard input without a name, as in Ruff."""
        return "-" if path == self._stdin else path

    def shown(self, path: str) -> str:
        """The path relative to the working folder, when it is inside."""
        return relative(self.filename(path), self.cwd)

    def place(self, path: str, offset: int) -> Place:
        """Where a byte offset of `path` is; the file's start when it has no text."""
        source = self.source(path)
        if source is None:
            return Place(None, 1, 1)
        if source.cells is None:
            return Place(None, *source.lines.position(offset))
        return Place(*source.cells.place(offset))

    def region(self, path: str, span: Span) -> Region:
        """Where `span` is in the file on disk, for tools that know nothing of cells."""
        source = self.source(path)
        if source is None:
            return Region(1, 1, 1, 1)
        if source.cells is None:
            return Region(*source.lines.position(span.start), *source.lines.position(span.end))
        last = max(span.start, span.end - 1)
        return Region(source.cells.json_line(span.start), None, source.cells.json_line(last), None)

    def end(self, path: str, start: int, offset: int) -> Place:
        """The end of an edit. One that takes a cell's last line break ends, as in Ruff, before that break."""
        source = self.source(path)
        if source is not None and source.cells is not None and offset > start:
            line = source.lines.line_of(offset)
            over = source.cells.locate(line)[0] != source.cells.locate(source.lines.line_of(start))[0]
            if over or source.lines.starts[line - 1] == len(source.data):
                return self.place(path, source.lines.line_span(line - 1).end)
        return self.place(path, offset)

    def noqa_row(self, finding: Finding) -> int | None:
        """The row on which a `noqa` for the finding has to stand."""
        source = self.source(finding.path)
        if source is None or finding.code in UNPLACED:
            return None
        if source.kind == "document":
            return source.lines.line_of(finding.span.start)
        line = noqa_line(source.lines, finding.span.start)
        return line if source.cells is None else source.cells.locate(line)[1]

    def applies(self, fix: Fix) -> bool:
        """Whether `--fix` would apply it, with unsafe fixes as asked."""
        return fix.applicability == "safe" or (self.unsafe_fixes and fix.applicability == "unsafe")

    def fingerprints(self, silenced: Iterable[Finding] = ()) -> list[str]:
        """One fingerprint a finding, in the findings' order; then those of `silenced`, which change no other."""
        return fingerprints([*self.findings, *silenced], lambda path: relative(path, self._root_of(path)))


def relative(path: str, folder: str) -> str:
    """`path` seen from `folder` when it is inside, else unchanged."""
    prefix = folder.rstrip(posixpath.sep) + posixpath.sep
    return path[len(prefix) :] if path.startswith(prefix) else path
