"""Who may import whom: the boundaries that settings declare, and those between packages known by their names.

A boundary has a source side whose modules must not import those of its target side, by themselves or by way of the
project's other modules.
"""

from __future__ import annotations

import posixpath
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from samerun.program.conventions import conventional_packages, frameworks_of
from samerun.program.flow.entries import is_test
from samerun.program.import_graph import Edge
from samerun.settings.boundaries import Contract, check, place
from samerun.settings.errors import SettingsError, nearest
from samerun.settings.model import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from samerun.program.conventions import Package
    from samerun.program.modules import ModuleTable
    from samerun.program.program import Program
    from samerun.settings.model import Settings


class Side(msgspec.Struct, frozen=True):
    """Packages of one side: `paths` are files and folders, `libraries` dotted names, each with its name in settings."""

    paths: tuple[tuple[str, str], ...] = ()
    libraries: tuple[tuple[str, str], ...] = ()

    def best(self, target: str) -> tuple[int, str]:
        """How specifically the side speaks of a path or a library, and by which name; 0 where it does not."""
        places, sign = (self.paths, "/") if target.startswith("/") else (self.libraries, ".")
        held = ((len(at), name) for at, name in places if target == at or target.startswith(f"{at}{sign}"))
        return max(held, default=(0, ""))

    def depth(self, target: str) -> int:
        """How specifically the side speaks of a path or a library; 0 where it does not."""
        return self.best(target)[0]


class Sides:
    """All sides of one contract, and which of them a module or library belongs to: kept, as every boundary asks."""

    def __init__(self, sides: Iterable[Side]) -> None:
        self.sides = tuple(sides)
        self._known: dict[str, Side | None] = {}

    def of(self, target: str) -> Side | None:
        """The side that speaks of a path or a library most specifically."""
        if target not in self._known:
            best = max(self.sides, key=lambda each: each.depth(target))
            self._known[target] = best if best.depth(target) else None
        return self._known[target]


class Boundary(msgspec.Struct, frozen=True, eq=False):
    """`code` reports what crosses from `source` to `target`.

    `sides` are these two, what everybody may import, and those through which a chain of imports is somebody else's
    concern. `key` is the contract's in the settings, "" for a boundary by convention. `once`: one finding for all
    imports. `by_name`: the boundary is a convention; only what surely crosses it is followed.
    """

    code: str
    source: Side
    target: Side
    sides: Sides
    level: Level
    key: str = ""
    because: str = ""
    type_checking: bool = False
    tests: bool = False
    once: bool = False
    by_name: bool = False
    roles: tuple[str, str] = ("", "")

    def side(self, target: str) -> Side | None:
        """Which side a module or library belongs to."""
        return self.sides.of(target)


class Crossing(msgspec.Struct, frozen=True):
    """The imports that lead from one side of a boundary to the other; the first stands in the source side."""

    boundary: Boundary
    chain: tuple[Edge, ...]


class Boundaries:
    """The boundaries of a program, and what crosses them."""

    def __init__(self, program: Program, settings: Settings | None) -> None:
        self.program, self.settings = program, settings
        self.packages: tuple[Package, ...] = ()
        self.all = tuple(self._all())

    def crossings(self, code: str) -> Iterator[Crossing]:
        """What crosses the boundaries that a rule watches, in order of boundaries, files and lines."""
        for boundary in self.all:
            if boundary.code == code:
                found = self._crossing(boundary)
                yield from [each for _, each in zip(range(1), found, strict=False)] if boundary.once else found

    @cached_property
    def scored(self) -> tuple[Boundary, ...]:
        """The boundaries between an eval and a model, also those of `pairs`; what is allowed is measured."""
        found = [replace(each, sides=Sides((each.target, each.source))) for each in self.all if each.roles[0] == "eval"]
        if self.settings is not None:
            for number, pair in enumerate(self.settings.boundaries.pairs):
                contract = Contract(eval=pair.eval, model=pair.model)
                declared = _Declared(self.program.table, self.settings, f"boundaries.pairs.{number}", contract)
                found += [each for each in declared.boundaries() if each.roles[0] == "eval"]
        return tuple(found)

    def _crossing(self, boundary: Boundary) -> Iterator[Crossing]:
        def counts(edge: Edge) -> bool:
            return boundary.type_checking or not edge.type_only

        def goal(target: str) -> bool:
            return boundary.side(target) is boundary.target

        def through(target: str) -> bool:
            # What a package's __init__.py imports is no choice of who imports something else from there.
            return boundary.side(target) is None and not (boundary.by_name and target.endswith("/__init__.py"))

        imports = self.program.imports
        onward = {} if boundary.once else imports.routes(goal, through, counts)
        for path in self.program.table.by_path:
            if boundary.side(path) is not boundary.source:
                continue
            if not boundary.tests and is_test(path, self.program.root):
                continue
            seen = set()
            for edge in filter(counts, imports.of(path)):
                chain = imports.reexported(edge, goal) or [edge]
                while not goal(chain[-1].target) and chain[-1].target in onward:
                    chain.append(onward[chain[-1].target])
                target = chain[-1].target
                known = not boundary.by_name or boundary.roles[1] != "model" or self._makes_models(chain[-1], goal)
                if goal(target) and known and (edge.statement, target) not in seen:
                    seen.add((edge.statement, target))
                    yield Crossing(boundary, tuple(chain))

    def _makes_models(self, edge: Edge, goal: Callable[[str], bool]) -> bool:
        """Whether what an import takes comes from a module that imports a framework, or imports one that does.

        The adapters and messages of a model package are an interface, whatever lies beside them.
        """
        edge = self.program.imports.origin(edge)
        inner = [each.target for each in self.program.imports.of(edge.target) if goal(each.target)]
        modules = (self.program.table.by_path.get(path) for path in (edge.target, *inner))
        return any(module is not None and frameworks_of(module) for module in modules)

    def _all(self) -> Iterator[Boundary]:
        conventional = True
        if self.settings is not None:
            check(self.settings)
            conventional = self.settings.boundaries.conventional
            for key, contract in self.settings.boundaries.declared().items():
                yield from _Declared(self.program.table, self.settings, key, contract).boundaries()
        if conventional:
            self.packages = tuple(conventional_packages(self.program))
            yield from _between(self.program.table, self.packages)


