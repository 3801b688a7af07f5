"""A run's findings against a baseline: the one place that joins fingerprints, the file, and what is on disk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from samerun.baseline.listing import read
from samerun.baseline.matching import Match, Surroundings, match, slot
from samerun.report.fingerprint import fingerprint
from samerun.report.view import relative
from samerun.workspace.sources import SourceProblem, read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from samerun.baseline.listing import Slot
    from samerun.rules.finding import Finding
    from samerun.workspace.sources import SourceFile

    Text = Callable[[str], bytes | None]
    RootOf = Callable[[str], str]


def compare(path: str, findings: Iterable[Finding], text: Text, root_of: RootOf) -> Match:
    """Findings, in order of place, against the baseline at `path`.

    `text` gives a file's text, None where there is no such file; `root_of` the folder that a file's fingerprint
    starts at. Raises `BaselineProblem`.
    """
    slots = read(path)

    def renamed(gone: Iterable[str], come: Iterable[str]) -> Mapping[str, set[str]]:
        from samerun.workspace.renames import renames

        return renames(path, gone, come)

    return match(slots, slots_of(findings, text, root_of), Surroundings(text, renamed))


def without_listed(
    findings: list[Finding],
    baselines: Iterable[str],
    named: Mapping[str, str],
    source: Callable[[str], SourceFile],
    root_of: RootOf,
) -> tuple[list[Finding], list[Finding]]:
    """The findings, in order of place, that are in no baseline, and those that are.

    `named` gives the baseline that holds for the file of a finding, `source` that file. All `baselines` are read, so
    that one that is wrong is told of in any case. Raises `BaselineProblem`.
    """

    def text(path: str) -> bytes | None:
        return source(path).data if path in named else text_on_disk(path)

    known: list[Finding] = []
    for file in sorted(baselines):
        its = [finding for finding in findings if named[finding.path] == file]
        known += [finding for finding, _, _ in compare(file, its, text, root_of).known]
    listed = set(map(id, known))
    return [finding for finding in findings if id(finding) not in listed], known


def slots_of(findings: Iterable[Finding], text: Text, root_of: RootOf) -> list[tuple[Finding, Slot]]:
    """Each finding with the slot it takes in a baseline."""
    out = []
    for finding in findings:
        root = root_of(finding.path)
        name = fingerprint(finding, lambda path, root=root: relative(path, root))  # type: ignore[misc]
        out.append((finding, slot(finding, name, text(finding.path) or b"")))
    return out


def text_on_disk(path: str) -> bytes | None:
    """A file's text; None where there is no such file, and nothing where it can't be read."""
    try:
        return read_source(path).data
    except SourceProblem:
        return b"" if os.path.lexists(path) else None
