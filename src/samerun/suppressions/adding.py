"""The edits that put an ignore comment beside findings, in the words and places of Ruff's."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from samerun.rules.finding import Edit
from samerun.suppressions.suppressions import Suppressions
from samerun.workspace.logical_lines import noqa_line
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from samerun.rules.finding import Finding
    from samerun.workspace.sources import SourceFile

Form = Literal["noqa", "ignore"]


def comments_for(
    source: SourceFile, findings: Iterable[Finding], form: Form, reason: str, names: Mapping[str, str]
) -> list[Edit]:
    """One edit a line: a comment at its end, or more codes in the one that is there."""
    codes: dict[int, set[str]] = defaultdict(set)
    for finding in findings:
        codes[noqa_line(source.lines, finding.span.start)].add(finding.code)
    present = {
        comment.lines[0]: comment
        for comment in Suppressions(source, names).comments
        if comment.directive.kind == form and comment.lines is not None and comment.codes and not comment.problem
    }
    edits = []
    for line, missing in sorted(codes.items()):
        comment = present.get(line)
        if comment is not None:
            written = comment.directive.codes or ()
            place = Span(written[0].span.start, written[-1].span.end)
            listed = ", ".join(sorted({code.text for code in written} | missing))
            edits.append(Edit(source.path, place, listed))
            continue
        listed = ", ".join(sorted(missing))
        text = f"# noqa: {listed}" if form == "noqa" else f"# samerun: ignore[{listed}]"
        why = (f" {reason}" if form == "noqa" else f" -- {reason}") if reason else ""
        whole = source.lines.line_span(line)
        kept = len(source.data[whole.start : whole.end].rstrip())
        edits.append(Edit(source.path, Span(whole.start + kept, whole.end), f"  {text}{why}"))
    return edits
