"""One line a finding: `path:row:col: CODE [*] message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.paint import Colour
    from samerun.report.view import View
    from samerun.rules.finding import Finding

COLOURS: dict[str, Colour] = {"error": "red", "warning": "yellow", "note": "cyan"}


def render(view: View) -> Iterator[str]:
    """The lines and the summary."""
    for finding in view.findings:
        yield message_line(view, finding) + "\n"
    yield from summary(view)


def message_line(view: View, finding: Finding) -> str:
    """The line that starts every text report of a finding."""
    code = view.paint(finding.code, COLOURS[finding.level])
    fixable = f"[{view.paint('*', 'cyan')}] " if finding.fix and view.applies(finding.fix) else ""
    return f"{location(view, finding.path, finding.span.start)}: {code} {fixable}{finding.message}"


def location(view: View, path: str, offset: int) -> str:
    """`path:row:col`, with the cell of a notebook in between as Ruff writes it."""
    place = view.place(path, offset)
    cell = f"cell {place.cell}:" if place.cell is not None else ""
    return f"{view.paint(view.shown(path), 'bold')}:{cell}{place.row}:{place.column}"
