"""A table for comments on a merge request and for the summary page of a job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samerun.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.rules.finding import Finding

MOST = 500
"""Rows: the pages that show them have limits of their own, of half a megabyte and more."""


def render(view: View) -> Iterator[str]:
    """The heading with the counts, what kept the run from being complete, and a row a finding."""
    yield "### samerun\n"
    yield from (f"\n{_text(line.strip())}\n" for line in summary(view) if line.strip())
    for sentence in view.result.errors:
        yield f"\n**Error:** {_text(sentence)}\n"
    if not view.findings:
        return
    yield "\n| | place | rule | finding |\n|---|---|---|---|\n"
    yield from (_row(view, finding) for finding in view.findings[:MOST])
    if len(view.findings) > MOST:
        yield f"\n{len(view.findings) - MOST} more are not listed here.\n"


def _row(view: View, finding: Finding) -> str:
    place = view.place(finding.path, finding.span.start)
    cell = f"cell {place.cell}:" if place.cell is not None else ""
    where = f"{view.shown(finding.path)}:{cell}{place.row}:{place.column}".replace("`", "'")
    advice = finding.help or (finding.fix.message if finding.fix else "")
    said = _text(finding.message) + (f"<br>{_text(advice)}" if advice else "")
    return f"| {finding.level} | {_code(where)} | {finding.code} {view.name(finding.code)} | {said} |\n"


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`"


def _text(text: str) -> str:
    """Text in which nothing outside of `code` is markup."""
    parts = re.split(r"(`[^`\n]*`)", " ".join(text.split()))
    plain = (part if at % 2 else re.sub(r"([\\*_\[\]<>#~`])", r"\\\1", part) for at, part in enumerate(parts))
    return "".join(plain).replace("|", "\\|")
