"""What a name means in the whole program: one resolver, which answers a symbol or None, never a guess."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

import msgspec

from samerun.index import facts as f
from samerun.index.scopes import MODULE, Binding, class_scope

if TYPE_CHECKING:
    from samerun.catalog.catalog import Catalog
    from samerun.program.modules import Module, ModuleTable


class External(msgspec.Struct, frozen=True):
    """Something outside the project, by its dotted name as imported ("builtins.int" for a builtin)."""

    name: str


class FunctionRef(msgspec.Struct, frozen=True):
    """A function of the project."""

    path: str
    index: int


class ClassRef(msgspec.Struct, frozen=True):
    """A class of the project."""

    path: str
    index: int


class ModuleRef(msgspec.Struct, frozen=True):
    """A module file of the project, or a package folder without `__init__.py`."""

    path: str


class ParamRef(msgspec.Struct, frozen=True):
    """A parameter that nothing in its function rebinds."""

    path: str
    function: int
    position: int


Symbol = External | FunctionRef | ClassRef | ModuleRef | ParamRef

_BUILTINS = frozenset(dir(builtins))
_DEPTH = 24


class Resolver:
    """Resolves names and attribute chains, through imports, re-exports and simple aliases."""

    def __init__(self, table: ModuleTable, catalog: Catalog) -> None:
        self.table = table
        self.catalog = catalog
        self._memo: dict[tuple[str, int, str, int], Symbol | None] = {}
        self._search_paths: dict[str, tuple[str, ...]] = {}
        self._imported_files: dict[str, frozenset[str]] = {}
        self._stars: dict[str, list[tuple[External | ModuleRef, frozenset[str] | None]]] = {}
        self._sources: dict[tuple[str, str, int], Symbol | None] = {}
        self._doors: dict[tuple[Symbol | None, str], External | ModuleRef | None] = {}

    def expr(self, module: Module, scope: int, node: f.Expr, at: int, depth: int = _DEPTH) -> Symbol | None:
        """The symbol of a name or attribute chain read at offset `at` of `scope`; None for anything else."""
        if isinstance(node, f.Name):
            return self.name(module, scope, node.id, at, depth)
        if isinstance(node, f.Attr):
            base = self.expr(module, scope, node.value, at, depth)
            return self.attribute(base, node.attr, depth) if base is not None else None
        return None

    def name(self, module: Module, scope: int, name: str, at: int, depth: int = _DEPTH) -> Symbol | None:
        """The symbol of a plain name."""
        if depth <= 0:
            return None
        found = module.scopes.find(scope, name)
        if found is None:
            return self._star_or_builtin(module, name, depth)
        home, bindings = found
        chosen = bindings[0] if len(bindings) == 1 else reaching(bindings, at if home == scope else None)
        key = (module.path, home, name, chosen.position if chosen is not None else -1)
        if key not in self._memo:
            self._memo[key] = None  # a cycle of aliases finds unknown here
            self._memo[key] = (
                self.binding(module, home, chosen, depth)
                if chosen is not None
                else self._agreed(module, home, bindings, depth)
            )
        return self._memo[key]

    def _agreed(self, module: Module, home: int, bindings: list[Binding], depth: int) -> Symbol | None:
        """The symbol that all of a name's bindings give it, where they agree."""
        first: Symbol | None = None
        for number, each in enumerate([each for each in bindings if not (each.fallback or each.type_only)]):
            symbol = self.binding(module, home, each, depth)
            if symbol is None or (number and symbol != first):
                return None
            first = symbol
        return first

    def binding(self, module: Module, scope: int, binding: Binding, depth: int = _DEPTH) -> Symbol | None:
        """The symbol that one binding gives its name."""
        kind, what = binding.kind, binding.what
        if kind == "import" and isinstance(what, f.Alias):
            return self.alias(module, what, depth - 1)
        if kind == "def" and isinstance(what, int):
            return FunctionRef(module.path, what)
        if kind == "class" and isinstance(what, int):
            return ClassRef(module.path, what)
        if kind == "param" and isinstance(what, int):
            return ParamRef(module.path, scope, what)
        if kind == "value" and not binding.augmented and isinstance(what, (f.Name, f.Attr)):
            return self.expr(module, scope, what, binding.position, depth - 1)
        return None

    def alias(self, module: Module, alias: f.Alias, depth: int = _DEPTH) -> Symbol | None:
        """What an `import` or `from … import` binds."""
        source = self.imported_module(module, alias)
        if alias.name is None:
            if alias.bound == alias.module or "." not in alias.module:
                return source
            first = alias.module.partition(".")[0]
            if alias.bound == first:  # `import a.b` binds `a`
                return self.imported_module(module, f.Alias(first, None, first, 0, 0, 0))
            return source
        return self.attribute(source, alias.name, depth) if source is not None else None

    def imported_module(self, module: Module, alias: f.Alias) -> Symbol | None:
        """The module that an alias names (for `from m import n`: m)."""
        if module.outline.paths:
            return self._imported_module(module, alias)
        key = (module.folder, alias.module, alias.level)
        if key not in self._sources:
            self._sources[key] = self._imported_module(module, alias)
        return self._sources[key]

    def _imported_module(self, module: Module, alias: f.Alias) -> Symbol | None:
        parts = alias.module.split(".") if alias.module else []
        if alias.level:
            folder = self.table.relative(module, alias.level)
            if folder is None:
                return None
            place = self.table.place(folder.rpartition("/")[0], [folder.rpartition("/")[2], *parts])
            return ModuleRef(place) if place is not None else None
        if not parts:
            return None
        root = self.table.top_level(module, parts[0])
        if root is None:
            root = self.table.among(self._search_path(module), parts[0])
        if root is None:
            return External(alias.module)
        if root == "":
            return None
        place = self.table.place(root, parts)
        return ModuleRef(place) if place is not None else None

    def imported_files(self, module: Module) -> frozenset[str]:
        """The files that a module imports anywhere, packages that it imports from among them."""
        if module.path not in self._imported_files:
            found: set[str] = set()
            for alias in module.outline.imports:
                source = self.imported_module(module, alias)
                if isinstance(source, ModuleRef):
                    member = self.module_or_library(source, alias.name) if alias.name not in (None, "*") else None
                    found.update(each.path for each in (source, member) if isinstance(each, ModuleRef))
            self._imported_files[module.path] = frozenset(found)
        return self._imported_files[module.path]

    def _search_path(self, module: Module) -> tuple[str, ...]:
        """The folders that the module itself puts on `sys.path`."""
        if not module.outline.paths:
            return ()
        if module.path not in self._search_paths:
            from samerun.program.search_path import search_path

            self._search_paths[module.path] = ()  # while they are worked out, they are not searched
            if any(alias.module == "sys" for alias in module.outline.imports):
                self._search_paths[module.path] = search_path(self, module)
        return self._search_paths[module.path]

    def attribute(self, base: Symbol | None, name: str, depth: int = _DEPTH) -> Symbol | None:
        """The symbol of `base.name`."""
        if depth <= 0 or base is None:
            return None
        if isinstance(base, External):
            return External(f"{base.name}.{name}")
        if isinstance(base, ModuleRef):
            return self._member(base, name, depth)
        if isinstance(base, ClassRef):
            return self.method(base, name, depth)
        return None

    def _member(self, base: ModuleRef, name: str, depth: int) -> Symbol | None:
        module = self.table.by_path.get(base.path)
        if module is None:  # a package folder without __init__.py
            return self._submodule(base.path, name)
        if name in module.names and module.scopes.table[MODULE].bindings.get(name):
            return self.name(module, MODULE, name, module.size, depth - 1)
        if module.is_package and (sub := self._submodule(module.folder, name)) is not None:
            return sub
        return self._star(module, name, depth - 1)

    def module_or_library(self, base: Symbol | None, name: str) -> External | ModuleRef | None:
        """As `attribute`, where only modules and what is outside the project are of interest: cheaper."""
        key = (base, name)
        if key not in self._doors:
            module = self.table.by_path.get(base.path) if isinstance(base, ModuleRef) else None
            hidden = module is not None and name in module.names and name not in module.outline.doors
            found = self.attribute(base, name) if not hidden else None
            self._doors[key] = found if isinstance(found, (External, ModuleRef)) else None
        return self._doors[key]

    def _submodule(self, folder: str, name: str) -> Symbol | None:
        place = self.table.place(folder, [name])
        return ModuleRef(place) if place is not None else None

    def _star_or_builtin(self, module: Module, name: str, depth: int) -> Symbol | None:
        found = self._star(module, name, depth)
        if found is None and name in _BUILTINS:
            return External(f"builtins.{name}")
        return found

    def _star(self, module: Module, name: str, depth: int) -> Symbol | None:
        """What the module's star imports bind `name` to: of a library only names that the catalog knows."""
        if depth <= 0 or name.startswith("_"):
            return None
        for source, exports in self._starred(module):
            if isinstance(source, External):
                full, known = f"{source.name}.{name}", self.catalog.canonical(f"{source.name}.{name}")
                if self.catalog.row(full) is not None:
                    return External(full)
                if known != f"{self.catalog.canonical(source.name)}.{name}":  # a module that it has imported itself
                    return External(known)
            elif exports is None or name in exports:
                found = self._member(source, name, depth - 1)
                if found is not None:
                    return found
        return None

    def _starred(self, module: Module) -> list[tuple[External | ModuleRef, frozenset[str] | None]]:
        """What a module's star imports are of, the last one first, with the names in `__all__`, which may leave out
        others (None: it says nothing)."""
        if module.outline.stars and module.path not in self._stars:
            self._stars[module.path] = []  # while they are worked out, they bind nothing
            found: list[tuple[External | ModuleRef, frozenset[str] | None]] = []
            for alias in reversed(module.outline.stars):
                source = self.imported_module(module, alias)
                if isinstance(source, External):
                    found.append((source, None))
                elif isinstance(source, ModuleRef) and source.path != module.path:
                    home = self.table.by_path.get(source.path)
                    exports = home.outline.exports if home is not None else None
                    found.append((source, frozenset(exports) if exports is not None else None))
            self._stars[module.path] = found
        return self._stars.get(module.path, [])

    # --- classes -------------------------------------------------------------------------------------

    def bases(self, ref: ClassRef) -> list[Symbol | None]:
        """The symbols of a class's bases, None where unknown."""
        module = self.table.by_path[ref.path]
        cls = module.facts.classes[ref.index]
        scope = cls.parent if cls.owner < 0 else class_scope(cls.owner)
        return [self.expr(module, scope, base.expr, base.start) for base in cls.bases]

    def linearize(self, ref: ClassRef) -> tuple[list[ClassRef], list[str], bool]:
        """The class and its bases, nearest first: (project classes, names of external ones, all known?)."""
        own: list[ClassRef] = []
        external: list[str] = []
        complete = True
        queue: list[Symbol | None] = [ref]
        while queue and len(own) < 64:
            current = queue.pop(0)
            if isinstance(current, ClassRef):
                if current not in own:
                    own.append(current)
                    queue += self.bases(current)
            elif isinstance(current, External):
                external.append(self.catalog.canonical(current.name))
            else:
                complete = False
        return own, external, complete

    def method(self, ref: ClassRef, name: str, depth: int = _DEPTH) -> FunctionRef | None:
        """The project's method that `name` means on the class; None where a base is unknown before it."""
        for cls in self.linearize(ref)[0]:
            found = self.table.by_path[cls.path].facts.classes[cls.index].methods.get(name)
            if found is not None:
                return FunctionRef(cls.path, found)
        return None


def reaching(bindings: list[Binding], at: int | None) -> Binding | None:
    """The one binding that holds at offset `at` of the same scope (None: after the scope has run), if that is sure.

    The last unconditional one, with no conditional one after it. A binding after `at` doesn't count, unless it
    is conditional: it may stand in a loop around both.
    """
    real = [each for each in bindings if not (each.fallback or each.type_only)]
    if len(real) == 1 and not real[0].conditional:
        return real[0]
    if at is not None:
        if any(each.conditional and each.position >= at for each in real):
            return None
        real = [each for each in real if each.position < at]
    if not real or real[-1].conditional:
        return None
    return real[-1]
