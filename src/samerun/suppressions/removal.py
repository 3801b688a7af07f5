"""Takes an ignore comment out of the text, or some of its codes, and leaves the rest as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.finding import Edit, Fix
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from samerun.suppressions.directives import Directive
    from samerun.suppressions.suppressions import Suppression
    from samerun.workspace.sources import SourceFile
    from samerun.workspace.spans import LineIndex


def removal(source: SourceFile, suppression: Suppression, unused: Collection[str] | None) -> Fix:
    """The fix that removes `unused` codes, as written; None removes the comment."""
    written = [suppression.directive] + ([suppression.enable] if suppression.enable is not None else [])
    first = written[0]
    kept = [code.text for code in first.codes or () if unused is not None and code.text not in unused]
    if kept:
        edits = tuple(edit for directive in written for edit in _fewer(source, directive, kept))
        return Fix(edits, "safe", f"Remove {', '.join(unused or ())} from the comment")
    edits = tuple(Edit(source.path, _span(source.lines, directive), "") for directive in written)
    if all(directive.whole == directive.comment for directive in written):
        return Fix(edits, "safe", "Remove the comment")
    return Fix(edits, "unsafe", "Remove the comment", "What stands beside it on the line may be read differently.")


def _fewer(source: SourceFile, directive: Directive, kept: list[str]) -> Iterator[Edit]:
    codes = directive.codes or ()
    place = Span(codes[0].span.start, codes[-1].span.end)
    yield Edit(source.path, place, ", ".join(dict.fromkeys(kept)))


def _span(lines: LineIndex, directive: Directive) -> Span:
    """The directive with what would be left hanging: the white space before it, or all of its line."""
    start, end = directive.whole
    data = lines.data
    line = lines.line_of(start)
    first, last = lines.line_span(line)
    if end < directive.comment.end:
        return Span(start, end)  # the next `#` takes its place
    while start > first and data[start - 1] in b" \t\f":
        start -= 1
    if start > first or line == len(lines.starts):
        return Span(start, last)
    return Span(first, lines.starts[line])
