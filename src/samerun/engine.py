"""The run, in order. Read this file first.

    paths ─▶ workspace ─▶ index ─▶ program ─▶ rules ─▶ suppressions ─▶ result

Files are grouped into projects and each project is read whole, because verdicts depend on the context alone:
a file, its folder or the whole repository as argument gives that file the same findings. Two questions are
asked of the code, the cheap one first: *where* may a rule have something to say (facts), and *what* exactly
stands there (LibCST, only at those sites).
"""

from __future__ import annotations

import gc
import posixpath
import warnings
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from samerun.catalog.catalog import Catalog
from samerun.catalog.users import user_tables
from samerun.document_run import DocumentRun
from samerun.index.extract import Unanalysable, extract
from samerun.program.modules import Module
from samerun.program.program import Problem, Program
from samerun.rules.base import ProgramRule, SourceRule
from samerun.rules.registry import all_rules
from samerun.run import Request, Result, Silenced
from samerun.settings.finder import SettingsFinder
from samerun.suppressions.stage import suppress
from samerun.workspace.console_scripts import console_scripts
from samerun.workspace.discovery import DiscoveryOptions, FileTree
from samerun.workspace.documents import is_document, is_lock
from samerun.workspace.sources import SourceProblem, identity, read_source, source_from_text
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from samerun.program.nodes import Nodes
    from samerun.rules.finding import Finding
    from samerun.settings.model import Settings
    from samerun.settings.overrides import Overrides
    from samerun.workspace.sources import SourceFile

    Progress = Callable[[int, int], None]


def check(request: Request, progress: Progress | None = None) -> Result:
    """Answer one request. Raises `SettingsError` where the settings are wrong; all else is in the result."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the parser warns of dubious escapes in the code that it reads
        collecting = gc.isenabled()
        gc.disable()  # facts are trees without cycles: the collector would walk them again and again for nothing
        try:
            return _Run(request, progress).result()
        finally:
            if collecting:
                gc.enable()


def check_project(root: str, files: Iterable[str], overrides: Overrides) -> Result:
    """All findings on `files`, the code of the project at `root`; those on its documents are not asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _Run(Request(overrides=overrides), None).answer({root: set(files)}, [])


def contexts(request: Request) -> dict[str, tuple[str, ...]]:
    """The code of every project that the request's paths lie in, by the project's root."""
    run = _Run(request, None)
    found = {}
    for root, targets in run.projects()[0].items():
        if code := {path for path in targets if not is_document(path)}:
            found[root] = tuple(sorted(code.union(run.tree.context_files(root))))
    return found


def files(request: Request) -> list[str]:
    """The files that `check` would report on."""
    projects, _ = _Run(request, None).projects()
    return sorted(path for targets in projects.values() for path in targets)


