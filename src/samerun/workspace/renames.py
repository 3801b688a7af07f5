"""Where files went, as git tells it: in the commits since a file was last written, and since the last commit."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from samerun.workspace.git import git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMITS = 2000
"""How far back the history is read."""
_NAMES = ("-C", "--name-status", "-z", "--diff-filter=RC", "--no-ext-diff", "--no-textconv")


def renames(since: str, gone: Iterable[str], come: Iterable[str]) -> dict[str, set[str]]:
    """For each of the paths `gone`, the names that its content has had since: those that git calls a rename or copy.

    `since` is a file: the commits from the one that last wrote it are looked at, or where none did those after the
    time it was last modified; then `gone` and `come` (files that may be the same, not yet committed) are compared as
    they are on disk. All paths are absolute. Empty outside of a repository. Nothing is written to the repository.
    """
    folder = os.path.dirname(since)  # noqa: PTH120 -- paths are identities here
    found = git(folder, "rev-parse", "--show-toplevel")
    if found is None:
        return {}
    top = os.fsdecode(found).rstrip("\n")
    steps: dict[str, set[str]] = {}
    for old, new in (*_committed(top, since), *_uncommitted(top, sorted({*gone, *come}))):
        steps.setdefault(f"{top}/{old}", set()).add(f"{top}/{new}")
    return {path: _reached(steps, path) for path in gone if path in steps}


def _reached(steps: dict[str, set[str]], path: str) -> set[str]:
    reached: set[str] = set()
    waiting = [path]
    while waiting:
        for name in steps.get(waiting.pop(), set()) - reached:
            reached.add(name)
            waiting.append(name)
    return reached - {path}


def _committed(top: str, since: str) -> Iterator[tuple[str, str]]:
    last = git(top, "log", "-1", "--format=%H", "--", since)
    if last and last.strip():
        bounds = ["HEAD", "--not", f"{last.decode().strip()}^@"]
    else:
        try:
            bounds = [f"--since=@{int(Path(since).stat().st_mtime)}"]
        except OSError:
            return
    yield from _pairs(git(top, "log", *_NAMES, "--format=", f"--max-count={COMMITS}", *bounds))


def _uncommitted(top: str, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Git's own judgement on files as they are on disk, by an index and objects that live for a moment elsewhere."""
    inside = [path for path in paths if path.startswith(f"{top}/") and "\n" not in path]
    objects = git(top, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    if not inside or objects is None:
        return
    with tempfile.TemporaryDirectory(prefix="samerun-") as scratch:
        variables = {
            "GIT_INDEX_FILE": f"{scratch}/index",
            "GIT_OBJECT_DIRECTORY": scratch,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.fsdecode(objects).rstrip("\n"),
        }
        there = [path for path in inside if Path(path).is_file()]
        listed = os.fsencode("".join(f"{path}\n" for path in there))
        hashes = git(top, "hash-object", "-w", "--no-filters", "--stdin-paths", given=listed, variables=variables)
        if hashes is None or git(top, "read-tree", "HEAD", variables=variables) is None:
            return
        names = dict(zip(there, hashes.decode().split(), strict=True))
        absent = "0" * 40
        rows = [
            f"{'100644' if path in names else '0'} {names.get(path, absent)}\t{path[len(top) + 1 :]}\0"
            for path in inside
        ]
        written = git(top, "update-index", "-z", "--index-info", given=os.fsencode("".join(rows)), variables=variables)
        if written is not None:
            yield from _pairs(git(top, "diff", "--cached", *_NAMES, "HEAD", variables=variables))


def _pairs(listed: bytes | None) -> Iterator[tuple[str, str]]:
    words = os.fsdecode(listed or b"").split("\0")
    for at, word in enumerate(words):
        if at + 2 < len(words) and word.lstrip("\n")[:1] in ("R", "C") and word.lstrip("\n")[1:].isdigit():
            yield words[at + 1], words[at + 2]
