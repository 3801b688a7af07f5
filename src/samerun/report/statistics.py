"""Counts for every rule with a finding, as `ruff check --statistics` prints them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from samerun.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View


def render_text(view: View) -> Iterator[str]:
    """A table: count, code, whether `--fix` helps, name."""
    counts, fixable = _counts(view)
    wide = max((len(str(count)) for _, count in counts), default=0)
    code_wide = max((len(code) for code, _ in counts), default=0)
    for code, count in counts:
        mark = ""
        if any(fixable.values()):
            sign = "*" if fixable[code] == count else "-" if fixable[code] else " "
            mark = f"[{view.paint(sign, 'cyan') if sign != ' ' else sign}] "
        number = view.paint(str(count).rjust(wide), "bold")
        yield f"{number}\t{view.paint(code.ljust(code_wide), 'red')}\t{mark}{view.name(code)}\n"
    yield from summary(view)


def render_json(view: View) -> Iterator[str]:
    """The same as an array."""
    counts, fixable = _counts(view)
    rows = [
        {
            "code": code,
            "name": view.name(code),
            "count": count,
            "fixable": fixable[code] == count,
            "fixable_count": fixable[code],
        }
        for code, count in counts
    ]
    yield json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _counts(view: View) -> tuple[list[tuple[str, int]], Counter[str]]:
    """Codes from the most frequent, and how many of each `--fix` would mend."""
    counts = Counter(finding.code for finding in view.findings)
    fixable = Counter(f.code for f in view.findings if f.fix is not None and view.applies(f.fix))
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])), fixable
