"""What the findings on a project depend on, as far as the disk can say: when it is unchanged, so are they."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import samerun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.settings.finder import SettingsFinder

TICK = 0.02
"""Seconds: a file may change again within one tick of the file system's clock, and keep its time."""
_DECLARING = ("pyproject.toml", "setup.cfg", "setup.py")

Stamp = tuple[int, int, int, int] | None


class State(msgspec.Struct, frozen=True):
    """Stamps of files (None: there is none), and a digest of the settings and of samerun itself.

    The stamps of folders only hint that a file may have come: caches and logs come and go in them too.
    """

    files: dict[str, Stamp]
    folders: dict[str, Stamp]
    digest: str

    def is_of(self, other: State) -> bool:
        """Whether the findings of one state are those of the other."""
        return (self.files, self.digest) == (other.files, other.digest)

    def seems_unchanged(self) -> bool:
        """Whether no file has changed since, and none can have come. The settings are not read again."""
        known = (*self.files.items(), *self.folders.items())
        return all(stamp(path) == was for path, was in known)


def state(root: str, files: Iterable[str], settings: SettingsFinder) -> State:
    """The state of the project at `root` whose code is `files`.

    Waits for the clock when something has just changed, so that the next change can be told from this one.
    """
    files = list(files)
    folders = {root}
    for path in files:
        folder = path.rpartition("/")[0]
        while folder not in folders and folder.startswith(root):
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    found = {id(each): each for each in map(settings.for_folder, sorted(folders))}
    more = {f"{root}/{name}" for name in _DECLARING}
    for each in found.values():
        more |= {each.baseline, each.file or ""} - {""}
        catalogs = each.catalog.get("files", ())
        base = os.path.dirname(each.origin("catalog").file) or each.root  # noqa: PTH120
        more |= {os.path.normpath(os.path.join(base, name)) for name in catalogs if isinstance(name, str)}  # noqa: PTH118
    stamps = {path: stamp(path) for path in sorted({*files, *more})}
    newest = max((known[0] for known in stamps.values() if known), default=0)
    time.sleep(min(TICK, max(0.0, TICK - (time.time() - newest / 1e9))))
    digest = hashlib.sha256(_program().encode())
    for each in found.values():
        digest.update(repr(each).encode())
    return State(stamps, {path: stamp(path) for path in sorted(folders)}, digest.hexdigest())


def stamp(path: str) -> Stamp:
    """What tells one state of a file or folder from another; of a folder, that changes with its entries."""
    try:
        known = os.stat(path)  # noqa: PTH116 -- asked of every file of the project
    except OSError:
        return None
    return known.st_mtime_ns, known.st_ctime_ns, known.st_size, known.st_ino


@cache
def _program() -> str:
    """Samerun's own version and files, and Python's version."""
    folder = Path(samerun.__file__).parent
    own = [path.stat().st_mtime_ns for pattern in ("*.py", "*.toml") for path in folder.rglob(pattern)]
    return f"{samerun.__version__} {len(own)} {max(own, default=0)} {sys.version_info}"
