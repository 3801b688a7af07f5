"""The index phase of a run: the record of every file of a project, from the cache or else read, here or in workers.

The same files give the same records whatever was cached and however many processes read them.
"""

from __future__ import annotations

import gc
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from samerun.cache.keys import content_digest, facts_schema, stamp
from samerun.cache.store import Known, StoredRecord
from samerun.index.facts import decode
from samerun.program.modules import Module
from samerun.program.program import Problem
from samerun.records import Form, Head, facts_of, record_of, unread
from samerun.workspace.sources import SourceProblem, read_raw, source_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor

    from samerun.cache.store import Store
    from samerun.index.facts import ModuleFacts
    from samerun.workspace.sources import SourceFile

    Progress = Callable[[int, int], None]

CHUNK = 1_000_000
"""How many bytes of source a worker reads at a time."""

WORTH_IT = 4_000_000
"""From how many bytes on processes are started: starting them costs as much as reading a megabyte or two."""

_HEADS = msgspec.msgpack.Decoder(Head)


class FileChanged(Exception):
    """The file at `path` is no longer what it was earlier in the run."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Indexer:
    """Knows the files of one project, in two steps: `look` says what they are, `index` what they say.

    `contents` stand in for what is on disk. `jobs` is how many processes may read (None: `default_jobs`);
    an `executor` takes their place.

    After `look`, `digests` holds the digest of every file's content, or of the reason why there is none. After
    `index`, `commented` names the files that may hold an ignore comment of ours, and `skipped` those that are
    not ours to read, with the reason.
    """

    def __init__(
        self,
        contents: Mapping[str, bytes],
        *,
        store: Store | None = None,
        jobs: int | None = None,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.contents, self.store, self.executor = contents, store, executor
        self.jobs = jobs or default_jobs()
        self.digests: dict[str, bytes] = {}
        self.commented: list[str] = []
        self.skipped: list[tuple[str, str]] = []
        self._progress = progress or (lambda _done, _all: None)
        self._facts: dict[str, bytes] = {}
        self._heads: dict[str, Head] = {}

    def look(self, root: str, paths: Iterable[str]) -> None:
        """Learn what the files' contents are. One that is unchanged, as far as `stat` can tell, isn't opened."""
        known = self.store.known(root) if self.store is not None else {}
        learnt: list[tuple[str, Known]] = []
        for path in paths:
            content = self.contents.get(path)
            if content is not None:
                self.digests[path] = content_digest(path, content)
                continue
            before, now = known.get(path), stamp(path) if self.store is not None else b""
            if before is not None and now and before.stamp == now:
                self.digests[path] = before.digest
                continue
            self.digests[path] = _content(path)[0]
            if now:
                learnt.append((path, Known(now, self.digests[path])))
        if learnt and self.store is not None:
            self.store.keep_files(learnt)

    def index(self) -> tuple[list[Module], list[Problem]]:
        """The modules, and why other files are none. Raises `FileChanged` when a file is no longer what it was."""
        heads = {**self._stored(), **self._heads}
        missing = [path for path in self.digests if path not in heads]
        self._learn(missing)
        return self._sorted_out({**heads, **self._heads})

    def forms(self) -> dict[str, Form]:
        """What counts of every file; those that no record is kept of are read. Raises as `index`."""
        schema = facts_schema()
        keys = {path: digest + schema for path, digest in self.digests.items()}
        known = self.store.forms(keys.values()) if self.store is not None else {}
        forms = {path: Form.joined(known[key]) for path, key in keys.items() if key in known}
        return {**forms, **self._learn([path for path in keys if path not in forms])}

    def _learn(self, missing: list[str]) -> dict[str, Form]:
        """Make the records of files."""
        forms: dict[str, Form] = {}
        done = 0
        for rows in self._read(missing):
            for row in rows:
                if row.digest != self.digests[row.path]:
                    raise FileChanged(row.path)
                self._heads[row.path] = _HEADS.decode(row.head)
                forms[row.path] = row.form
            if self.store is not None:
                schema = facts_schema()
                self.store.keep_records(
                    StoredRecord(row.digest + schema, row.form.head + row.form.facts, row.head, row.facts)
                    for row in rows
                )
            else:
                self._facts.update((row.path, row.facts) for row in rows)
            done += len(rows)
            self._progress(done, len(missing))
        if missing and self.store is not None:
            self.store.bound()
        return forms

    def source(self, path: str) -> SourceFile:
        """The text of one of the files; of one that can't be read, what can be shown of it."""
        content = self.contents.get(path)
        if content is None:
            digest, found = _content(path)
            if digest != self.digests[path]:
                raise FileChanged(path)
            if isinstance(found, SourceProblem):
                return found.source
            content = found
        try:
            return source_from_text(path, content)
        except SourceProblem as problem:
            return problem.source

    def facts(self, path: str) -> ModuleFacts:
        """The facts of one of the files."""
        encoded = self._facts.pop(path, None)
        if encoded is None and self.store is not None:
            encoded = self.store.facts(self.digests[path] + facts_schema())
        if encoded:
            with suppress(msgspec.MsgspecError):  # damaged ones are as good as none
                return decode(encoded)
        return facts_of(self.source(path))

    def _sorted_out(self, heads: Mapping[str, Head]) -> tuple[list[Module], list[Problem]]:
        modules: list[Module] = []
        problems: list[Problem] = []
        for path in self.digests:
            head = heads[path]
            trouble = head.trouble
            if trouble is None:
                facts, source = partial(self.facts, path), partial(self.source, path)
                modules.append(Module(path, head.kind, head.size, head.outline, facts, source))
            elif trouble.kind == "skip":
                self.skipped.append((path, trouble.message))
                continue
            else:
                problems.append(Problem(path, trouble.kind, trouble.message, trouble.span))
            if head.comments:
                self.commented.append(path)
        return modules, problems

    def _stored(self) -> dict[str, Head]:
        """The heads that the cache has."""
        if self.store is None:
            return {}
        schema = facts_schema()
        stored = self.store.heads(digest + schema for digest in self.digests.values())
        heads: dict[str, Head] = {}
        for path, digest in self.digests.items():
            head = stored.get(digest + schema)
            if head is not None:
                with suppress(msgspec.MsgspecError):  # a damaged one is as good as none
                    heads[path] = _HEADS.decode(head)
        return heads

    def _read(self, paths: list[str]) -> Iterator[list[Row]]:
        """The rows of files, chunk by chunk in the same order."""
        yield [row_of(path, self.contents[path]) for path in paths if path in self.contents]
        chunks = _chunks([path for path in paths if path not in self.contents])
        if self.executor is not None:
            yield from self.executor.map(read_files, chunks)
        elif self.jobs > 1 and len(chunks) >= WORTH_IT // CHUNK:
            with ProcessPoolExecutor(self.jobs) as executor:
                yield from executor.map(read_files, chunks)
        else:
            yield from map(read_files, chunks)


