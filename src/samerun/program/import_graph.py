"""Which module imports which: every import statement and every call that imports, with its place."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from samerun.index import facts as f
from samerun.index.scopes import MODULE, class_scope, is_type_checking
from samerun.program.run_magic import ran_by
from samerun.program.search_path import constant_path
from samerun.program.symbols import External, ModuleRef
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite

_IMPORTERS = frozenset({"import_module", "__import__", "run_module", "run_path", "run_line_magic"})


class Edge(msgspec.Struct, frozen=True):
    """One import. `target` is a module's path (a folder's, where it has no `__init__.py`), or a library's dotted name.

    `span` is the imported name or the call, `statement` the lines on which an ignore comment counts.
    `name` is what is taken from the target, "*" for all of it, None where the target itself is imported.
    `type_only`: under `if TYPE_CHECKING`.
    """

    source: str
    target: str
    external: bool
    span: Span
    statement: Span
    scope: int
    name: str | None = None
    type_only: bool = False


class _Found(NamedTuple):
    """An import statement of a module, the scope it stands in, and whether only type checkers run it."""

    node: f.Import
    scope: int
    type_only: bool


class ImportGraph:
    """The imports of a program. An import of `a.b` is one of `a.b` alone: that it runs `a/__init__.py` is no choice.

    `from a import b` imports the module `a.b` where there is one, else `a`; a star import imports `a`.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._edges: dict[str, tuple[Edge, ...]] = {}

    def of(self, path: str) -> tuple[Edge, ...]:
        """The imports of one module, in source order; none of what is no module here."""
        if path not in self._edges:
            module = self.program.table.by_path.get(path)
            self._edges[path] = tuple(self._of(module)) if module is not None else ()
        return self._edges[path]

    @cached_property
    def edges(self) -> dict[str, tuple[Edge, ...]]:
        """The imports of every module by its path."""
        return {module.path: self.of(module.path) for module in self.program.modules}

    @cached_property
    def importers(self) -> dict[str, list[Edge]]:
        """The imports of every module and library, by what is imported."""
        found: dict[str, list[Edge]] = {}
        for edges in self.edges.values():
            for edge in edges:
                found.setdefault(edge.target, []).append(edge)
        return found

    def routes(
        self, goal: Callable[[str], bool], through: Callable[[str], bool], counts: Callable[[Edge], bool]
    ) -> dict[str, Edge]:
        """For every module that leads to one that `goal` accepts: the import to follow, on a shortest way there.

        `through` says which modules the way may pass; `counts` which imports are looked at. Linear in all imports.
        """
        queue = deque(sorted(target for target in self.importers if goal(target)))
        seen = set(queue)
        onward: dict[str, Edge] = {}
        while queue:
            for edge in self.importers.get(queue.popleft(), ()):
                if edge.source not in seen and counts(edge) and through(edge.source):
                    seen.add(edge.source)
                    onward[edge.source] = edge
                    queue.append(edge.source)
        return onward

    def _of(self, module: Module) -> Iterator[Edge]:
        found = [edge for statement in _statements(module) for edge in self._imported(module, statement)]
        found += self._called(module)
        yield from sorted((edge for edge in found if edge.target != module.path), key=lambda edge: edge.span)

    def _imported(self, module: Module, found: _Found) -> Iterator[Edge]:
        statement = Span(found.node.start, found.node.end)
        for alias in found.node.aliases:
            target = self._target(module, alias)
            if target is not None:
                span = Span(alias.start, alias.end)
                edge = _edge(module, target, span, statement, found.scope)
                own = edge.external or edge.target == self._package(module, alias)
                yield replace(edge, name=alias.name if own else None, type_only=found.type_only)

    def _package(self, module: Module, alias: f.Alias) -> str | None:
        """The module that a `from` names, whatever is imported from it."""
        source = self.program.resolver.imported_module(module, alias)
        return source.path if isinstance(source, ModuleRef) else None

    def reexported(self, edge: Edge, goal: Callable[[str], bool], depth: int = 8) -> list[Edge]:
        """The imports by which the name that `edge` takes came from a module that `goal` accepts; else []."""
        if goal(edge.target):
            return [edge]
        module = self.program.table.by_path.get(edge.target)
        if depth <= 0 or module is None or edge.name is None:
            return []
        bound = module.scopes.table[MODULE].bindings.get(edge.name, ())
        starts = {each.what.start for each in bound if isinstance(each.what, f.Alias)}
        for onward in self.of(module.path):
            starred = onward.name == "*" and not bound and onward.scope == MODULE
            if onward.span.start in starts or starred:
                if starred and not self._binds(onward.target, edge.name):
                    continue
                chain = self.reexported(replace(onward, name=edge.name) if starred else onward, goal, depth - 1)
                if chain:
                    return [edge, *chain]
        return []

    def origin(self, edge: Edge, depth: int = 8) -> Edge:
        """The import that takes the name from where it is defined, as far as modules hand it on by imports."""
        module = self.program.table.by_path.get(edge.target)
        bound = module.scopes.table[MODULE].bindings.get(edge.name or "", ()) if module is not None else ()
        starts = {each.what.start for each in bound if isinstance(each.what, f.Alias)}
        for onward in self.of(edge.target) if starts and depth else ():
            if onward.span.start in starts and not onward.external:
                return self.origin(onward, depth - 1)
        return edge

    def _binds(self, path: str, name: str) -> bool:
        """Whether a module binds a name, or may by a star import of its own."""
        module = self.program.table.by_path.get(path)
        top = module.scopes.table[MODULE] if module is not None else None
        return top is not None and (name in top.bindings or bool(top.stars))

    def _target(self, module: Module, alias: f.Alias) -> External | ModuleRef | None:
        resolver = self.program.resolver
        source = resolver.imported_module(module, alias)
        if isinstance(source, ModuleRef) and alias.name not in (None, "*"):
            package = _package_folder(source.path)
            member = self.program.table.place(package, [alias.name]) if package and alias.name else None
            return ModuleRef(member) if member is not None else source
        return source if isinstance(source, (External, ModuleRef)) else None

    def _called(self, module: Module) -> Iterator[Edge]:
        """Imports by calls whose argument is a literal."""
        if not _IMPORTERS & module.outline.called():
            return
        for site in module.sites.calls:
            target = self._called_target(module, site)
            if target is not None:
                span = Span(site.call.start, site.call.end)
                yield _edge(module, target, span, site.slice, site.scope)

    def _called_target(self, module: Module, site: CallSite) -> External | ModuleRef | None:
        callee = self.program.callee(module, site)
        name = callee.name if isinstance(callee, External) else ""
        func, call = site.call.func, site.call
        if not name and isinstance(func, f.Attr) and func.attr == "run_line_magic":
            return self._run_magic(module, call)
        what = _text(call, 0, "mod_name" if name == "runpy.run_module" else "path_name" if "path" in name else "name")
        if what is None and name != "runpy.run_path":
            return None
        if name in ("importlib.import_module", "importlib.__import__", "builtins.__import__", "runpy.run_module"):
            assert what is not None
            dots = len(what) - len(what.lstrip("."))
            if dots and not (name == "importlib.import_module" and _is_own_package(call)):
                return None
            return self._target(module, f.Alias(what[dots:], None, "", dots, 0, 0))
        if name == "runpy.run_path" and (call.args or call.keywords):
            argument = call.args[0] if call.args else call.keywords[0][1]
            return self._file(constant_path(self.program.resolver, module, site.scope, argument, call.start))
        return None

    def _run_magic(self, module: Module, call: f.Call) -> ModuleRef | None:
        """`%run script.py`, as notebooks are read: a call of `run_line_magic("run", "script.py")`."""
        if _text(call, 0, "magic_name") != "run":
            return None
        ran = ran_by(_text(call, 1, "line") or "", module, call.start, self.program.table.by_path)
        return ModuleRef(ran.path) if ran is not None else None

    def _file(self, paths: list[str]) -> ModuleRef | None:
        table = self.program.table
        found = [path for path in dict.fromkeys(map(normpath, paths)) if path in table.by_path]
        return ModuleRef(found[0]) if len(found) == 1 else None


