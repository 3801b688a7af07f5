"""Which fixes go together: a fix is applied whole or not at all, and of two that overlap the first wins.

Edits that several fixes share (the constant that two literals become) are made once. Lines that several fixes
put at one place stand there one after another, when they ask for the same blank lines around them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from samerun.rules.finding import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.rules.finding import Finding, Fix
    from samerun.workspace.spans import Span

_BOUND = re.compile(r"^(\w+) = ", re.MULTILINE)


def compatible(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes can be applied in one pass: those that move text first, then by their first edits."""
    taken: dict[str, set[Edit]] = defaultdict(set)
    chosen: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: (_is_alone(finding), not _moves(finding), _position(finding))):
        edits = finding.fix.edits if finding.fix is not None else ()
        if chosen and _is_alone(finding):
            break
        if edits and not any(clash(edit, other) for edit in edits for other in taken[edit.path]):
            chosen.append(finding)
            for edit in edits:
                taken[edit.path].add(edit)
    return chosen


def edits_by_path(findings: Iterable[Finding]) -> dict[str, list[Edit]]:
    """The edits of compatible fixes by file: each once, in order, with those at one place made one."""
    paths: dict[str, dict[Edit, None]] = defaultdict(dict)
    for finding in findings:
        for edit in finding.fix.edits if finding.fix is not None else ():
            paths[edit.path][edit] = None
    return {path: merged(edits) for path, edits in sorted(paths.items())}


def edits_of(fix: Fix) -> dict[str, list[Edit]]:
    """The edits of one fix by file: in order, with those at one place made one."""
    paths: dict[str, list[Edit]] = defaultdict(list)
    for edit in dict.fromkeys(fix.edits):
        paths[edit.path].append(edit)
    return {path: merged(edits) for path, edits in sorted(paths.items())}


def clash(one: Edit, other: Edit) -> bool:
    """Whether two edits can't both be made. `one` and `other` may be equal: then they are one."""
    if one == other or one.path != other.path:
        return False
    if not _made(one).isdisjoint(_made(other)):
        return True  # both make a constant of that name: the second fix finds the first one's in the next pass
    first, second = sorted((one.span, other.span))
    if first == second and first.start == first.end:
        return _frame(one.content)[::2] != _frame(other.content)[::2] or not _is_lines(one, other)
    # A line that goes away, and one that was to stand behind it: that one finds the new place in the next pass.
    if first.end == second.start == second.end and not (one.content and other.content):
        return True
    return first.end > second.start or first == second


def merged(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order of their places; insertions at one place become one, with their blank lines once."""
    places: dict[Span, list[Edit]] = defaultdict(list)
    for edit in sorted(edits, key=lambda edit: edit.span):  # stable: at one place, in the order of the fixes
        places[edit.span].append(edit)
    return [Edit(each[0].path, span, _joined(each)) if len(each) > 1 else each[0] for span, each in places.items()]


def _joined(edits: Iterable[Edit]) -> str:
    """What several edits put at one place: those that ask for the same blank lines share them."""
    parts: list[tuple[str, str, str]] = []
    for before, body, after in map(_frame, (edit.content for edit in edits)):
        if parts and parts[-1][::2] == (before, after):
            parts[-1] = (before, parts[-1][1] + body, after)
        else:
            parts.append((before, body, after))
    text = parts[0][0] + parts[0][1]
    for (*_, gap), (before, body, _) in pairwise(parts):
        text += max(gap, before, key=len) + body
    return text + parts[-1][2]


def _made(edit: Edit) -> set[str]:
    """The names that an inserted line binds at module level."""
    return set(_BOUND.findall(edit.content)) if edit.span.start == edit.span.end else set()


def _is_lines(*edits: Edit) -> bool:
    return all(edit.content.endswith(("\n", "\r")) for edit in edits)


def _frame(content: str) -> tuple[str, str, str]:
    """Blank lines, whole lines, blank lines."""
    body = content.strip("\r\n")
    start = content.index(body)
    end = start + len(body)
    if content[end:].startswith("\r\n"):
        end += 2
    elif content[end:]:
        end += 1
    return content[:start], content[start:end], content[end:]


def _is_alone(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.alone


def _moves(finding: Finding) -> bool:
    """Whether a fix takes text away: what others put beside it is to follow it to its new place."""
    return finding.fix is not None and any(not edit.content for edit in finding.fix.edits)


def _position(finding: Finding) -> tuple[str, Span, Span]:
    first = min((edit.span for edit in finding.fix.edits), default=finding.span) if finding.fix else finding.span
    return finding.path, first, finding.span
