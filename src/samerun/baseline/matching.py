"""Which findings a baseline covers: those that stand where it says, and those that came there by moving.

A finding is matched with a slot of the same rule and key, in this order:

1. same file, same function (the fingerprint), and of several the one in the same statement;
2. same function, in a file that git says the old one became;
3. same file, the same statement in another function;
4. same file, in another function when the old function is gone;
5. another file, a function of the same name, when the old function or file is gone;
6. another file, the same statement, when the old file is gone.

A slot takes one finding, so a file never hides more findings than were listed.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from samerun.baseline.listing import Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from samerun.rules.finding import Finding

_SPACES = re.compile(rb"#[^\r\n]*|[\s()\\]+|,(?=\s*[)\]}])")
_QUOTES = bytes.maketrans(b"'", b'"')


class Match(NamedTuple):
    """Findings with the slots they stand in (each as it is now, and as it was), those that are new, and empty slots."""

    known: list[tuple[Finding, Slot, Slot]]
    new: list[tuple[Finding, Slot]]
    left: list[Slot]


class Surroundings(NamedTuple):
    """What is asked of the disk, only where findings and slots are left over.

    `text` gives the text of a file, None where there is none; `renames` where files went, given those of the
    slots and those of the findings.
    """

    text: Callable[[str], bytes | None]
    renames: Callable[[Iterable[str], Iterable[str]], Mapping[str, set[str]]]


def slot(finding: Finding, fingerprint: str, text: bytes) -> Slot:
    """The slot that a finding takes; `text` is that of its file."""
    statement = text[finding.statement.start : finding.statement.end]
    return Slot(finding.path, finding.code, finding.enclosing, finding.key, fingerprint, statement_hash(statement))


def statement_hash(statement: bytes) -> str:
    """A hash that formatters leave alone: without space, comments, parentheses, trailing commas, kinds of quotes."""
    return hashlib.sha256(_SPACES.sub(b"", statement).translate(_QUOTES)).hexdigest()[:8]


def match(slots: Iterable[Slot], findings: Iterable[tuple[Finding, Slot]], around: Surroundings) -> Match:
    """Match findings, each with the slot it would take, with the slots of a baseline."""
    matching = _Matching(slots, findings)
    matching.by(lambda each: (each.path, each.fingerprint, each.statement))
    matching.by(lambda each: (each.path, each.fingerprint))
    if matching.is_open():
        _moved(matching, around)
    return Match(matching.known, matching.new, matching.left)


def _moved(matching: _Matching, around: Surroundings) -> None:
    went = around.renames({each.path for each in matching.left}, {now.path for _, now in matching.new})

    def names(each: Slot) -> list[str]:
        return [each.path, *sorted(went.get(each.path, ()))]

    def gone_file(each: Slot) -> bool:
        return around.text(each.path) is None

    def gone(each: Slot) -> bool:
        text = around.text(each.path)
        return text is None or not _holds(text, each.enclosing)

    def by(key: Callable[[Slot, str], Hashable], wanted: Callable[[Slot], bool] = lambda each: True) -> None:
        matching.by(
            lambda each: (each.code, each.key, key(each, each.path)),
            lambda each: [(each.code, each.key, key(each, name)) for name in names(each)] if wanted(each) else [],
        )

    by(lambda each, path: (path, each.enclosing))
    by(lambda each, path: (path, each.statement))
    by(lambda each, path: path, gone)
    by(lambda each, path: each.enclosing or path, gone)
    by(lambda each, path: each.statement, gone_file)


def _holds(text: bytes, enclosing: str) -> bool:
    """Whether a function or class of that name is still defined in a text; the module itself is."""
    name = enclosing.rpartition(".")[2]
    if not name.isidentifier():
        return True
    return re.search(rb"(?m)^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+" + name.encode() + rb"\b", text) is not None


class _Matching:
    """What is matched so far. Each round matches by one key, in order of place."""

    def __init__(self, slots: Iterable[Slot], findings: Iterable[tuple[Finding, Slot]]) -> None:
        self.left = sorted(slots)
        self.new = list(findings)
        self.known: list[tuple[Finding, Slot, Slot]] = []

    def is_open(self) -> bool:
        """Whether some finding and some slot of the same rule and key are left over."""
        wanted = {(now.code, now.key) for _, now in self.new}
        return any((each.code, each.key) in wanted for each in self.left)

    def by(self, key: Callable[[Slot], Hashable], keys: Callable[[Slot], list[Hashable]] | None = None) -> None:
        """One round: `key` of a finding's slot against `keys` of a listed one (by default its `key`)."""
        if not self.left or not self.new:
            return
        free: dict[Hashable, list[int]] = defaultdict(list)  # the first slot is the last of its list
        for number, each in reversed(list(enumerate(self.left))):
            for name in keys(each) if keys is not None else [key(each)]:
                free[name].append(number)
        taken: set[int] = set()
        new = []
        for finding, now in self.new:
            waiting = free.get(key(now), [])
            while waiting and waiting[-1] in taken:
                waiting.pop()
            if waiting:
                taken.add(waiting[-1])
                self.known.append((finding, now, self.left[waiting.pop()]))
            else:
                new.append((finding, now))
        self.new = new
        self.left = [each for number, each in enumerate(self.left) if number not in taken]
