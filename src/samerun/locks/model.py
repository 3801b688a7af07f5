"""The values that the lock room hands out: a verdict for each manifest and lock, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Verdict = Literal["fresh", "stale", "missing", "error", "no-lock", "no-manifest", "unknown"]


class Place(NamedTuple):
    """A stretch of one line: the line is 1-based, the columns are 0-based code points, end excluded."""

    line: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact behind a verdict, with where it stands in the manifest and in the lock.

    ``file`` names the manifest that ``manifest`` points into when it isn't the result's own
    (a workspace member, an included requirements file).
    """

    message: str
    manifest: Place | None = None
    lock: Place | None = None
    file: str | None = None

    @property
    def manifest_line(self) -> int | None:
        return self.manifest.line if self.manifest else None

    @property
    def lock_line(self) -> int | None:
        return self.lock.line if self.lock else None


@dataclass(frozen=True, slots=True)
class LockResult:
    """What is believed about one manifest and its lock. Paths are relative and POSIX."""

    tool: str
    manifest: str | None
    lock: str | None
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    refresh: str = ""
    unknown_because: str = ""
    settled_by: str = ""
    # Other files whose content the verdict depends on (members, included files): the lock covers them.
    inputs: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, object]:
        reasons = [
            {"message": r.message, "manifest_line": r.manifest_line, "lock_line": r.lock_line} for r in self.reasons
        ]
        return {
            "tool": self.tool,
            "manifest": self.manifest,
            "lock": self.lock,
            "verdict": self.verdict,
            "reasons": reasons,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of a comparison before it is tied to its paths."""

    reasons: tuple[Reason, ...] = ()
    unknown: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    error: bool = False

    @property
    def verdict(self) -> Verdict:
        # A proved difference outweighs what could not be judged; the reverse would hide a stale lock.
        if self.error:
            return "error"
        if self.reasons:
            return "stale"
        return "unknown" if self.unknown else "fresh"


class Unreadable(Exception):
    """A manifest or a lock that its tool would refuse to read."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    @property
    def in_manifest(self) -> Reason:
        """The reason of a verdict on a manifest that can't be read."""
        return Reason(self.message, self.place)

    @property
    def in_lock(self) -> Reason:
        """The reason of a verdict on a lock that can't be read, or whose manifest is beyond telling."""
        return Reason(self.message, None, self.place or Place(1))
