"""Whether files have changed while a process lives on, by what `stat` says of them."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TICK_NS = 50_000_000
"""A file may change again within a tick of the file system's clock, and keep its times."""

Stamp = tuple[int, int, int, int] | None


class Stamps:
    """The stamps of files and of the folders that hold them, taken before the files are read."""

    def __init__(self, root: str, files: Iterable[str]) -> None:
        """Of `files`, and of their folders up to `root`: these change when a file comes or goes."""
        paths = set(files)
        for path in tuple(paths):
            folder = path.rpartition("/")[0]
            while folder not in paths and f"{folder}/".startswith(f"{root}/"):
                paths.add(folder)
                folder = folder.rpartition("/")[0]
        self._known = {path: _stamp(path) for path in paths | {root}}
        newest = max((max(known[:2]) for known in self._known.values() if known), default=0)
        self._reliable = time.time_ns() - newest > TICK_NS

    def hold(self) -> bool:
        """Whether nothing has changed since; False too where that can't be told."""
        return self._reliable and all(_stamp(path) == known for path, known in self._known.items())


def _stamp(path: str) -> Stamp:
    try:
        known = os.stat(path)  # noqa: PTH116 -- asked of every file of the project
    except OSError:
        return None
    return known.st_mtime_ns, known.st_ctime_ns, known.st_size, known.st_ino