def default_jobs() -> int:
    """One process a core; under pre-commit, which runs hooks side by side itself, one."""
    if "PRE_COMMIT" in os.environ:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Row(NamedTuple):
    """What a worker sends back of one file: a record, its head encoded too."""

    path: str
    digest: bytes
    form: Form
    head: bytes
    facts: bytes


def read_files(paths: list[str]) -> list[Row]:
    """The rows of files on disk; what a worker does."""
    collecting = gc.isenabled()
    gc.disable()  # facts are trees without cycles: the collector would walk them again and again for nothing
    try:
        return [row_of(path) for path in paths]
    finally:
        if collecting:
            gc.enable()


def row_of(path: str, content: bytes | None = None) -> Row:
    """The row of a file: as it is on disk, or as if it held `content`."""
    if content is not None:
        digest, record = content_digest(path, content), record_of(path, content)
    else:
        digest, found = _content(path)
        record = record_of(path, found) if isinstance(found, bytes) else unread(path, found)
    return Row(path, digest, record.form, msgspec.msgpack.encode(record.head), record.facts)


def _content(path: str) -> tuple[bytes, bytes | SourceProblem]:
    """What is on disk, or why nothing is, and the digest of that."""
    try:
        raw = read_raw(path)
    except SourceProblem as problem:
        return content_digest(path, b"\0unread: " + problem.message.encode("utf-8", "replace")), problem
    return content_digest(path, raw), raw


def _chunks(paths: list[str]) -> list[list[str]]:
    """The paths, a chunk for about every `CHUNK` bytes."""
    chunks: list[list[str]] = []
    room = 0
    for path in paths:
        if room <= 0:
            chunks.append([])
            room = CHUNK
        chunks[-1].append(path)
        with suppress(OSError, ValueError):
            room -= os.stat(path).st_size  # noqa: PTH116 -- a Path costs more than the question
    return chunks
