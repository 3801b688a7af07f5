"""Results made by hand: reports are tested on these, without the engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from samerun.report.view import View
from samerun.rules.finding import Edit, Finding, Fix, Related
from samerun.run import Result
from samerun.workspace.sources import SourceFile, source_from_text
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

CWD = "/code/project"


class Rule(NamedTuple):
    """As much of a rule's class as reports ask for."""

    name: str


RULES = {"REP201": Rule("literal-seed"), "REP101": Rule("unseeded-draw"), "REP305": Rule("late-hash-seed")}


def source(name: str, text: str) -> SourceFile:
    """A file of the project."""
    return source_from_text(f"{CWD}/{name}", text.encode())


def notebook(name: str, *cells: str) -> SourceFile:
    """A notebook of code cells; a cell that starts with "# markdown" is one of text."""
    return source_from_text(f"{CWD}/{name}", notebook_bytes(*cells))


def notebook_bytes(*cells: str) -> bytes:
    """The notebook's JSON."""
    written = [_cell(number, text) for number, text in enumerate(cells)]
    metadata = {"language_info": {"name": "python"}}
    return json.dumps({"cells": written, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def span(file: SourceFile, text: str, nth: int = 0) -> Span:
    """Where `text` stands in the file, the `nth` time from 0."""
    at = -1
    for _ in range(nth + 1):
        at = file.data.index(text.encode(), at + 1)
    return Span(at, at + len(text.encode()))


def finding(file: SourceFile, text: str, code: str = "REP201", **more: Any) -> Finding:
    """A finding on `text`."""
    place = span(file, text)
    defaults: dict[str, Any] = {"message": "Seed `42` is a bare literal", "level": "warning", "statement": place}
    return Finding(code=code, path=file.path, span=place, **(defaults | more))


def related(file: SourceFile, text: str, message: str) -> Related:
    """A related place on `text`."""
    return Related(file.path, span(file, text), message)


def fix(file: SourceFile, text: str, content: str, applicability: Any = "safe", why: str = "") -> Fix:
    """A fix that replaces `text`."""
    return Fix((Edit(file.path, span(file, text), content),), applicability, "Name the seed", why)


def view(files: Iterable[SourceFile], findings: Iterable[Finding], **more: Any) -> View:
    """A view on a result of these findings. `result` gives more of its fields."""
    files = list(files)
    fields = {"files_read": len(files)} | more.pop("result", {})
    result = Result(findings=tuple(findings), sources={file.path: file for file in files}, **fields)
    return View(result, more.pop("rules", RULES), cwd=CWD, **more)


def _cell(number: int, text: str) -> dict[str, Any]:
    kind = "markdown" if text.startswith("# markdown") else "code"
    cell: dict[str, Any] = {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": text.splitlines(True)}
    return cell if kind == "markdown" else cell | {"execution_count": None, "outputs": []}
