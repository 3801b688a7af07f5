"""Which findings the ignore comments of a file silence, and which comments did so.

- `noqa` counts on the line where the finding starts; inside a multi-line string or a line continued by a backslash,
  on the last line of that.
- `samerun: ignore` counts on any line of the innermost simple statement or compound header that holds the finding;
  on a line of its own, for the logical line that follows.
- `samerun: disable` counts from where it stands to its `enable`, or to the end of its block.
- In a document (TOML, YAML, a Dockerfile …) either may stand on a line of its own above the one it speaks for.
- `samerun: file-ignore` and `samerun: noqa` (and Ruff's reading of `flake8: noqa`) count in the whole file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.suppressions.comments import BlockEnd, Comment, read
from samerun.suppressions.directives import WORDS, directives
from samerun.workspace.logical_lines import noqa_line
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.rules.finding import Finding
    from samerun.suppressions.directives import Directive
    from samerun.workspace.sources import SourceFile
    from samerun.workspace.spans import LineIndex

UNPLACED = frozenset({"REP001", "REP004"})
"""Rules on files that can't be read as Python: no comment silences them, as Ruff's `invalid-syntax`."""

ABOUT_COMMENTS = frozenset({"REP002", "REP003"})
"""Rules on ignore comments: only a comment that names them silences them."""


class Suppression:
    """One directive and the place it covers: `lines` (1-based, both inclusive), or `span` for a range, or the file.

    `codes` are the codes it stands for (None: all), with names of rules turned into codes. `problem` says why it
    can't silence anything. `enable` is what ends its range. `used` gathers the codes that it really silenced.
    """

    __slots__ = ("codes", "directive", "enable", "lines", "problem", "span", "used")

    def __init__(self, directive: Directive, names: Mapping[str, str], lines: tuple[int, int] | None = None) -> None:
        self.directive = directive
        listed = directive.codes
        self.codes = None if listed is None else tuple(names.get(code.text, code.text) for code in listed)
        self.lines = lines
        self.span: Span | None = None
        self.enable: Directive | None = None
        self.problem = directive.problem
        self.used: set[str] = set()

    def covers(self, code: str) -> bool:
        """Whether it speaks of this rule."""
        if self.problem or code in UNPLACED:
            return False
        return code in self.codes if self.codes is not None else code not in ABOUT_COMMENTS


class Suppressions:
    """The ignore comments of one file. `names` maps rules' names to their codes."""

    def __init__(self, source: SourceFile, names: Mapping[str, str] | None = None) -> None:
        self.comments: list[Suppression] = []
        self._lines: LineIndex = source.lines
        self._is_document = source.kind == "document"
        self._names = names or {}
        self._pending: list[tuple[str, Suppression]] = []
        lowered = source.data.lower()
        if any(word in lowered for word in WORDS):
            for event in read(source):
                if isinstance(event, BlockEnd):
                    self._close(event.indent, event.at)
                else:
                    for directive in directives(event.text, event.start):
                        self._add(directive, event)
            self._close("", len(source.data))
            self.comments.sort(key=lambda comment: comment.directive.span)

    def _add(self, directive: Directive, comment: Comment) -> None:
        kind = directive.kind
        lines = (comment.line, comment.last if kind == "ignore" else comment.line)
        suppression = Suppression(directive, self._names, lines)
        alone = comment.indent is not None
        if kind in ("file-noqa", "file-ignore", "disable", "enable"):
            suppression.lines = None
            if not alone:
                if kind == "file-noqa":
                    return  # after code it is nothing to Ruff, and nothing to us
                suppression.problem = suppression.problem or f"`{kind}` has to stand on a line of its own"
            elif kind == "file-ignore" and comment.indent:
                suppression.problem = suppression.problem or "`file-ignore` must not be indented"
            elif kind in ("disable", "enable") and not comment.in_place:
                suppression.problem = suppression.problem or "it is not indented as its block is"
        self.comments.append(suppression)
        if kind in ("disable", "enable") and not suppression.problem:
            self._pending.append((comment.indent or "", suppression))

    def _close(self, block: str, at: int) -> None:
        """Match what was disabled and enabled in a block that ends at byte `at`."""
        outer = [each for each in self._pending if len(each[0]) < len(block)]
        inner = [each for each in self._pending if len(each[0]) >= len(block)]
        while inner:
            indent, first = inner.pop(0)
            if first.directive.kind == "enable":
                first.problem = "no `disable` with the same codes comes before it in this block"
                continue
            matching = [
                each
                for each in inner
                if each[0] == indent and each[1].directive.kind == "enable" and each[1].codes == first.codes
            ]
            if matching:
                inner.remove(matching[0])
                last = matching[0][1]
                first.enable = last.directive
                self.comments.remove(last)
                at_end = last.directive.comment.end
            else:
                at_end = at
            first.span = Span(first.directive.span.start, at_end)
        self._pending = outer

    def silencing(self, finding: Finding) -> list[Suppression]:
        """The comments that silence the finding, which are marked as used."""
        covering = [comment for comment in self.comments if comment.covers(finding.code)]
        if not covering:
            return []
        start = self._lines.line_of(finding.span.start)
        noqa = start if self._is_document else noqa_line(self._lines, finding.span.start)
        first = self._lines.line_of(finding.statement.start)
        last = self._lines.line_of(max(finding.statement.start, finding.statement.end - 1))
        found = []
        for comment in covering:
            kind = comment.directive.kind
            if kind == "noqa":
                there = comment.lines == (noqa, noqa)
            elif comment.lines is not None:
                there = first <= comment.lines[0] <= last or comment.lines[0] <= start <= comment.lines[1]
            elif comment.span is not None:
                there = comment.span.start <= finding.span.start and finding.span.end <= comment.span.end
            else:
                there = kind in ("file-noqa", "file-ignore")
            if there:
                comment.used.add(finding.code)
                found.append(comment)
        return found
