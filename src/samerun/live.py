"""A request that is asked again and again while texts change, as in an editor: only what changed is worked out anew.

What stays from one answer to the next: the settings and the list of files, until `forget`; the facts of every file, by
its content; and the abstract runs of entry points, until a file that they may have come to changes. Every answer
equals that of `engine.check` with the same contents.
"""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from samerun import engine
from samerun.asking import ask_one
from samerun.cache.answers import Answer, Question
from samerun.cache.keys import stamp
from samerun.indexing import Indexer, row_of
from samerun.linking import Linker
from samerun.program.flow.kept import KeptRuns, NotYet, Superseded
from samerun.records import Head
from samerun.rules.base import SourceRule
from samerun.settling import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from samerun.cache.store import Store
    from samerun.program.modules import Module
    from samerun.program.nodes import Nodes
    from samerun.program.program import Problem, Program
    from samerun.rules.finding import Finding
    from samerun.run import Request, Result
    from samerun.settings.model import Settings
    from samerun.workspace.sources import SourceFile

__all__ = ["Live", "Superseded", "Told"]

_HEADS = msgspec.msgpack.Decoder(Head)
_OF_PROBLEMS = frozenset({"REP001", "REP004"})
"""Rules that say which files can't be read: they cost nothing."""


class Told(NamedTuple):
    """An answer; `open` are the codes of rules that wait, each with the files that it was asked of already."""

    result: Result
    open: Mapping[str, frozenset[str]]


class Live:
    """One request that lives on. All of it is for one thread, `interrupt` apart.

    `warm`: answers of earlier processes do no more, because the next question will be about a changed text.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        self.warm = False
        self.hurry = self.near = False
        self.projects: dict[str, _Project] = defaultdict(_Project)
        self._base: _Base | None = None

    def begin(self) -> None:
        """A question begins that somebody waits for: what was interrupted before may go on."""
        for project in self.projects.values():
            project.runs.begin()

    def of_changed(self, contents: Mapping[str, bytes]) -> Told:
        """What rules that look at one file after the other say of those that changed since the last whole answer."""
        return self._told(contents, near=True)

    def at_once(self, contents: Mapping[str, bytes]) -> Told:
        """What can be said without making a run. Raises `Superseded` where `interrupt` was called after `begin`."""
        return self._told(contents, near=False)

    def _told(self, contents: Mapping[str, bytes], *, near: bool) -> Told:
        self.hurry, self.near = True, near
        result, projects = self._result(contents), self.projects.values()
        waiting = {code for project in projects for code in project.open}
        return Told(result, {code: frozenset().union(*(each.asked(code) for each in projects)) for code in waiting})

    def whole(self, contents: Mapping[str, bytes]) -> Result:
        """The whole answer. Raises `Superseded` where `interrupt` was called after `begin`."""
        self.hurry = self.near = False
        return self._result(contents)

    def forget(self) -> None:
        """Files or settings on disk may have changed."""
        if self._base is not None:
            self._base.stores.close()
        self._base = None
        for project in self.projects.values():
            project.program = None
            project.modules.clear()  # what they are read from is closed

    def interrupt(self) -> None:
        """From another thread: the answer that is being worked out is of no use any more, until the next `begin`."""
        for project in tuple(self.projects.values()):
            project.runs.interrupt()

    def program(self, path: str) -> Program | None:
        """The program of the last answer that holds a file."""
        programs = (each.program for each in self.projects.values() if each.program is not None)
        return next((program for program in programs if path in program.table.by_path), None)

    @property
    def made(self) -> int:
        """How many abstract runs were made so far."""
        return sum(project.runs.made for project in self.projects.values())

    def _result(self, contents: Mapping[str, bytes]) -> Result:
        request = msgspec.structs.replace(self.request, contents=contents)
        return settled(request, lambda asked: _LiveRun(asked, self, self._based(asked.contents)).result())

    def _based(self, contents: Mapping[str, bytes]) -> _Base:
        old = self._base
        if old is None or old.contents != old.beside(contents):
            self._base = _Base(self.request, contents, old)
        assert self._base is not None
        return self._base


class _Project:
    """What is kept of one project."""

    def __init__(self) -> None:
        self.modules: dict[str, _Known] = {}
        self.stamps: dict[str, tuple[bytes, bytes]] = {}
        self.runs = KeptRuns()
        self.program: Program | None = None
        self.state: object = None
        self.said: dict[str, list[Finding]] = {}
        self.open: dict[str, frozenset[str]] = {}
        self.files: Mapping[str, bytes] = {}
        self.settled: Mapping[str, bytes] = {}  # the digests of the last whole answer

    def asked(self, code: str) -> Set[str]:
        """The files that a rule was asked of."""
        if code in self.open:
            return self.open[code]
        return self.files.keys() | {each.path for each in self.said.get(code, ())}


class _Known(NamedTuple):
    """What became of a file's content: a module, or a problem, or a reason to skip it."""

    digest: bytes
    module: Module | None
    problem: Problem | None
    skipped: tuple[str, str] | None
    commented: bool


