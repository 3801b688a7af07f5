"""Which files a run may ever come to: the cheap question before the abstract run."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from samerun.program.flow.entries import run_by
from samerun.program.symbols import External, ModuleRef

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.modules import Module
    from samerun.program.program import Program


_IMPORTERS = frozenset({"import_module", "__import__"})  # what is imported there isn't in the graph


class ImportClosure:
    """The import graph of a program, at any depth and inside functions too."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._edges: dict[str, frozenset[str]] = {}

    @cached_property
    def random_roots(self) -> frozenset[str]:
        """Import roots of libraries from which anything can be drawn, in training at the latest."""
        catalog = self.program.catalog
        return frozenset(root for root in self._roots() if catalog.draws_anything(root) or catalog.trains_itself(root))

    def _roots(self) -> set[str]:
        """The libraries that the program imports."""
        out: set[str] = set()
        for module in self.program.modules:
            for alias in module.outline.imports:
                source = self.program.resolver.imported_module(module, alias)
                if isinstance(source, External):
                    out.add(source.name.partition(".")[0])
        return out

    def edges(self, module: Module) -> frozenset[str]:
        """The files that a module imports or runs by name, and the random libraries that it imports (as "!root")."""
        if module.path not in self._edges:
            program = self.program
            out = {*run_by(program, module), *program.resolver.imported_files(module)}
            for alias in module.outline.imports:
                source = program.resolver.imported_module(module, alias)
                if isinstance(source, External):
                    root = source.name.partition(".")[0]
                    if root in self.random_roots:
                        out.add(f"!{root}")
                elif isinstance(source, ModuleRef):
                    member = program.resolver.module_or_library(source, alias.name or "")
                    if isinstance(member, External) and member.name.partition(".")[0] in self.random_roots:
                        out.add("!member")
            if not _IMPORTERS.isdisjoint(module.called):
                out.add("!dynamic")
            self._edges[module.path] = frozenset(out)
        return self._edges[module.path]

    def may_draw(self, path: str) -> bool:
        """Whether some file in reach of `path` imports a library that can draw, or train."""
        seen: set[str] = set()
        queue = [path]
        while queue:
            current = queue.pop()
            module = self.program.table.by_path.get(current)
            if current in seen or module is None:
                continue
            seen.add(current)
            for edge in self.edges(module):
                if edge.startswith("!"):
                    return True
                queue.append(edge)
                queue += [package for package in self._packages(edge) if package not in seen]
        return False

    def files(self, paths: Iterable[str]) -> set[str]:
        """These files of the program, and all that they import or run by name, at any remove."""
        by_path = self.program.table.by_path
        found: set[str] = set()
        queue = list(paths)
        while queue:
            path = queue.pop()
            if path in found or path not in by_path:
                continue
            found.add(path)
            queue += [edge for edge in self.edges(by_path[path]) if not edge.startswith("!")]
            queue += self._packages(path)
        return found

    def _packages(self, path: str) -> list[str]:
        folder, out = path.rpartition("/")[0], []
        while self.program.table.is_regular(folder):
            out.append(f"{folder}/__init__.py")
            folder = folder.rpartition("/")[0]
        return out
