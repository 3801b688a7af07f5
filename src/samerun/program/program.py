"""The linked program: all modules of a project together with what their names mean."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from samerun.catalog.versions import by_version
from samerun.index import facts as f
from samerun.index.outline import last_word
from samerun.program.boundaries import Boundaries
from samerun.program.flow.entries import entries, imported_paths
from samerun.program.flow.leaks import leak_verdicts
from samerun.program.flow.reach import ImportClosure
from samerun.program.flow.run import EntryRun, run_each, run_entry, run_rest
from samerun.program.flow.verdicts import Verdict, verdicts
from samerun.program.import_graph import ImportGraph
from samerun.program.mentions import Mentions, Taker
from samerun.program.modules import Module, ModuleTable
from samerun.program.seed_parameters import SeedParameters
from samerun.program.symbols import ClassRef, External, FunctionRef, Resolver
from samerun.program.types import Types
from samerun.program.values import Values
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable as Callable_
    from collections.abc import Iterable, Mapping

    from samerun.catalog.catalog import Catalog
    from samerun.catalog.schema import Callable, Class, Effect
    from samerun.program.determinism.hash_seed import HashSeeds
    from samerun.program.determinism.history import SwitchHistory
    from samerun.program.flow.entries import Entry
    from samerun.program.flow.machine import Machine
    from samerun.program.keys.reuse import Reuse
    from samerun.program.models.judge import Judge, Kin
    from samerun.program.seeds.occurrences import Occurrences
    from samerun.program.seeds.unused import DeclaredSeed
    from samerun.program.sites import CallSite
    from samerun.settings.model import Settings
    from samerun.workspace.changes import ChangeSet

    RunEntry = Callable_[["Program", Entry, int], EntryRun]

__all__ = ["Module", "Problem", "Program"]


class Problem(msgspec.Struct, frozen=True):
    """A file that could not be read or parsed. `kind`: "syntax", "unreadable", or "newer" (a newer Python's syntax)."""

    path: str
    kind: str
    message: str
    span: Span


class Program:
    """One project: its modules in path order, and the questions that rules ask of them.

    `run_entry` gives the abstract run of an entry point; a program that lives on may know it already. `running` is the
    run that was begun last.
    """

    def __init__(
        self,
        modules: Iterable[Module],
        catalog: Catalog,
        root: str,
        roots: Iterable[str] = (),
        problems: Iterable[Problem] = (),
        scripts: Iterable[tuple[str, str]] = (),
        entry_points: Iterable[str] = (),
        include_tests: bool = False,
        settings: Settings | None = None,
        changes: ChangeSet | None = None,
        versions: Callable_[[str], Mapping[str, str]] = lambda root: {},
    ) -> None:
        self.modules = sorted(modules, key=lambda module: module.path)
        self.problems = sorted(problems, key=lambda problem: problem.path)
        self.scripts = tuple(scripts)
        self.entry_points = tuple(entry_points)
        self.include_tests = include_tests
        self.settings = settings
        self.changes = changes
        self.catalog = catalog
        self.root = root
        self._required = versions
        self.table = ModuleTable(self.modules, root, roots, catalog.roots)
        self.resolver = Resolver(self.table, catalog)
        self.types = Types(self.resolver)
        self._effects: dict[int, tuple[Callable | Class, list[list[Effect]]]] = {}
        self.run_entry: RunEntry = run_entry
        self.running: Machine | None = None
        self.gave_up_elsewhere: list[tuple[str, str]] = []
        self._callees: dict[int, External | FunctionRef | ClassRef | None] = {}

    @cached_property
    def imports(self) -> ImportGraph:
        """Which module imports which."""
        return ImportGraph(self)

    @cached_property
    def boundaries(self) -> Boundaries:
        """Who may import whom. Raises `SettingsError` where a contract names what isn't there."""
        return Boundaries(self, self.settings)

    @cached_property
    def mentions(self) -> Mentions:
        """Which modules may speak of something."""
        return Mentions(self.modules, self.catalog)

    @cached_property
    def seed_parameters(self) -> SeedParameters:
        """The project's own seed parameters."""
        return SeedParameters(self)

    @cached_property
    def runs(self) -> list[EntryRun]:
        """Seed flow: one abstract run for each entry point."""
        return run_each(self, self._drawing)

    @property
    def gave_up(self) -> list[tuple[str, str]]:
        """The entry points whose runs were asked for and are not judged to their end, with the reasons."""
        runs = self.runs if "runs" in vars(self) else []
        here = ((run.entry.path, run.unjudged) for run in runs if run.unjudged)
        return list(dict.fromkeys([*self.gave_up_elsewhere, *here]))

    @cached_property
    def _drawing(self) -> list[Entry]:
        return [entry for entry in self.entries if self.closure.may_draw(entry.path)]

    @cached_property
    def entries(self) -> list[Entry]:
        """All entry points, in path order."""
        return entries(self, self.scripts, self.entry_points, self.include_tests)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The files that other modules of the program import."""
        return imported_paths(self)

    @cached_property
    def closure(self) -> ImportClosure:
        """Which files a run may come to."""
        return ImportClosure(self)

    @cached_property
    def outcome_runs(self) -> list[EntryRun]:
        """The runs of all entry points, those too from which nothing can be drawn."""
        return [*self.runs, *run_rest(self)]

    @cached_property
    def declared_seeds(self) -> list[DeclaredSeed]:
        """The seeds that entry points declare, and where each of them comes to."""
        from samerun.program.seeds.unused import declared_seeds

        return declared_seeds(self)

    @cached_property
    def occurrences(self) -> dict[str, Occurrences]:
        """Where the names of a module stand, by its path, for the modules that were asked for."""
        return {}

    @cached_property
    def leaks(self) -> list[Verdict]:
        """What of a run no seed makes repeat, as far as it reaches a result."""
        return leak_verdicts(self)

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """What seed flow says of the program."""
        return verdicts(self)

    @cached_property
    def switch_history(self) -> SwitchHistory:
        """What runs make of each place that sets a determinism switch."""
        from samerun.program.determinism.history import SwitchHistory

        return SwitchHistory(self)

    @cached_property
    def missing_workspace(self) -> list[Verdict]:
        """Runs that ask for deterministic algorithms without the variable that cuBLAS needs."""
        from samerun.program.determinism.workspace_config import missing_workspace

        return missing_workspace(self)

    @cached_property
    def undetermined_trainers(self) -> list[Verdict]:
        """Trainers that seed their run, and are not told to be deterministic."""
        from samerun.program.determinism.trainers import undetermined_trainers

        return undetermined_trainers(self)

    @cached_property
    def hash_seeds(self) -> HashSeeds:
        """Where the variable that seeds `hash()` is set too late."""
        from samerun.program.determinism.hash_seed import HashSeeds

        return HashSeeds(self)

    @cached_property
    def missing_determinism(self) -> list[Verdict]:
        """Entry points that mean to repeat and never ask for deterministic algorithms."""
        from samerun.program.determinism.missing import missing_determinism

        return missing_determinism(self)

    @cached_property
    def values(self) -> Values:
        """What values expressions have."""
        return Values(self)

    @cached_property
    def judged(self) -> list[tuple[Judge, list[Kin]]]:
        """The judges of the program, each with the generators of its kin."""
        from samerun.program.models.judged import judged

        return judged(self)

    @cached_property
    def seeding_names(self) -> frozenset[str]:
        """The plain names of project functions that seed a stream, or call one that does."""
        return names_reaching(self, _seeds)

    @cached_property
    def reused_keys(self) -> list[Reuse]:
        """The JAX keys that are used up twice on one path."""
        from samerun.program.keys.reuse import reused_keys

        return reused_keys(self)

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """PEP 440 specifiers of the packages that the project runs with, by normalised name."""
        return self._required(self.root)

    def effects(self, row: Callable | Class, name: str) -> list[list[Effect]]:
        """What a row does, by this name: once for each group of versions that the project may run with."""
        if not any(effect.since or effect.until for effect in row.effects):
            return [row.effects]
        known, lists = self._effects.get(id(row), (None, []))
        if known is not row:
            names = self.catalog.distributions(name)
            required = next((self.versions[each] for each in names if each in self.versions), None)
            lists = by_version(row.effects, required)
            self._effects[id(row)] = row, lists
        return lists

    def function(self, ref: FunctionRef) -> f.Function:
        """The facts of a function."""
        return self.table.by_path[ref.path].facts.functions[ref.index]

    def callee(self, module: Module, site: CallSite) -> External | FunctionRef | ClassRef | None:
        """What a call calls; None where that can't be known."""
        key = id(site.call)
        if key not in self._callees:
            self._callees[key] = (
                None
                if root_name(site.call.func) in site.hidden
                else self.types.callee(module, site.scope, site.call.func, site.slice.start)
            )
        return self._callees[key]


def names_reaching(program: Program, wanted: Callable_[[Callable | Class], bool]) -> frozenset[str]:
    """Names of functions from which a call of a `wanted` row is reached, by name alone; methods have a leading dot."""
    calls: dict[str, set[str]] = {}
    for module in program.modules:
        for caller, names in module.outline.calls:
            for name in names if caller else ():
                calls.setdefault(name, set()).add(caller)
    rows: dict[str, set[str]] = {}
    for root, word, named in program.catalog.named_rows(program.mentions.libraries):
        if wanted(named):
            rows.setdefault(root, set()).add(word)
    seeding = [Taker(frozenset(words), root, 0, frozenset()) for root, words in sorted(rows.items())]
    for module, words in program.mentions.handing(seeding):
        for site in module.sites.calls:
            if site.scope < 0 or last_word(site.call.func) not in words:
                continue
            function = module.facts.functions[site.scope]
            caller = f".{function.name}" if function.owner >= 0 else function.name
            callee = program.callee(module, site)
            row = program.types.row(callee) if isinstance(callee, External) else None
            if row is not None and wanted(row):
                calls.setdefault("", set()).add(caller)
    found: set[str] = set()
    work = list(calls.get("", ()))
    while work:
        name = work.pop()
        if name not in found:
            found.add(name)
            work += calls.get(name, ())
    return frozenset(found - {"<lambda>", ".__init__", ".__call__", ".<lambda>"})


def _seeds(row: Callable | Class) -> bool:
    """Whether calling this seeds a stream that isn't the object's own."""
    return any(effect.seeds and "self" not in effect.seeds for effect in row.effects)


def root_name(node: f.Expr) -> str:
    """The plain name that an attribute chain starts with; "" for anything else."""
    while isinstance(node, f.Attr):
        node = node.value
    return node.id if isinstance(node, f.Name) else ""