def _between(table: ModuleTable, packages: Iterable[Package]) -> Iterator[Boundary]:
    """Both ways between every eval and every model: a note inside one package, where libraries live with it."""
    every = list(packages)
    for first in every:
        for second in every:
            if first.role == "eval" and second.role == "model":
                within = _share_a_package(table, first.folder, second.folder)
                level: Level = "note" if within else "warning"
                eval_, model = (Side(((each.folder, table.within(each.folder)),)) for each in (first, second))
                roles = ("eval", "model")
                sides = Sides((eval_, model))
                yield Boundary("REP402", eval_, model, sides, level, once=within, by_name=True, roles=roles)
                yield Boundary("REP403", model, eval_, sides, level, once=within, by_name=True, roles=roles[::-1])


def _share_a_package(table: ModuleTable, *folders: str) -> bool:
    """Whether one of two folders lies in a larger package, or they lie in different places below the top."""
    above = {posixpath.dirname(folder) for folder in folders}
    return any(map(table.is_regular, above)) or not (len(above) == 1 or above <= set(table.roots))


class _Declared:
    """One contract of the settings, as boundaries."""

    def __init__(self, table: ModuleTable, settings: Settings, key: str, contract: Contract) -> None:
        self.table, self.settings, self.key, self.contract = table, settings, key, contract

    def boundaries(self) -> Iterator[Boundary]:
        contract = self.contract
        allow = self._side("allow", contract.allow)
        if contract.layers:
            yield from self._layers(allow)
        elif contract.from_:
            source, target = self._side("from", contract.from_), self._side("to", contract.to)
            yield self._boundary("REP402", source, target, Sides((allow, target, source)))
        else:
            eval_, model = self._side("eval", contract.eval), self._side("model", contract.model)
            sides = Sides((allow, model, eval_))
            yield self._boundary("REP402", eval_, model, sides, ("eval", "model"))
            yield self._boundary("REP403", model, eval_, sides, ("model", "eval"))

    def _layers(self, allow: Side) -> Iterator[Boundary]:
        rows = [([self._side("layers", (word,)) for word in _words(row)], "|" in row) for row in self.contract.layers]
        sides = Sides((allow, *(side for row, _ in rows for side in row)))
        for number, (row, apart) in enumerate(rows):
            above = [side for higher, _ in rows[:number] for side in higher]
            for side in row:
                for other in [*above, *(each for each in row if apart and each is not side)]:
                    yield self._boundary("REP402", side, other, sides)

    def _boundary(
        self, code: str, source: Side, target: Side, sides: Sides, roles: tuple[str, str] = ("", "")
    ) -> Boundary:
        return Boundary(
            code,
            source,
            target,
            sides,
            "error",
            self.key,
            self.contract.because,
            self.contract.type_checking,
            tests=not roles[0],
            roles=roles,
        )

    def _side(self, word: str, names: tuple[str, ...]) -> Side:
        """What names of a contract stand for; a name that should be the project's and is not there is an error."""
        paths: list[tuple[str, str]] = []
        libraries: list[tuple[str, str]] = []
        for name in names:
            found = self._paths(name)
            paths += [(path, name) for path in found]
            if not found and self._is_library(word, name):
                libraries.append((name, name))
            elif not found and self.settings.root == self.table.root:
                known = _dotted_names(self.table)
                message = f'"{self.key}" names "{name}", which is no module or folder here{nearest(name, known)}'
                raise SettingsError(place(self.settings, f"{self.key}.{word}", name), message)
        return Side(tuple(paths), tuple(libraries))

    def _paths(self, name: str) -> list[str]:
        if "/" in name:
            path = posixpath.normpath(posixpath.join(self.settings.root, name))
            # A submodule's or another project's folder has no modules here, and may be named all the same.
            there = path in self.table.by_path or path in self.table.folders or Path(path).is_dir()
            return [path] if there else []
        places = (self.table.place(root, name.split(".")) for root in self.table.roots)
        return [place.removesuffix("/__init__.py") for place in dict.fromkeys(places) if place is not None]

    def _is_library(self, word: str, name: str) -> bool:
        """Whether a name may be a library's: only what is imported can be one, and none begins with our own package."""
        first = name.partition(".")[0]
        ours = any(self.table.place(root, [first]) for root in self.table.roots)
        return word in ("model", "to", "allow") and "/" not in name and not ours


def _words(row: str) -> list[str]:
    """The names of one layer."""
    return [word.strip() for word in row.replace("|", ":").split(":")]


def _dotted_names(table: ModuleTable) -> list[str]:
    found = set()
    for path in (*table.by_path, *table.folders):
        root = max((each for each in table.roots if path.startswith(f"{each}/")), key=len, default=None)
        if root is not None:
            found.add(path[len(root) + 1 :].removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    return sorted(found)
