"""A name for a finding that outlives edits elsewhere in its file: no line number goes into it."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from samerun.rules.finding import Finding


def fingerprints(findings: Iterable[Finding], relative: Callable[[str], str]) -> list[str]:
    """One short hex name a finding: rule, path, enclosing name, key, and the ordinal among equals.

    `relative` makes a path independent of the machine. The findings are in order of place.
    """
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        first = fingerprint(finding, relative)
        names.append(fingerprint(finding, relative, seen[first]))
        seen[first] += 1
    return names


def fingerprint(finding: Finding, relative: Callable[[str], str], nth: int = 0) -> str:
    """The name of the `nth` of equal findings, counted from 0."""
    words = (finding.code, relative(finding.path), finding.enclosing, finding.key, str(finding.ordinal), str(nth))
    return hashlib.sha256("\0".join(words).encode(errors="replace")).hexdigest()[:16]