def _edge(module: Module, target: External | ModuleRef, span: Span, statement: Span, scope: int) -> Edge:
    external = isinstance(target, External)
    name = target.name if isinstance(target, External) else target.path
    return Edge(module.path, name, external, span, statement, scope)


def _statements(module: Module) -> Iterator[_Found]:
    """Every import statement of a module, at any depth."""
    facts = module.facts
    scopes = [(MODULE, facts.body), *((index, function.body) for index, function in enumerate(facts.functions))]
    scopes += [(class_scope(index), cls.body) for index, cls in enumerate(facts.classes)]
    for scope, top in scopes:
        stack = [(top, False)]
        while stack:
            body, type_only = stack.pop()
            for node in body:
                if isinstance(node, f.Import):
                    yield _Found(node, scope, type_only)
                elif isinstance(node, f.If):
                    stack.append((node.body, type_only or is_type_checking(node.test.expr)))
                    stack.append((node.orelse, type_only))
                else:
                    stack += [(block, type_only) for block in _blocks(node)]


def _blocks(node: f.Stmt) -> list[list[f.Stmt]]:
    if isinstance(node, (f.While, f.For)):
        return [node.body, node.orelse]
    if isinstance(node, f.Try):
        return [node.body, node.orelse, node.final, *(handler.body for handler in node.handlers)]
    if isinstance(node, f.With):
        return [node.body]
    return [case.body for case in node.cases] if isinstance(node, f.Match) else []


def _package_folder(path: str) -> str | None:
    """The folder whose modules are members of what `path` is; None for a plain module."""
    if path.endswith("/__init__.py"):
        return path.rpartition("/")[0]
    return None if path.endswith(".py") else path


def _text(call: f.Call, position: int, keyword: str) -> str | None:
    """The literal text given for a parameter."""
    node = call.args[position] if position < len(call.args) else dict(call.keywords).get(keyword)
    return node.value if isinstance(node, f.Const) and isinstance(node.value, str) else None


def _is_own_package(call: f.Call) -> bool:
    """Whether the second argument is `__package__`, or is left out where the first needs none."""
    node = call.args[1] if len(call.args) > 1 else dict(call.keywords).get("package")
    return isinstance(node, f.Name) and node.id in ("__package__", "__name__")
