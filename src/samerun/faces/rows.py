"""The findings on a project's files, one row each: kept on disk, made current under a lock, never served when stale."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from samerun import engine
from samerun.faces.state import State, state
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


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One finding: 1-based line and column in code points."""

    line: int
    column: int
    code: str
    message: str


class _Known(msgspec.Struct, frozen=True):
    """The rows of one project, by file, and the state of the disk that they are of."""

    state: State
    rows: dict[str, tuple[Row, ...]]


class Rows:
    """The rows of every file below `paths`, as typed; an excluded file has none, even when it is named.

    `buffer` says that the texts asked about come from elsewhere than the disk, like an editor's.
    """

    def __init__(self, paths: tuple[str, ...], *, buffer: bool = False) -> None:
        self._buffer = buffer
        self._request = Request(
            paths=paths, overrides=Overrides(values={"force-exclude": True}, cwd=Path.cwd().as_posix())
        )
        self._known: dict[str, _Known] | None = None
        self._pause = self._looked = 0.0

    def of(self, filename: str, text: str) -> tuple[Row, ...]:
        """The rows of a file whose text (line ends as `\\n`) is `text`, which need not be what is on disk."""
        path = identity(filename)
        on_disk = _on_disk(path)
        if on_disk != text:
            unreadable = on_disk is None and not self._buffer
            return () if unreadable else self._of_buffer(path, text)
        if self._known is None or not self._still_holds():
            self.make_current()
        assert self._known is not None
        return next((known.rows[path] for known in self._known.values() if path in known.rows), ())

    def make_current(self) -> None:
        """Have the rows of every project as they are now. Raises `SettingsError`."""
        finder = SettingsFinder(self._request.overrides)
        contexts = engine.contexts(self._request)
        self._known = {root: self._current(root, contexts[root], finder) for root in sorted(contexts)}
        self._looked, self._pause = time.monotonic(), 0.0

    def _still_holds(self) -> bool:
        """Whether what is known is not stale. Where looking takes long it is not done for every file."""
        assert self._known is not None
        now = time.monotonic()
        if now - self._looked < self._pause:
            return True
        holds = all(known.state.seems_unchanged() for known in self._known.values())
        self._looked = time.monotonic()
        self._pause = (self._looked - now) * PATIENCE
        return holds

    def _current(self, root: str, files: tuple[str, ...], finder: SettingsFinder) -> _Known:
        file = _store(root, finder)
        with _lock(file):
            now = state(root, files, finder)
            known = _read(file)
            if known is None or not known.state.is_of(now):
                result = engine.check_project(root, files, self._request.overrides)
                rows = _rows(result)
                known = _Known(now, {path: rows.get(path, ()) for path in files})
                _write(file, known)
            return _Known(now, known.rows)

    def _of_buffer(self, path: str, text: str) -> tuple[Row, ...]:
        """The rows of a text that is not on disk, in the program that is."""
        request = msgspec.structs.replace(self._request, stdin=text.encode("utf-8"), stdin_filename=path)
        if Path(path).exists() and not engine.files(msgspec.structs.replace(self._request, paths=(path,))):
            return ()  # excluded
        return _rows(engine.check(request)).get(path, ())


def _rows(result: Result) -> dict[str, tuple[Row, ...]]:
    """The rows of a result, with what comments silence and without what is not ours to say."""
    found = [*result.findings, *(each.finding for each in result.silenced if each.by == "comment")]
    rows: dict[str, list[Row]] = {}
    for finding in found:
        source = result.sources.get(finding.path)
        if finding.code not in NOT_HERE and source is not None and source.cells is None:
            line, column = source.lines.position(finding.span.start)
            rows.setdefault(finding.path, []).append(Row(line, column, finding.code, finding.message))
    key = msgspec.structs.astuple
    return {path: tuple(sorted(each, key=key)) for path, each in rows.items()}


def _on_disk(path: str) -> str | None:
    """The text of a file with its line ends as `\\n`; None where there is none to read."""
    try:
        return read_source(path).text.replace("\r\n", "\n").replace("\r", "\n")
    except SourceProblem:
        return None


def _store(root: str, finder: SettingsFinder) -> Path:
    """The file for the rows of a project, in the folder of the cache."""
    import hashlib

    folder = Path(finder.for_folder(root).root, finder.for_folder(root).cache_dir)
    return folder / f"rows-{hashlib.sha256(root.encode(errors='surrogatepass')).hexdigest()[:16]}"


@contextmanager
def _lock(file: Path) -> Iterator[None]:
    """One process at a time; without a lock where the folder or the system has none to give."""
    try:
        import fcntl

        file.parent.mkdir(parents=True, exist_ok=True)
        if not (ignored := file.parent / ".gitignore").exists():
            ignored.write_text("*\n")
        held = file.with_suffix(".lock").open("wb")
    except (ImportError, OSError):
        yield
        return
    with held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _read(file: Path) -> _Known | None:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=_Known)
    except (OSError, msgspec.DecodeError):
        return None


def _write(file: Path, known: _Known) -> None:
    """Keep it for the next run, at one stroke. Where that can't be, this run has it all the same."""
    import os

    fresh = file.with_suffix(f".{os.getpid()}.new")
    try:
        fresh.write_bytes(msgspec.msgpack.encode(known))
        fresh.replace(file)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
