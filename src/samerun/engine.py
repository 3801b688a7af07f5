"""The run, in order. Read this file first.

    paths ─▶ workspace ─▶ index ─▶ program ─▶ rules ─▶ suppressions ─▶ result

Files are grouped into projects and each project is read whole, because verdicts depend on the context alone:
a file, its folder or the whole repository as argument gives that file the same findings. Two questions are
asked of the code, the cheap one first: *where* may a rule have something to say (facts), and *what* exactly
stands there (LibCST, only at those sites).
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from samerun.asking import ask
from samerun.cache.answers import Answer, Question
from samerun.cache.store import Stores
from samerun.configuration_run import ConfigurationRun, may_be_code
from samerun.document_run import DocumentRun
from samerun.indexing import Indexer, default_jobs
from samerun.linking import Linker
from samerun.program.configs import noting
from samerun.rules.registry import all_rules
from samerun.run import Request, Result, Silenced
from samerun.settings.finder import SettingsFinder
from samerun.settling import settled
from samerun.sharing import Sharing
from samerun.suppressions.per_file import stale_entries
from samerun.suppressions.stage import suppress
from samerun.timing import Timing
from samerun.workspace.discovery import DiscoveryOptions, FileTree
from samerun.workspace.documents import is_document, is_lock
from samerun.workspace.sources import SourceProblem, identity, read_source, source_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Executor

    from samerun.program.program import Program
    from samerun.rules.finding import Finding
    from samerun.settings.model import Settings
    from samerun.settings.overrides import Overrides
    from samerun.workspace.changes import ChangeSet
    from samerun.workspace.sources import SourceFile

    Progress = Callable[[int, int], None]


def check(
    request: Request,
    progress: Progress | None = None,
    executor: Executor | None = None,
    timing: Timing | None = None,
) -> Result:
    """Answer one request. Raises `SettingsError` where the settings are wrong; all else is in the result.

    Files are read by `executor`, where one is given, else by as many processes as the request allows. `timing` is
    told where the time goes.
    """
    return settled(request, lambda asked: Run(asked, progress, executor, timing).result())


def check_project(root: str, files: Iterable[str], overrides: Overrides) -> Result:
    """All findings on `files`, the code of the project at `root`; those on its documents are not asked for."""
    return settled(Request(overrides=overrides, cache=True), lambda asked: Run(asked).on({root: set(files)}, []))


def contexts(request: Request) -> dict[str, tuple[str, ...]]:
    """The code of every project that the request's paths lie in, by the project's root."""
    run = Run(request)
    found = {}
    for root, targets in run.projects()[0].items():
        if code := set(filter(run.is_code, targets)):
            found[root] = tuple(sorted(code.union(run.tree.context_files(root))))
    return found


def files(request: Request) -> list[str]:
    """The files that `check` would report on."""
    projects, _ = Run(request).projects()
    return sorted(path for targets in projects.values() for path in targets)


def linked(request: Request) -> list[tuple[Program, set[str]]]:
    """The program of every project that the request's paths lie in, each with its targets; no rule is asked."""
    run = Run(request)
    projects, _ = run.projects()
    out = []
    for root in sorted(projects):
        indexer = run.look(root, set(filter(run.is_code, projects[root])))
        out.append((run.link(root, run.settings.for_folder(root), indexer), projects[root]))
    return out


