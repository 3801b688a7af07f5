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
    seen: Counter[tuple[str, ...]] = Counter()
    names = []
    for finding in findings:
        same = (finding.code, relative(finding.path), finding.enclosing, finding.key, str(finding.ordinal))
        names.append(hashlib.sha256("\0".join((*same, str(seen[same]))).encode(errors="replace")).hexdigest()[:16])
        seen[same] += 1
    return names
