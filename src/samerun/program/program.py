"""The linked program: all modules of a project together with what their names mean."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from samerun.index import facts as f
from samerun.program.modules import Module, ModuleTable
from samerun.program.seed_parameters import SeedParameters
from samerun.program.symbols import ClassRef, External, FunctionRef, Resolver
from samerun.program.types import Types
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.catalog.catalog import Catalog
    from samerun.program.sites import CallSite

__all__ = ["Module", "Problem", "Program"]


class Problem(msgspec.Struct, frozen=True):
    """A file that could not be read or parsed. `kind`: "syntax", "unreadable", or "newer" (a newer Python's syntax)."""

    path: str
    kind: str
    message: str
    span: Span


class Program:
    """One project: its modules in path order, and the questions that rules ask of them."""

    def __init__(
        self,
        modules: Iterable[Module],
        catalog: Catalog,
        root: str,
        roots: Iterable[str] = (),
        problems: Iterable[Problem] = (),
    ) -> None:
        self.modules = sorted(modules, key=lambda module: module.path)
        self.problems = sorted(problems, key=lambda problem: problem.path)
        self.catalog = catalog
        self.root = root
        self.table = ModuleTable(self.modules, root, roots, catalog.roots)
        self.resolver = Resolver(self.table, catalog)
        self.types = Types(self.resolver)
        self._callees: dict[int, External | FunctionRef | ClassRef | None] = {}

    @cached_property
    def seed_parameters(self) -> SeedParameters:
        """The project's own seed parameters."""
        return SeedParameters(self)

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


def root_name(node: f.Expr) -> str:
    """The plain name that an attribute chain starts with; "" for anything else."""
    while isinstance(node, f.Attr):
        node = node.value
    return node.id if isinstance(node, f.Name) else ""
