"""Ignore comments: `# noqa: REP101` exactly where Ruff reads it, and `# samerun: ignore[REP101] -- reason`.

A `noqa` counts on the line where the finding starts; inside a multi-line string or a line continued by a
backslash, on the last line of that. A `samerun: ignore` counts on any line of the innermost simple statement
or compound header that holds the finding.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samerun.workspace.logical_lines import noqa_line
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from samerun.rules.finding import Finding
    from samerun.workspace.sources import SourceFile
    from samerun.workspace.spans import LineIndex

_NOQA = re.compile(r"#\s*noqa(?P<codes>\s*:\s*(?P<list>[A-Za-z]+[0-9]+(?:[\s,]+[A-Za-z]+[0-9]+)*)?)?", re.IGNORECASE)
_IGNORE = re.compile(r"#\s*samerun:\s*ignore(?:\[(?P<list>[^\]]*)\])?\s*(?:--\s*(?P<reason>.*))?")
_WORDS = (b"noqa", b"NOQA", b"NoQA", b"samerun:")


class Suppression:
    """One ignore comment. `codes` None means all; `used` gathers the codes that it really silenced."""

    __slots__ = ("codes", "kind", "line", "reason", "span", "used")

    def __init__(self, kind: str, codes: tuple[str, ...] | None, line: int, span: Span, reason: str) -> None:
        self.kind, self.codes, self.line, self.span, self.reason = kind, codes, line, span, reason
        self.used: set[str] = set()

    def covers(self, code: str) -> bool:
        """Whether the comment names `code`, a prefix of it, or nothing at all."""
        return self.codes is None or any(code.startswith(each) for each in self.codes)


class Suppressions:
    """The ignore comments of one file."""

    def __init__(self, source: SourceFile) -> None:
        self.comments: list[Suppression] = []
        self._lines: LineIndex = source.lines
        if any(word in source.data for word in _WORDS):
            self._read(source)

    def _read(self, source: SourceFile) -> None:
        import tokenize

        lines = self._lines
        texts = iter([lines.line_text(number) + "\n" for number in range(1, len(lines.starts) + 1)])
        try:
            for token in tokenize.generate_tokens(lambda: next(texts, "")):
                if token.type == tokenize.COMMENT:
                    self._comment(token.string, *token.start)
        except (tokenize.TokenError, SyntaxError, IndentationError):
            return  # the file has a finding of its own; what was read so far stands

    def _comment(self, text: str, line: int, column: int) -> None:
        start = self._lines.starts[line - 1] + len(self._lines.line_text(line)[:column].encode())
        ignore = _IGNORE.search(text)
        if ignore is not None:
            codes = None if ignore["list"] is None else tuple(re.findall(r"[\w-]+", ignore["list"]))
            self._add("ignore", codes, line, start, text, ignore, ignore["reason"] or "")
        noqa = _NOQA.search(text)
        if noqa is not None and not (noqa["codes"] and not noqa["list"]):
            listed = tuple(code.upper() for code in re.split(r"[\s,]+", noqa["list"])) if noqa["list"] else None
            self._add("noqa", listed, line, start, text, noqa, "")

    def _add(
        self,
        kind: str,
        codes: tuple[str, ...] | None,
        line: int,
        start: int,
        text: str,
        match: re.Match[str],
        reason: str,
    ) -> None:
        first = start + len(text[: match.start()].encode())
        span = Span(first, first + len(match[0].rstrip().encode()))
        self.comments.append(Suppression(kind, codes, line, span, reason.strip()))

    def silences(self, finding: Finding) -> bool:
        """Whether a comment silences the finding; marks that comment as used."""
        if not self.comments:
            return False
        noqa = noqa_line(self._lines, finding.span.start)
        first = self._lines.line_of(finding.statement.start)
        last = self._lines.line_of(max(finding.statement.start, finding.statement.end - 1))
        silenced = False
        for comment in self.comments:
            there = comment.line == noqa if comment.kind == "noqa" else first <= comment.line <= last
            if there and comment.covers(finding.code):
                comment.used.add(finding.code)
                silenced = True
        return silenced
