"""What one run is asked and what it answers: plain values between command line, engine and reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from samerun.rules.finding import Finding
from samerun.settings.overrides import Overrides
from samerun.workspace.sources import SourceFile

FixMode = Literal["none", "fix", "fix-only", "diff"]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `paths` are as typed; every setting of the command line travels in `overrides`.

    With `stdin`, its bytes are the one target; `stdin_filename` says which file they stand for (None: "-", a
    module of its own in `overrides.cwd`). `jobs` None means one worker a core. `contents` stand in for what is
    on disk, by the file's identity: how the fixing loop looks at files that it has not written yet.

    `diff_base` is the revision, or `staged` the index, that REP404 compares with; what is staged is then what is read.
    """

    paths: tuple[str, ...] = (".",)
    overrides: Overrides = Overrides()
    stdin: bytes | None = None
    stdin_filename: str | None = None
    jobs: int | None = None
    cache: bool = False
    fix: FixMode = "none"
    unsafe_fixes: bool = False
    ignore_comments: bool = True
    contents: Mapping[str, bytes] = {}
    diff_base: str | None = None
    staged: bool = False


class Change(msgspec.Struct, frozen=True):
    """A file that fixes changed: what is, or was, on disk, and what takes its place."""

    path: str
    old: bytes
    new: bytes


class Silenced(msgspec.Struct, frozen=True):
    """A finding that is not shown, because of a comment or a baseline, and the reason given there."""

    finding: Finding
    by: Literal["comment", "baseline"]
    reason: str = ""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a run found.

    `findings` are sorted by path, start and code, and are only those to be shown; `silenced` are the others, in the
    same order; `has_baseline` says whether a baseline was asked. `sources` holds every file that a finding, a
    related place or an edit points into, by the path the finding uses. `skipped` pairs a path with the reason it
    was not read; `configs` are the configuration files that the program was seen to ask for, there or not; `errors`
    are sentences on what kept the run from being complete (exit 2), `warnings` on what did not.

    After fixing, `findings` are those that remain, `fixed` counts the others by path and code, `changes` are the
    files that fixes changed (or would), and `dropped` pairs a path with the reason a fix was left out.
    """

    findings: tuple[Finding, ...] = ()
    silenced: tuple[Silenced, ...] = ()
    has_baseline: bool = False
    sources: Mapping[str, SourceFile] = {}
    files_read: int = 0
    configs: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fixed: Mapping[str, Mapping[str, int]] = {}
    changes: tuple[Change, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()

    @property
    def suppressed(self) -> int:
        """How many findings a comment silenced."""
        return sum(each.by == "comment" for each in self.silenced)

    @property
    def baselined(self) -> int | None:
        """How many findings a baseline lists; None where there is no baseline."""
        return sum(each.by == "baseline" for each in self.silenced) if self.has_baseline else None
