"""The one SQLite file of a cache folder: safe under concurrent processes, bounded in size, rebuilt when damaged."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = "samerun.sqlite"
LIMIT = 1 << 30
"""How many bytes the store may hold; past that the half that was not used for longest goes."""

KEPT = 32
"""How many answers on the same files are kept: those of the latest runs."""

_LAYOUT = 2
_TABLES = """
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, stamp BLOB, digest BLOB, day INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (key BLOB PRIMARY KEY, day INTEGER, form BLOB, head BLOB, facts BLOB);
CREATE TABLE IF NOT EXISTS answers (key BLOB, asked BLOB, day INTEGER, answer BLOB, PRIMARY KEY (key, asked));
"""
_DAYS = "SELECT day FROM records UNION ALL SELECT day FROM answers"
_MARKS = 500  # how many values one statement asks for; SQLite's oldest limit is 999


class Known(NamedTuple):
    """What was known of a file when it was last looked at: `cache.keys.stamp` and `cache.keys.content_digest`."""

    stamp: bytes
    digest: bytes


class StoredRecord(NamedTuple):
    """A record by its key: the digest of the content it was made of, followed by the facts' schema.

    `form` is what of the content counts (`records.Form`), its two parts in a row.
    """

    key: bytes
    form: bytes
    head: bytes
    facts: bytes


class Store:
    """An open store. Reading gives nothing, and writing does nothing, where the file can't be had in time."""

    def __init__(self, folder: str) -> None:
        """Open the store of a cache folder, which is made. Raises `OSError` where it can't be."""
        self.folder = Path(folder)
        self.notices: list[str] = []
        self._today = int(time.time() // 86_400)
        make_folder(self.folder)
        try:
            self._database = self._opened()
        except sqlite3.DatabaseError as error:
            if _is_busy(error):
                raise OSError(str(error)) from error
            self._rebuild(error)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def forked(self) -> None:
        """This process is a fork: the file is opened anew, for what was open is the other process's.

        Raises `sqlite3.Error` where it can't be.
        """
        self._others = self._database  # never closed here
        self._database = self._opened()

    def known(self, root: str) -> dict[str, Known]:
        """All files below a folder that were looked at before."""
        prefix = f"{root.rstrip('/')}/"
        sql = "SELECT path, stamp, digest FROM files WHERE path >= ? AND path < ?"
        with self._guarded():
            rows = self._database.execute(sql, (prefix, f"{prefix[:-1]}0"))  # "0" comes after "/"
            return {path: Known(stamp, found) for path, stamp, found in rows}
        return {}

    def heads(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The heads of those records that are there."""
        return self._of_records("head", keys)

    def forms(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The forms of those records that are there."""
        return self._of_records("form", keys)

    def _of_records(self, column: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        with self._guarded():
            for chunk in _chunks(list(keys)):
                marks = ",".join("?" * len(chunk))
                found.update(self._database.execute(f"SELECT key, {column} FROM records WHERE key IN ({marks})", chunk))
        return found

    def facts(self, key: bytes) -> bytes | None:
        """The facts of one record."""
        with self._guarded():
            row = self._database.execute("SELECT facts FROM records WHERE key = ?", (key,)).fetchone()
            return row[0] if row is not None else None
        return None

    def answer(self, key: bytes, asked: bytes) -> bytes | None:
        """An answer: `key` is what it depends on, `asked` which files it is about."""
        with self._guarded():
            sql = "SELECT answer FROM answers WHERE key = ? AND asked = ?"
            row = self._database.execute(sql, (key, asked)).fetchone()
            return row[0] if row is not None else None
        return None

    def keep_records(self, records: Iterable[StoredRecord]) -> None:
        """Add records."""
        with self._guarded(), self._database:
            rows = [(key, self._today, form, head, facts) for key, form, head, facts in records]
            self._database.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", rows)

    def keep_files(self, files: Iterable[tuple[str, Known]]) -> None:
        """Add, or replace, what is known of files."""
        with self._guarded(), self._database:
            rows = [(path, known.stamp, known.digest, self._today) for path, known in files]
            self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows)

    def keep_answer(self, key: bytes, asked: bytes, answer: bytes) -> None:
        """Add an answer."""
        with self._guarded(), self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", (key, asked, self._today, answer)
            )
            # Of one question a few answers are of use (branches); those of long ago are never asked for again.
            stale = "SELECT key FROM answers WHERE asked = ? ORDER BY day DESC, rowid DESC LIMIT -1 OFFSET ?"
            self._database.execute(f"DELETE FROM answers WHERE asked = ? AND key IN ({stale})", (asked, asked, KEPT))

    def bound(self, limit: int = LIMIT) -> None:
        """Once it holds more than `limit` bytes, take out what was written longest ago, down to half of that."""
        with self._guarded():
            if self._size() <= limit:
                return
            with self._database:
                while self._held() > limit // 2:
                    oldest = self._database.execute(f"SELECT min(day) FROM ({_DAYS})").fetchone()[0]
                    if oldest is None or oldest >= self._today:  # all of it is of today
                        oldest = self._today
                    for table in ("records", "answers"):
                        self._database.execute(f"DELETE FROM {table} WHERE day <= ?", (oldest,))
                    if oldest == self._today:
                        break
            self._database.execute("VACUUM")

    def _size(self) -> int:
        pages, size = (self._database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages * size)

    def _held(self) -> int:
        records = "SELECT coalesce(sum(length(head) + length(facts)), 0) FROM records"
        answers = "SELECT coalesce(sum(length(answer)), 0) FROM answers"
        return sum(int(self._database.execute(sql).fetchone()[0]) for sql in (records, answers))

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.folder / FILE, timeout=10)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")  # what a power cut damages is rebuilt
            (layout,) = database.execute("PRAGMA user_version").fetchone()
            if layout not in (0, _LAYOUT):
                raise sqlite3.DatabaseError("of another version")
            if layout == 0:
                database.executescript(_TABLES)
                database.execute(f"PRAGMA user_version = {_LAYOUT}")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _rebuild(self, error: Exception) -> None:
        """A store that can't be read is thrown away."""
        for ending in ("", "-wal", "-shm"):
            (self.folder / f"{FILE}{ending}").unlink(missing_ok=True)
        self.notices.append(f"the cache in {self.folder} was damaged ({error}) and is built anew")
        try:
            self._database = self._opened()
        except sqlite3.Error as again:
            raise OSError(str(again)) from again

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Damage found while at work: build anew, and go on as if nothing had been there."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if not _is_busy(error):
                self._database.close()
                self._rebuild(error)


