"""A change set as git tells it: which files differ from a revision, or in what is staged, and both their contents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from samerun.settings.errors import SettingsError
from samerun.workspace.git import git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CODE = (".py", ".pyi", ".ipynb")
_SUBMODULE = "160000"
_OF_HOOKS = ("GIT_INDEX_FILE", "GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY")


class NoChangeSet(Exception):
    """There is nothing to compare with, and why."""


class Change(msgspec.Struct, frozen=True):
    """A file of Python or a notebook whose content differs, or a submodule whose commit does.

    `path` is where it is now, or was if it is gone; `before` where it was. Of a new file `old` is None, of one that
    is gone `new`. Paths are absolute.
    """

    path: str
    before: str
    old: bytes | None = None
    new: bytes | None = None
    submodule: bool = False


class ChangeSet(msgspec.Struct, frozen=True):
    """What changes in the repository at `top`; `what` says since when, as the end of a sentence."""

    top: str
    what: str
    changes: tuple[Change, ...]

    @property
    def contents(self) -> dict[str, bytes]:
        """The content of every changed file that is not gone."""
        return {each.path: each.new for each in self.changes if each.new is not None}

    def speaks_of(self, folder: str) -> bool:
        """Whether a folder lies in the repository itself, and not in another one inside of it."""
        return _repository(folder) == self.top


class _Row(NamedTuple):
    """One line of `git diff --raw`."""

    modes: tuple[str, str]
    blobs: tuple[str, str]
    before: str
    path: str


def asked_changes(folder: str, revision: str | None) -> ChangeSet:
    """What differs from a revision, or where none is given, what is staged. Raises `SettingsError`."""
    try:
        return staged_changes(folder) if revision is None else changes_since(folder, revision)
    except NoChangeSet as problem:
        raise SettingsError("--staged" if revision is None else "--diff-base", str(problem)) from None


def changes_since(folder: str, revision: str) -> ChangeSet:
    """What differs in the work tree of the repository that holds `folder` from where HEAD and `revision` parted.

    Files that git doesn't know yet count as new, those that it ignores don't. Raises `NoChangeSet`.
    """
    top = _top(folder)
    commit = git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        missing = f"; {_shallow_help(revision)}" if _is_shallow(top) else ""
        raise NoChangeSet(f'"{revision}" names no commit of this repository{missing}')
    base = git(top, "merge-base", commit.decode().strip(), "HEAD")
    if base is None:
        if _is_shallow(top):
            raise NoChangeSet(
                f'the commit where HEAD and "{revision}" parted is missing here; {_shallow_help(revision)}'
            )
        raise NoChangeSet(f'HEAD and "{revision}" have no commit in common')
    rows = list(_rows(git(top, "diff", *_RAW, base.decode().strip(), "--")))
    unknown = os.fsdecode(git(top, "ls-files", "--others", "--exclude-standard", "-z") or b"").split("\0")
    rows += [_Row(("000000", "100644"), ("0" * 40, "0" * 40), name, name) for name in unknown if name]
    return ChangeSet(top, f"since `{revision}`", tuple(_changes(top, rows, on_disk=True)))


def staged_changes(folder: str) -> ChangeSet:
    """What the next commit changes in the repository that holds `folder`; in a merge, what differs from both
    sides. Nothing before the first commit: there is nothing yet that could change. Raises `NoChangeSet`.
    """
    top = _top(folder)
    what = "in what is staged"
    variables = {name: os.environ[name] for name in _OF_HOOKS if name in os.environ}
    if git(top, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return ChangeSet(top, what, ())
    listed = git(top, "diff", "--cached", *_RAW, "HEAD", "--", variables=variables)
    if listed is None:
        raise NoChangeSet("git can't say what is staged")
    rows = list(_rows(listed))
    if git(top, "rev-parse", "--verify", "--quiet", "MERGE_HEAD") is not None:
        theirs = _rows(git(top, "diff", "--cached", *_RAW, "MERGE_HEAD", "--", variables=variables))
        differ = {row.path for row in theirs}
        rows = [row for row in rows if row.path in differ]
    return ChangeSet(top, what, tuple(_changes(top, rows, on_disk=False)))


_RAW = ("--raw", "-z", "-M", "--abbrev=40", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty")


def _repository(folder: str) -> str | None:
    """The top of the repository that holds a folder; None where there is none."""
    found = git(folder, "rev-parse", "--show-toplevel")
    return None if found is None else os.fsdecode(found).rstrip("\n")


def _top(folder: str) -> str:
    top = _repository(folder)
    if top is None:
        raise NoChangeSet(f"{folder} is in no git repository, or git can't be asked")
    return top


def _is_shallow(top: str) -> bool:
    return (git(top, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


def _shallow_help(revision: str) -> str:
    branch = revision.removeprefix("origin/")
    return (
        f"this clone is shallow: `git fetch --unshallow origin {branch}` fetches what is missing "
        "(in a GitHub workflow: `fetch-depth: 0` of actions/checkout)"
    )


def _rows(listed: bytes | None) -> Iterator[_Row]:
    words = iter(os.fsdecode(listed or b"").split("\0"))
    for word in words:
        if word.startswith(":"):
            old_mode, new_mode, old, new, status = word[1:].split()
            before = next(words)
            path = next(words) if status[0] in "RC" else before
            yield _Row((old_mode, new_mode), (old, new), before, path)


def _changes(top: str, rows: Iterable[_Row], *, on_disk: bool) -> Iterator[Change]:
    code = [row for row in rows if _SUBMODULE in row.modes or row.path.endswith(_CODE) or row.before.endswith(_CODE)]
    wanted = {blob for row in code for blob in row.blobs if blob.strip("0") and _SUBMODULE not in row.modes}
    blobs = _contents(top, sorted(wanted))
    for row in sorted(code, key=lambda row: row.path):
        path, before = f"{top}/{row.path}", f"{top}/{row.before}"
        if _SUBMODULE in row.modes:
            yield Change(path, before, submodule=True)
        elif "120000" not in row.modes:
            new = blobs.get(row.blobs[1])
            if new is None and on_disk and row.modes[1] != "000000":
                new = _on_disk(path)
            yield Change(path, before, blobs.get(row.blobs[0]), new)


def _contents(top: str, names: list[str]) -> Mapping[str, bytes]:
    """Many objects by one process; what isn't there is left out."""
    given = "".join(f"{name}\n" for name in names).encode()
    output = (git(top, "cat-file", "--batch", given=given) or b"") if names else b""
    found: dict[str, bytes] = {}
    at = 0
    for name in names if output else ():
        end = output.index(b"\n", at)
        words = output[at:end].split()
        at = end + 1
        if len(words) == 3:
            size = int(words[2])
            found[name] = output[at : at + size]
            at += size + 1
    return found


def _on_disk(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