def linked(request: Request) -> list[tuple[Program, set[str]]]:
    """The program of every project that the request's paths lie in, each with its targets; no rule is asked."""
    run = _Run(request, None)
    projects, _ = run.projects()
    out = []
    for root in sorted(projects):
        code = {path for path in projects[root] if not is_document(path)}
        context = sorted(code.union(run.tree.context_files(root)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            out.append((run.link(root, run.settings.for_folder(root), context), projects[root]))
    return out


class _Run:
    """One request on its way through the rooms."""

    def __init__(self, request: Request, progress: Progress | None) -> None:
        self.request = request
        self.progress = progress
        self.rules = all_rules()
        self.settings = SettingsFinder(request.overrides, self.rules)
        self.tree = FileTree(self.options)
        self.sources: dict[str, SourceFile] = {}
        self.skipped: list[tuple[str, str]] = []
        self.read = 0
        self.silenced: list[Silenced] = []

    def result(self) -> Result:
        return self.answer(*self.projects())

    def answer(self, projects: dict[str, set[str]], errors: list[str]) -> Result:
        """The result on the targets of each project, by its root."""
        findings: list[Finding] = []
        on_documents = self.on_documents(set().union(*projects.values()))
        for root in sorted(projects):
            findings += self.project(root, projects[root], on_documents)
        findings.sort(key=order)
        baselines = {self.settings.for_file(path).baseline for path in set().union(*projects.values())} - {""}
        for file in sorted(baselines):
            findings = self.without_baselined(findings, file)
        every = [*findings, *(each.finding for each in self.silenced)]
        shown = {finding.path for finding in every}
        shown |= {place.path for finding in every for place in finding.related}
        shown |= {edit.path for finding in every if finding.fix is not None for edit in finding.fix.edits}
        return Result(
            findings=tuple(findings),
            silenced=tuple(sorted(self.silenced, key=lambda each: order(each.finding))),
            has_baseline=bool(baselines),
            sources={path: source for path, source in self.sources.items() if path in shown},
            files_read=self.read,
            skipped=tuple(self.skipped),
            errors=tuple(errors),
        )

    def without_baselined(self, findings: list[Finding], file: str) -> list[Finding]:
        """The findings that the baseline at `file` does not list."""
        from samerun.baseline.comparison import compare, text_on_disk

        def text(path: str) -> bytes | None:
            return self.sources[path].data if path in self.sources else text_on_disk(path)

        its = [finding for finding in findings if self.settings.for_file(finding.path).baseline == file]
        known = [finding for finding, _, _ in compare(file, its, text, self.tree.project_root).known]
        self.silenced += [Silenced(finding, "baseline") for finding in known]
        listed = set(map(id, known))
        return [finding for finding in findings if id(finding) not in listed]

    def projects(self) -> tuple[dict[str, set[str]], list[str]]:
        """The targets by the root of their project, and sentences on paths that can't be targets."""
        by_root: dict[str, set[str]] = defaultdict(set)
        if self.request.stdin is not None:
            by_root[self.tree.project_root(self.stdin)].add(self.stdin)
            return by_root, []
        found = self.tree.discover(self.request.paths)
        self.skipped += found.skipped
        for path in found.targets:
            by_root[found.roots[path]].add(path)
        return by_root, list(found.errors)

    @cached_property
    def stdin(self) -> str:
        """The identity of the file that standard input stands for; "" when the run doesn't read it."""
        if self.request.stdin is None:
            return ""
        return identity(posixpath.join(self.settings.cwd, self.request.stdin_filename or "-"))

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
        settings = self.settings.for_folder(root)
        findings = [finding for path in targets for finding in on_documents.get(path, ())]
        if code := {path for path in targets if not is_document(path)}:
            program = self.link(root, settings, sorted(code.union(self.tree.context_files(root))))
            self.read += sum(module.path in code for module in program.modules)
            findings += [f for f in self.ask(program, code) if f.path in code and self.enabled(f.code, f.path)]
            if "runs" in vars(program):  # seed flow was asked for
                self.skipped += [(run.entry.path, run.gave_up) for run in program.runs if run.gave_up]
        sources = [self.sources[path] for path in sorted(targets & self.sources.keys())]
        live, silenced = suppress(findings, sources, self.rules, self.enabled)
        self.silenced += silenced
        return [self.fixable(finding) for finding in live]

    def on_documents(self, targets: set[str]) -> dict[str, list[Finding]]:
        """The findings of document rules, by path."""
        for path in targets:
            if is_document(path):
                self.read += 1
                if not is_lock(path.rpartition("/")[2]):
                    self.commented(path)
        contents = dict(self.request.contents)
        if self.request.stdin is not None:
            contents[self.stdin] = self.request.stdin
        run = DocumentRun(
            self.tree,
            self.rules,
            self.document,
            contents,
            self.enabled,
            lambda path: self.settings.for_file(path).profile,
        )
        return run.findings(targets)

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

    def link(self, root: str, settings: Settings, context: list[str]) -> Program:
        """Read and index every file of the context, then join them."""
        modules: list[Module] = []
        problems: list[Problem] = []
        for count, path in enumerate(context):
            if self.progress is not None:
                self.progress(count, len(context))
            indexed = self.index(path)
            if isinstance(indexed, Module):
                modules.append(indexed)
            elif indexed is not None:
                problems.append(indexed)
        roots = [source if source.startswith("/") else f"{settings.root}/{source}" for source in settings.src]
        return Program(
            modules,
            Catalog(user_tables(settings.catalog, settings.origin("catalog"))),
            root,
            roots,
            problems,
            scripts=console_scripts(root),
            entry_points=settings.entry_points,
            include_tests=settings.include_tests,
            settings=settings,
        )

    def source(self, path: str) -> SourceFile:
        """The text of a file: from standard input, from the request, or else from disk."""
        if path == self.stdin:
            return source_from_text(path, self.request.stdin or b"")
        content = self.request.contents.get(path)
        return read_source(path) if content is None else source_from_text(path, content)

    def index(self, path: str) -> Module | Problem | None:
        """The facts of one file, or why there are none. None: not a file for us, and noted as skipped."""
        try:
            source = self.source(path)
        except SourceProblem as problem:
            if problem.skip:
                self.skipped.append((path, problem.message))
                return None
            self.sources[path] = problem.source
            return Problem(path, "unreadable", problem.message, problem.span)
        self.sources[path] = source
        try:
            return Module(source, extract(source.data, source.lines.starts))
        except Unanalysable as problem:
            line = min(problem.line, len(source.lines.starts))
            start = min(source.lines.starts[line - 1] + problem.column - 1, source.lines.line_span(line).end)
            if not problem.syntax:
                return Problem(path, "unreadable", problem.message, Span(start, start))
            if newer_syntax(source):
                return Problem(path, "newer", "Needs a newer Python than the running one to be analysed", Span(0, 0))
            return Problem(path, "syntax", problem.message, Span(start, start))

    def ask(self, program: Program, targets: set[str]) -> Iterator[Finding]:
        """Ask every rule that is on for some target."""
        wanted = {code for path in targets for code in self.rules if self.enabled(code, path)}
        modules = [module for module in program.modules if module.path in targets]
        for code in sorted(wanted):
            rule = self.rules[code]()
            if isinstance(rule, SourceRule):
                yield from self.visit(rule, program, modules)
            elif isinstance(rule, ProgramRule):
                yield from rule.check(program)

    def visit(self, rule: SourceRule, program: Program, modules: Iterable[Module]) -> Iterator[Finding]:
        """A source rule's findings: LibCST is imported when the first site of the run turns up."""
        for module in modules:
            for site in rule.sites(program, module):
                node = self.nodes.of(site)
                finding = rule.visit(site, node, program) if node is not None else None
                if finding is not None:
                    yield finding

    @cached_property
    def nodes(self) -> Nodes:
        from samerun.program.nodes import Nodes

        return Nodes()


def order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by."""
    return finding.path, finding.span, finding.code, finding.message


def newer_syntax(source: SourceFile) -> bool:
    """Whether LibCST, which knows newer grammars, reads what the running Python refuses."""
    import libcst as cst

    try:
        cst.parse_module(source.data.decode("utf-8"))
    except (cst.ParserSyntaxError, RecursionError):
        return False
    return True
