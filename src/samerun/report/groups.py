"""Findings in the order people read them: those of one run and one stream together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.streams import stream_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.report.view import View
    from samerun.rules.finding import Finding


def groups(view: View) -> Iterator[tuple[str, list[Finding]]]:
    """Findings with the heading they stand under: first those that are about no run, under none.

    Inside a group they keep their order; groups are in order of entry point, then of their first finding.
    """
    found: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for finding in view.findings:
        found.setdefault((finding.entry or "", finding.streams if finding.entry else ()), []).append(finding)
    for (entry, streams), members in sorted(found.items(), key=lambda group: group[0][0]):
        yield _heading(view, entry, streams) if entry else "", members


def _heading(view: View, entry: str, streams: tuple[str, ...]) -> str:
    names = ", ".join(map(stream_name, streams))
    return f"run from {view.shown(entry)}" + (f": {names}" if names else "")