class _Base(engine.Run):
    """What holds for all texts of code: settings, the list of files, and the findings on documents."""

    def __init__(self, request: Request, contents: Mapping[str, bytes], old: _Base | None) -> None:
        super().__init__(request)
        self.linker = _LiveLinker()
        if old is not None:
            self.settings, self.tree, self.stores, self.linker = old.settings, old.tree, old.stores, old.linker
            self.configurations.tree, self.configurations.settings = old.tree, old.settings
        self.request = msgspec.structs.replace(request, contents=self.beside(contents))
        self.found = self.projects()
        self.context: dict[str, list[str]] = {}
        self._codes: dict[frozenset[str], list[str]] = {}
        self.known: dict[str, list[Finding]] = {}
        targets = set().union(*self.found[0].values())
        self.known.update(super().on_documents(targets))
        self.configurations.add_findings(self.found[0], self.known)

    def rules_for(self, code: set[str]) -> list[str]:
        """The codes of the rules that are on for some of these files."""
        key = frozenset(code)
        if key not in self._codes:
            self._codes[key] = sorted({rule for path in code for rule in self.rules if self.enabled(rule, path)})
        return self._codes[key]

    def beside(self, contents: Mapping[str, bytes]) -> dict[str, bytes]:
        """The texts that the findings on documents depend on: documents, notebooks, and scripts with a lock."""
        names = self.tree.names
        return {
            path: content
            for path, content in contents.items()
            if not path.endswith(".py") or f"{path.rpartition('/')[2]}.lock" in names(path.rpartition("/")[0])
        }


class _LiveLinker(Linker):
    """Reads locks and manifests once."""

    def __init__(self) -> None:
        super().__init__()
        self._versions: dict[str, Mapping[str, str]] = {}

    def versions(self, root: str) -> Mapping[str, str]:
        if root not in self._versions:
            self._versions[root] = super().versions(root)
        return self._versions[root]


class _Answered:
    """Stands for the configuration files' way through a run that they have been through."""

    def __init__(self, sources: dict[str, SourceFile]) -> None:
        self.sources = sources

    def add_findings(self, projects: Mapping[str, set[str]], found: dict[str, list[Finding]]) -> None:
        """They are there already."""


