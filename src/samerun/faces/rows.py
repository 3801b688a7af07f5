"""The findings on a project's files, one row each, for tools that ask file by file: current, and never stale."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from samerun import engine
from samerun.cache.store import make_folder
from samerun.faces.stamps import Stamps
from samerun.run import Request
from samerun.settings.finder import SettingsFinder
from samerun.settings.overrides import Overrides
from samerun.workspace.sources import SourceProblem, identity, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.run import Result

NOT_HERE = frozenset({"REP001", "REP002", "REP003", "REP004"})
"""Not for other linters to say: what they say themselves (files that can't be read), and findings on comments."""
PATIENCE = 20
"""While one process works on, at most one part in so many of its time goes into looking whether files changed."""
_DECLARING = ("pyproject.toml", "setup.cfg", "setup.py")


class Row(NamedTuple):
    """One finding: 1-based line and column in code points."""

    line: int
    column: int
    code: str
    message: str


class _Known(NamedTuple):
    """The rows of one project, by file, and what they depend on as it was before."""

    stamps: tuple[Stamps, ...]
    rows: dict[str, list[Row]]


class Rows:
    """The rows of every file below `paths`, as typed; an excluded file has none, even when it is named.

    `buffer` says that the texts asked about come from elsewhere than the disk, like an editor's.
    """

    def __init__(self, paths: tuple[str, ...], *, buffer: bool = False) -> None:
        self._buffer = buffer
        overrides = Overrides(values={"force-exclude": True}, cwd=Path.cwd().as_posix())
        self._request = Request(paths=paths, overrides=overrides, cache=True)
        self._known: list[_Known] | None = None
        self._pause = self._looked = 0.0

    def of(self, filename: str, text: str) -> list[Row]:
        """The rows of a file whose text (line ends as `\\n`) is `text`, which need not be what is on disk."""
        path = identity(filename)
        on_disk = _on_disk(path)
        if on_disk != text:
            unreadable = on_disk is None and not self._buffer
            return [] if unreadable else self._of_buffer(path, text)
        if self._known is None or not self._still_holds():
            self.make_current()
        assert self._known is not None
        return next((known.rows[path] for known in self._known if path in known.rows), [])

    def make_current(self) -> None:
        """Have the rows of every project as they are now; unchanged ones come from the cache.

        One process at a time does so: the others find its answer. Raises `SettingsError`.
        """
        finder = SettingsFinder(self._request.overrides)
        contexts = engine.contexts(self._request)
        self._known = [self._current(root, contexts[root], finder) for root in sorted(contexts)]
        self._looked, self._pause = time.monotonic(), 0.0

    def _current(self, root: str, files: tuple[str, ...], finder: SettingsFinder) -> _Known:
        used = {id(each): each for each in map(finder.for_file, files)}.values()
        others = {f"{root}/{name}" for name in _DECLARING}
        others |= {path for each in used for path in (each.baseline, each.file) if path}
        stamps = (Stamps(root, files), Stamps(root, others))
        with _lock(finder.for_folder(root).cache_dir):
            result = engine.check_project(root, files, self._request.overrides)
        found = _rows(result)
        return _Known((*stamps, Stamps(root, result.configs)), {path: found.get(path, []) for path in files})

    def _still_holds(self) -> bool:
        """Whether what is known is not stale. Where looking takes long it is not done for every file."""
        assert self._known is not None
        now = time.monotonic()
        if now - self._looked < self._pause:
            return True
        holds = all(stamps.hold() for known in self._known for stamps in known.stamps)
        self._looked = time.monotonic()
        self._pause = (self._looked - now) * PATIENCE
        return holds

    def _of_buffer(self, path: str, text: str) -> list[Row]:
        """The rows of a text that is not on disk, in the program that is."""
        request = msgspec.structs.replace(self._request, stdin=text.encode("utf-8"), stdin_filename=path)
        if Path(path).exists() and not engine.files(msgspec.structs.replace(self._request, paths=(path,))):
            return []  # excluded
        return _rows(engine.check(request)).get(path, [])


def _rows(result: Result) -> dict[str, list[Row]]:
    """The rows of a result, with what comments silence and without what is not ours to say."""
    found = [*result.findings, *(each.finding for each in result.silenced if each.by == "comment")]
    rows: dict[str, list[Row]] = {}
    for finding in found:
        source = result.sources.get(finding.path)
        if finding.code not in NOT_HERE and source is not None and source.cells is None:
            line, column = source.lines.position(finding.span.start)
            rows.setdefault(finding.path, []).append(Row(line, column, finding.code, finding.message))
    return {path: sorted(each) for path, each in rows.items()}


def _on_disk(path: str) -> str | None:
    """The text of a file with its line ends as `\\n`; None where there is none to read."""
    try:
        return read_source(path).text.replace("\r\n", "\n").replace("\r", "\n")
    except SourceProblem:
        return None


@contextmanager
def _lock(folder: str) -> Iterator[None]:
    """One process at a time in a cache folder; without a lock where the folder or the system has none to give."""
    try:
        import fcntl

        make_folder(Path(folder))
        held = os.open(f"{folder}/rows.lock", os.O_WRONLY | os.O_CREAT, 0o666)
    except (ImportError, OSError):
        yield
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
