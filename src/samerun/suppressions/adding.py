"""Writes an ignore comment beside every finding: `--add-noqa` and `--add-ignore`, as Ruff writes its own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from samerun.edits.splice import EditProblem, rewritten
from samerun.edits.write import WriteProblem, replace_file
from samerun.rules.finding import Edit
from samerun.suppressions.suppressions import ABOUT_COMMENTS, UNPLACED, Suppressions
from samerun.workspace.logical_lines import noqa_line
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from samerun.rules.finding import Finding
    from samerun.run import Result
    from samerun.workspace.sources import SourceFile

Form = Literal["noqa", "ignore"]


def add_comments(result: Result, form: Form, reason: str, names: Mapping[str, str]) -> tuple[int, list[str]]:
    """Write the comments into the files; how many lines changed, and a sentence for every file that was left alone.

    `names` maps rules' names to their codes. Documents, and findings on files that can't be read or on ignore
    comments themselves, get none.
    """
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        source = result.sources.get(finding.path)
        if source is not None and source.kind != "document" and finding.code not in UNPLACED | ABOUT_COMMENTS:
            by_path[finding.path].append(finding)
    added, problems = 0, []
    for path, findings in by_path.items():
        source = result.sources[path]
        edits = comments_for(source, findings, form, reason, names)
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                raw = file.read()
            replace_file(path, raw, rewritten(source, raw, edits))
        except (EditProblem, WriteProblem, OSError) as problem:
            problems.append(f"{path} got no comments: {getattr(problem, 'strerror', None) or problem}")
        else:
            added += len(edits)
    return added, problems


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