class _LiveRun(engine.Run):
    """One question's way through the rooms."""

    def __init__(self, request: Request, live: Live, base: _Base) -> None:
        super().__init__(request)
        self.live, self.base = live, base
        self.settings, self.tree, self.stores, self.linker = base.settings, base.tree, base.stores, base.linker
        self.sources = dict(base.sources)
        self.configurations = _Answered(base.configurations.sources)  # type: ignore[assignment]

    def projects(self) -> tuple[dict[str, set[str]], list[str]]:
        by_root = {root: set(targets) for root, targets in self.base.found[0].items()}
        for path in self.request.contents:
            if path.endswith(".py") and not os.path.lexists(path):  # a new file; others may be excluded
                by_root.setdefault(self.tree.project_root(path), set()).add(path)
        return by_root, self.base.found[1]

    def on(self, projects: dict[str, set[str]], errors: list[str]) -> Result:
        return self._on(projects, errors)  # the stores stay open

    def on_documents(self, targets: set[str]) -> dict[str, list[Finding]]:
        return {path: list(found) for path, found in self.base.known.items()}

    def answer(self, root: str, code: set[str], given: list[Finding]) -> Answer:
        settings, project = self.settings.for_folder(root), self.live.projects[root]
        indexer = self.look(root, code)
        if not self.live.warm and indexer.store is not None:
            used = {id(each): each for each in (settings, *map(self.settings.for_file, code))}
            answer = Question(root, indexer.digests, used.values(), given, code).answered(indexer.store)
            if answer is not None:
                return answer
        state = (indexer.digests, msgspec.msgpack.encode(settings), code)
        if project.program is None or project.state != state:
            project.program, project.state, project.said = self.link(root, settings, indexer), state, {}
        project.runs.hurry = self.live.hurry
        self._root = root
        return self.asked(project.program, indexer, code, given)

    def look(self, root: str, code: set[str]) -> Indexer:
        project = self.live.projects[root]
        store = self.stores.at(self.settings.for_folder(root).cache_dir)
        indexer = _LiveIndexer(self.contents, project, store, self.request.jobs)
        self.indexers.append(indexer)
        if root not in self.base.context:
            self.base.context[root] = list(self.tree.context_files(root))
        indexer.look(root, sorted(code.union(self.base.context[root])))
        return indexer

    def link(self, root: str, settings: Settings, indexer: Indexer) -> Program:
        program = super().link(root, settings, indexer)
        basis = (msgspec.msgpack.encode(settings), program.scripts)
        self.live.projects[root].runs.serve(program, indexer.digests, basis)
        return program

    def ask(self, program: Program, code: set[str]) -> Iterator[Finding]:
        project, digests = self.live.projects[self._root], self.indexers[-1].digests
        changed = frozenset(path for path in code if project.settled.get(path) != digests[path])
        nodes: list[Nodes] = []
        project.open, project.files = {}, digests
        for rule in self.base.rules_for(code):
            if rule in project.said:
                yield from project.said[rule]
            elif not self.live.near or rule in _OF_PROBLEMS:
                project.runs.check()
                try:
                    project.said[rule] = self.found(rule, program, code, nodes)
                    yield from project.said[rule]
                except NotYet:
                    project.open[rule] = frozenset()
            else:
                project.open[rule] = frozenset()
                asked = self.rules[rule]
                if issubclass(asked, SourceRule) and not asked.of_runs:
                    with suppress(NotYet):
                        yield from self.found(rule, program, changed, nodes)
                        project.open[rule] = changed
        if not project.open:
            project.settled = digests

    def found(self, rule: str, program: Program, code: Set[str], nodes: list[Nodes]) -> list[Finding]:
        """What one rule says of these files. Raises `NotYet`."""
        found = ask_one(self.rules[rule](), program, set(code), nodes)
        return [each for each in found if self.enabled(rule, each.path)]


class _LiveIndexer(Indexer):
    """Makes modules of those files only whose content is another than before. Texts in the making aren't cached."""

    def __init__(self, contents: Mapping[str, bytes], project: _Project, store: Store | None, jobs: int | None) -> None:
        super().__init__(contents, store=store, jobs=jobs)
        self._known, self._stamps = project.modules, project.stamps

    def look(self, root: str, paths: Iterable[str]) -> None:
        paths, before = list(paths), self._stamps
        now = {path: stamp(path) for path in paths if path not in self.contents}
        same = {path for path, each in now.items() if each and path in before and before[path][0] == each}
        super().look(root, [path for path in paths if path not in same])
        learnt = {path: (each, self.digests[path]) for path, each in now.items() if each and path not in same}
        before.update(learnt)
        self.digests = {path: before[path][1] if path in same else self.digests[path] for path in paths}

    def index(self) -> tuple[list[Module], list[Problem]]:
        digests, known = self.digests, self._known
        old = {path for path, digest in digests.items() if path in known and known[path].digest == digest}
        self.digests = {path: digest for path, digest in digests.items() if path not in old}
        modules, problems = super().index()
        commented, skipped = set(self.commented), {row[0]: row for row in self.skipped}
        by_path, trouble = {each.path: each for each in modules}, {each.path: each for each in problems}
        for path, digest in self.digests.items():
            known[path] = _Known(digest, by_path.get(path), trouble.get(path), skipped.get(path), path in commented)
        self.digests = digests
        for path in known.keys() - digests.keys():
            del known[path]
        rows = [known[path] for path in digests]
        self.commented = [path for path in digests if known[path].commented]
        self.skipped = [row.skipped for row in rows if row.skipped is not None]
        return [row.module for row in rows if row.module], [row.problem for row in rows if row.problem]

    def _stored(self) -> dict[str, Head]:
        heads = super()._stored()
        for path in self.contents.keys() & self.digests.keys() - heads.keys():
            row = row_of(path, self.contents[path])
            self._facts[path] = row.facts
            heads[path] = _HEADS.decode(row.head)
        return heads
