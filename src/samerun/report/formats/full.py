"""For people: the message, a code frame, the related places one a line, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.report.formats.concise import location, message_line
from samerun.report.frame import frame
from samerun.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View


def render(view: View) -> Iterator[str]:
    """Every finding as a paragraph, then the summary."""
    for finding in view.findings:
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
    yield from summary(view)