def _is_busy(error: sqlite3.Error) -> bool:
    """Whether the store is in order, but can't be read or written now (another process; a full or read-only disk)."""
    return isinstance(error, sqlite3.OperationalError) and "no such" not in str(error)


def _chunks(keys: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(keys), _MARKS):
        yield keys[start : start + _MARKS]


def make_folder(folder: Path) -> None:
    """Make a cache folder that git and backups leave alone."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# Made by samerun; git has no use for a cache.\n*\n", "utf-8")
        tag = "Signature: 8a477f597d28d172789f06886806bc55\n# See https://bford.info/cachedir/\n"
        (folder / "CACHEDIR.TAG").write_text(tag, "utf-8")


class Stores:
    """The stores that one run has open; none when none are `wanted`.

    `refused` pairs a cache folder with the reason it is done without; `notices` are sentences on what was rebuilt.
    """

    def __init__(self, *, wanted: bool) -> None:
        self.refused: list[tuple[str, str]] = []
        self._wanted = wanted
        self._open: dict[str, Store | None] = {}

    def at(self, folder: str) -> Store | None:
        """The store of a cache folder."""
        if not self._wanted:
            return None
        if folder not in self._open:
            try:
                self._open[folder] = Store(folder)
            except OSError as error:
                self._open[folder] = None
                self.refused.append((folder, f"the cache can't be used: {error.strerror or error}"))
        return self._open[folder]

    def forked(self) -> None:
        """See `Store.forked`."""
        for store in self._open.values():
            if store is not None:
                store.forked()

    @property
    def notices(self) -> list[str]:
        return [notice for store in self._open.values() if store is not None for notice in store.notices]

    def close(self) -> None:
        """Let go of all files."""
        for store in self._open.values():
            if store is not None:
                store.close()