class Run:
    """One request on its way through the rooms."""

    def __init__(
        self,
        request: Request,
        progress: Progress | None = None,
        executor: Executor | None = None,
        timing: Timing | None = None,
    ) -> None:
        self.request = request
        self.progress = progress
        self.executor = executor
        self.timing = timing or Timing()
        self.rules = all_rules()
        self.settings = SettingsFinder(request.overrides, self.rules)
        self.tree = FileTree(self.options)
        self.sources: dict[str, SourceFile] = {}
        self.configurations = ConfigurationRun(self.tree, self.rules, self.settings, self.sources)
        self.stores = Stores(wanted=request.cache)
        self.linker = Linker()
        self.indexers: list[Indexer] = []
        self.skipped: list[tuple[str, str]] = []
        self.read = 0
        self.configs: set[str] = set()
        self.silenced: list[Silenced] = []

    def result(self) -> Result:
        with self.timing.phase("find files"):
            found = self.projects()
        return self.on(*found)

    def on(self, projects: dict[str, set[str]], errors: list[str]) -> Result:
        """The result on the targets of each project, by its root."""
        try:
            return self._on(projects, errors)
        finally:
            self.stores.close()

    def _on(self, projects: dict[str, set[str]], errors: list[str]) -> Result:
        findings: list[Finding] = []
        with self.timing.phase("documents"):
            targets = set().union(*projects.values())
            on_documents = self.on_documents(targets)
            self.configurations.add_findings(projects, on_documents)
        for finding in stale_entries(targets, self.asked_paths, self.settings.for_file, self.enabled, self.document):
            if finding.path in targets and is_document(finding.path):
                on_documents.setdefault(finding.path, []).append(finding)
            else:
                findings.append(finding)
        for root in sorted(projects):
            findings += self.project(root, projects[root], on_documents)
        if not self.request.ignore_comments:
            findings += [self.fixable(each.finding) for each in self.silenced]
            self.silenced = []
        findings.sort(key=order)
        baselines = {self.settings.for_file(path).baseline for path in targets} - {""}
        if baselines:
            from samerun.baseline.comparison import without_listed

            named = {finding.path: self.settings.for_file(finding.path).baseline for finding in findings}
            findings, listed = without_listed(findings, baselines, named, self.text, self.tree.project_root)
            self.silenced += [Silenced(finding, "baseline") for finding in listed]
        every = [*findings, *(each.finding for each in self.silenced)]
        shown = {finding.path for finding in every}
        shown |= {place.path for finding in every for place in finding.related}
        shown |= {edit.path for finding in every if finding.fix is not None for edit in finding.fix.edits}
        code = {path for indexer in self.indexers for path in indexer.digests}
        for path in sorted(shown - self.sources.keys() - code):  # configuration files that a path leads through
            self.commented(path)
        return Result(
            findings=tuple(findings),
            silenced=tuple(sorted(self.silenced, key=lambda each: order(each.finding))),
            has_baseline=bool(baselines),
            sources={path: self.text(path) for path in sorted(shown)},
            files_read=self.read,
            configs=tuple(sorted(self.configs)),
            skipped=(*self.skipped, *self.stores.refused),
            warnings=tuple(self.stores.notices),
            errors=tuple(errors),
        )

    def projects(self) -> tuple[dict[str, set[str]], list[str]]:
        """The targets by the root of their project, and sentences on paths that can't be targets."""
        by_root: dict[str, set[str]] = defaultdict(set)
        if self.request.stdin is not None:
            by_root[self.tree.project_root(self.stdin)].add(self.stdin)
            return by_root, []
        found = self.tree.discover(self.request.paths)
        self.skipped += found.skipped
        for path in filter(may_be_code, found.targets):
            by_root[found.roots[path]].add(path)
        for path, root in self.configurations.read(tuple(self.asked_paths), self.contents).items():
            by_root[root].add(path)
        return by_root, list(found.errors)

    def is_code(self, path: str) -> bool:
        """Whether a target is a Python file or notebook."""
        return not is_document(path) and path not in self.configurations.sources

    @cached_property
    def asked_paths(self) -> list[str]:
        """The identities of the paths that were asked for; none with standard input."""
        paths = self.request.paths if self.request.stdin is None else ()
        return [identity(posixpath.join(self.settings.cwd, path)) for path in paths]

    @cached_property
    def stdin(self) -> str:
        """The identity of the file that standard input stands for; "" when the run doesn't read it."""
        if self.request.stdin is None:
            return ""
        return identity(posixpath.join(self.settings.cwd, self.request.stdin_filename or "-"))

    @cached_property
    def contents(self) -> dict[str, bytes]:
        """What stands in for files on disk."""
        stdin = {self.stdin: self.request.stdin} if self.request.stdin is not None else {}
        staged = self.change_set.contents if self.request.staged and self.change_set is not None else {}
        return {**staged, **self.request.contents, **stdin}

    def options(self, folder: str) -> DiscoveryOptions:
        settings = self.settings.for_folder(folder)
        return DiscoveryOptions(
            base=settings.root,
            exclude=settings.exclude,
            extend_exclude=settings.extend_exclude,
            force_exclude=settings.force_exclude,
            respect_gitignore=settings.respect_gitignore,
        )

    def project(self, root: str, targets: set[str], on_documents: dict[str, list[Finding]]) -> list[Finding]:
        """All findings on the targets of one project; those on documents are known already."""
        documents = {path for path in targets if not self.is_code(path)}
        sources = [self.sources[path] for path in sorted(documents & self.sources.keys())]
        given = [finding for path in sorted(documents) for finding in on_documents.get(path, ())]
        live, silenced = suppress(given, sources, self.rules, self.enabled)
        findings = [self.fixable(finding) for finding in live]
        self.silenced += silenced
        if code := targets - documents:
            answer = self.answer(root, code, [f for path in sorted(code) for f in on_documents.get(path, ())])
            findings += [finding for finding in answer.findings if finding.path in targets]
            self.silenced += answer.silenced
            self.skipped += answer.skipped
            self.read += answer.read
            self.configs |= {path for path, _ in answer.configs}
        return findings

    def answer(self, root: str, code: set[str], given: list[Finding]) -> Answer:
        """What is said of Python files and notebooks, by the cache or by the rules; `given` by document rules."""
        settings = self.settings.for_folder(root)
        with self.timing.phase("look for changes"):
            indexer = self.look(root, code)
        store = indexer.store if self.changes(root) is None else None
        used = {id(each): each for each in (settings, *map(self.settings.for_file, code))}
        question = Question(root, indexer.digests, used.values(), given, code)
        if store is None:
            return self.worked_out(root, settings, indexer, code, given)[1]
        answer = question.answered(store)
        if answer is None:
            with self.timing.phase("index"):
                forms = indexer.forms()
            answer = question.alike(store, forms)
            if answer is None:
                program, answer = self.worked_out(root, settings, indexer, code, given)
                question.keep(store, answer, forms, {*indexer.commented}, program.modules)
        return answer

    def worked_out(
        self, root: str, settings: Settings, indexer: Indexer, code: set[str], given: list[Finding]
    ) -> tuple[Program, Answer]:
        """The answer of the rules, and the program that they were asked of."""
        with noting() as configs:
            program = self.link(root, settings, indexer)
            answer = self.asked(program, indexer, code, given)
        return program, replace(answer, configs=tuple(sorted(configs.items())))

    def look(self, root: str, code: set[str]) -> Indexer:
        """What there is in a project: its own files, and the targets in any case."""
        indexer = Indexer(
            self.contents,
            store=self.stores.at(self.settings.for_folder(root).cache_dir),
            jobs=self.request.jobs,
            executor=self.executor,
            progress=self.progress,
        )
        self.indexers.append(indexer)
        indexer.look(root, sorted(code.union(self.tree.context_files(root))))
        return indexer

    def asked(self, program: Program, indexer: Indexer, code: set[str], given: list[Finding]) -> Answer:
        """What the rules say of these files, less what ignore comments silence."""
        findings = [*given, *self.ask(program, code)]
        skipped = [*indexer.skipped, *program.gave_up]
        with self.timing.phase("ignore comments"):
            commented = {path for path in indexer.commented if path in code}.union(f.path for f in findings)
            sources = [self.text(path) for path in sorted(commented)]
            live, silenced = suppress(findings, sources, self.rules, self.enabled)
        return Answer(
            findings=tuple(self.fixable(finding) for finding in live),
            silenced=tuple(silenced),
            skipped=tuple(skipped),
            read=sum(module.path in code for module in program.modules),
        )

    def ask(self, program: Program, code: set[str]) -> Iterable[Finding]:
        """What the rules say of these files."""
        jobs = 1 if self.executor is not None else self.request.jobs or default_jobs()
        return ask(program, code, self.rules, self.enabled, self.timing, Sharing(jobs, self.stores.forked))

    def on_documents(self, targets: set[str]) -> dict[str, list[Finding]]:
        """The findings of document rules, by path."""
        for path in targets:
            if is_document(path):
                self.read += 1
                if not is_lock(path.rpartition("/")[2]):
                    self.commented(path)
        settings = self.settings.for_file
        return DocumentRun(
            self.tree, self.rules, self.document, self.contents, self.enabled, lambda path: settings(path).profile
        ).findings(targets)

    def commented(self, path: str) -> None:
        """Read a document for its ignore comments, which are judged even where no rule has anything to say."""
        try:
            self.document(path)
        except SourceProblem as problem:
            self.skipped.append((path, problem.message))

    def document(self, path: str) -> SourceFile:
        """The text of a document, kept: every rule reads it anew."""
        if path not in self.sources:
            self.sources[path] = self.source(path)
        return self.sources[path]

    def enabled(self, code: str, path: str) -> bool:
        return self.settings.selection(self.settings.for_file(path)).enabled(code, path)

    def fixable(self, finding: Finding) -> Finding:
        """The finding, without its fix where the settings don't allow that to be applied."""
        if finding.fix is None or self.settings.selection(self.settings.for_file(finding.path)).fixable(finding.code):
            return finding
        return replace(finding, fix=None)

    def link(self, root: str, settings: Settings, indexer: Indexer) -> Program:
        """Index every file of the context, then join them."""
        with self.timing.phase("index"):
            modules, problems = indexer.index()
        with self.timing.phase("link"):
            return self.linker.link(modules, problems, root, settings, self.changes(root))

    def text(self, path: str) -> SourceFile:
        """The text of a file that a finding speaks of, as the rules saw it."""
        if path not in self.sources:
            indexer = next((each for each in self.indexers if path in each.digests), None)
            self.sources[path] = indexer.source(path) if indexer is not None else self.source(path)
        return self.sources[path]

    @cached_property
    def change_set(self) -> ChangeSet | None:
        """The change set that the request names."""
        if self.request.diff_base is None and not self.request.staged:
            return None
        from samerun.workspace.changes import asked_changes

        return asked_changes(self.settings.cwd, self.request.diff_base)

    def changes(self, root: str) -> ChangeSet | None:
        """The change set, for a project of its repository."""
        return self.change_set if self.change_set is not None and self.change_set.speaks_of(root) else None

    def source(self, path: str) -> SourceFile:
        """The text of a file: from standard input, from the request, or else from disk."""
        content = self.contents.get(path)
        return read_source(path) if content is None else source_from_text(path, content)


def order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by."""
    return finding.path, finding.span, finding.code, finding.message
