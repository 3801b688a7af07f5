"""What fixing did: the list of `--show-fixes`, the closing sentences, and the diffs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.workspace.sources import SourceProblem, source_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.run import Change, Result


def fixed_count(result: Result) -> int:
    """How many findings were fixed."""
    return sum(sum(counts.values()) for counts in result.fixed.values())


def fixed_sentence(result: Result, verb: str) -> str:
    """`Fixed 2 findings.`"""
    count = fixed_count(result)
    return f"{verb} {count} finding{'' if count == 1 else 's'}."


def fixed_list(view: View) -> Iterator[str]:
    """The fixed rules of every file, between blank lines."""
    if not fixed_count(view.result):
        return
    yield f"\n{fixed_sentence(view.result, 'Fixed')[:-1]}:\n"
    for path, counts in view.result.fixed.items():
        yield f"- {view.paint(view.shown(path), 'bold')}:\n"
        wide = max(len(str(count)) for count in counts.values())
        for code, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
            yield f"    {str(count).rjust(wide)} × {view.paint(code, 'red')} ({view.name(code)})\n"
    yield "\n"


def diffs(view: View) -> Iterator[str]:
    """A unified diff of every file that fixes change, of a notebook one of every cell."""
    for change in view.result.changes:
        name = view.shown(change.path)
        try:
            for suffix, old, new in _texts(change):
                yield from _diff(name + suffix, old, new)
        except SourceProblem:  # it was read a moment ago
            continue


def _texts(change: Change) -> Iterator[tuple[str, str, str]]:
    """What changed: a suffix of the file's name, and the text before and after."""
    if not change.path.endswith(".ipynb"):
        old, new = (source_from_text(change.path, raw).text for raw in (change.old, change.new))
        yield "", old, new
        return
    pairs = zip(_cells(change.old), _cells(change.new), strict=True)
    for number, (before, after) in enumerate(pairs, start=1):
        if before != after:
            yield f":cell {number}", before, after


def _cells(raw: bytes) -> list[str]:
    """The source of every cell as written."""
    import json

    notebook = json.loads(raw.decode("utf-8-sig"))
    sheets = [notebook] if "cells" in notebook else notebook["worksheets"]
    sources = [cell.get("source", cell.get("input", "")) for sheet in sheets for cell in sheet.get("cells", ())]
    return ["".join(source) for source in sources]


def _diff(name: str, old: str, new: str) -> Iterator[str]:
    from difflib import unified_diff

    before, after = ([f"{line}\n" for line in text.split("\n")] for text in (old, new))
    for lines in (before, after):  # what stands after the last line break is a line only if there is something
        lines[-1:] = [lines[-1][:-1]] if lines[-1] != "\n" else []
    for line in unified_diff(before, after, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
    yield "\n"
