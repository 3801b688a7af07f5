"""For people: the message, a code frame, the related places one a line, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.report.formats.concise import location, message_line
from samerun.report.frame import frame
from samerun.report.groups import groups
from samerun.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.rules.finding import Finding


def render(view: View) -> Iterator[str]:
    """Every finding as a paragraph, those of one run and stream under a heading; then the summary."""
    for heading, findings in groups(view):
        if heading:
            yield f"{view.paint('──', 'dim')} {view.paint(heading, 'bold')}\n\n"
        for finding in findings:
            yield from _paragraph(view, finding)
    yield from summary(view)


def _paragraph(view: View, finding: Finding) -> Iterator[str]:
    yield message_line(view, finding) + "\n"
    for line in frame(view, finding):
        yield line + "\n"
    for related in finding.related:
        place = location(view, related.path, related.span.start)
        yield f"  {view.paint(':::', 'blue')} {place}: {related.message}\n"
    advice = finding.help or (finding.fix.message if finding.fix else "")
    if advice:
        yield f"{view.paint('help', 'cyan')}: {advice}\n"
    if finding.fix is not None and finding.fix.why and finding.fix.applicability != "safe":
        yield f"{view.paint('note', 'bold')}: {finding.fix.why}\n"
    yield "\n"
