"""JUnit's XML in Ruff's spelling: a suite a file, a failed case a finding, an error where the run is incomplete."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.rules.finding import Finding

PACKAGE = "org.samerun"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(view: View) -> Iterator[str]:
    """The whole document."""
    findings, errors = view.findings, view.result.errors
    total = len(findings) + len(errors)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        f'<testsuites name="samerun" tests="{total or 1}" skipped="0" failures="{len(findings)}"'
        f' errors="{len(errors)}">\n'
    )
    for path, group in groupby(findings, key=lambda finding: finding.path):
        found = list(group)
        cases = [line for finding in found for line in _case(view, finding)]
        yield from _suite(view.filename(path), cases, len(found), 0)
    if errors:
        yield from _suite("samerun", [line for each in errors for line in _error(each)], len(errors), len(errors))
    elif not findings:
        yield from _suite("samerun", ['<testcase name="No errors found" classname="samerun"/>'], 1, 0, failures=0)
    yield "</testsuites>\n"


def _suite(name: str, cases: list[str], tests: int, errors: int, failures: int | None = None) -> Iterator[str]:
    failures = tests - errors if failures is None else failures
    yield (
        f'    <testsuite name={_quoted(name)} tests="{tests}" skipped="0" errors="{errors}" failures="{failures}"'
        f' package="{PACKAGE}">\n'
    )
    yield from (f"        {line}\n" for line in cases)
    yield "    </testsuite>\n"


def _case(view: View, finding: Finding) -> Iterator[str]:
    region = view.region(finding.path, finding.span)
    place = view.place(finding.path, finding.span.start)
    file = view.filename(finding.path)
    stem = re.sub(r"(?<=[^/])\.[^./]*$", "", file)
    column = f' column="{region.column}"' if region.column is not None else ""
    yield f'<testcase name="{PACKAGE}.{finding.code}" classname={_quoted(stem)} line="{region.line}"{column}>'
    yield "    <properties>"
    yield f'        <property name="severity" value="{finding.level}"/>'
    yield "    </properties>"
    cell = f"cell {place.cell}, " if place.cell is not None else ""
    text = _escaped(f"{cell}line {place.row}, col {place.column}, {finding.message}")
    yield f"    <failure message={_quoted(finding.message)}>{text}</failure>"
    yield "</testcase>"


def _error(sentence: str) -> Iterator[str]:
    yield '<testcase name="The run is incomplete" classname="samerun">'
    yield f"    <error message={_quoted(sentence)}>{_escaped(sentence)}</error>"
    yield "</testcase>"


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {'"': "&quot;"})


def _escaped(text: str) -> str:
    text = _NOT_XML.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
