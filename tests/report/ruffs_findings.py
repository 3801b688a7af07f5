"""Findings of the real ruff made into findings of ours, with the same range, message and edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samerun.report.view import View
from samerun.rules.finding import Edit, Finding, Fix
from samerun.run import Result
from samerun.workspace.spans import Span
from tests.report.results import Rule

if TYPE_CHECKING:
    from samerun.workspace.sources import SourceFile


def view_of(read: SourceFile, theirs: list[dict[str, Any]], cwd: str = "/") -> View:
    """Our view on the rows of ruff's JSON, all of one file."""
    findings = tuple(_finding(read, row) for row in theirs)
    rules = {row["code"]: Rule(row["name"]) for row in theirs if row["code"]}
    result = Result(findings=findings, sources={read.path: read}, files_read=1)
    return View(result, rules, cwd=cwd)


def _finding(read: SourceFile, row: dict[str, Any]) -> Finding:
    span = _span(read, row["cell"], row)
    fix = None
    if row["fix"] is not None:
        edits = tuple(Edit(read.path, _span(read, row["cell"], e), e["content"]) for e in row["fix"]["edits"])
        fix = Fix(edits, row["fix"]["applicability"], row["fix"]["message"])
    code = "REP001" if row["name"] == "invalid-syntax" else row["code"]
    return Finding(code=code, message=row["message"], level="error", path=read.path, span=span, statement=span, fix=fix)


def _span(read: SourceFile, cell: int | None, row: dict[str, Any]) -> Span:
    return Span(_offset(read, cell, row["location"]), _offset(read, cell, row["end_location"]))


def _offset(read: SourceFile, cell: int | None, place: dict[str, int]) -> int:
    """The byte offset of one of ruff's places."""
    line = place["row"]
    if cell is not None:
        lines = range(1, len(read.lines.starts) + 1)
        where = [read.cells.locate(n) if read.cells else (0, 0) for n in lines]
        line = where.index((cell, place["row"])) + 1 if (cell, place["row"]) in where else 0
        if not line:  # the end of the cell's last line break
            last = max(n for n, (c, _) in zip(lines, where, strict=True) if c == cell)
            return read.lines.line_span(last).end
    start = read.lines.starts[line - 1]
    return start + len(read.data[start:].decode()[: place["column"] - 1].encode())
