"""Workflow commands that GitHub shows as annotations, spelt as Ruff's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.rules.finding import Finding

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(view: View) -> Iterator[str]:
    """One command a finding, and one for every sentence on what kept the run from being complete."""
    for finding in view.findings:
        yield _command(view, finding) + "\n"
    for sentence in view.result.errors:
        yield f"::error title=samerun::{_data(sentence)}\n"


def _command(view: View, finding: Finding) -> str:
    region = view.region(finding.path, finding.span)
    place = view.place(finding.path, finding.span.start)
    cell = f"cell {place.cell}:" if place.cell is not None else ""
    where = {
        "title": f"samerun ({finding.code})",
        "file": view.filename(finding.path),
        "line": region.line,
        "col": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in where.items() if value is not None)
    text = f"{view.shown(finding.path)}:{cell}{place.row}:{place.column}: {finding.code} {finding.message}"
    advice = finding.help or (finding.fix.message if finding.fix else "")
    text += f"\n  help: {advice}" if advice else ""
    return f"::{COMMANDS[finding.level]} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
