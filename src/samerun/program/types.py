"""What kind of object an expression is: a catalogued class, or a class of the project. Unknown is None."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from samerun.catalog.schema import Callable, Class
from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.symbols import ClassRef, External, FunctionRef, ModuleRef, Resolver, reaching

if TYPE_CHECKING:
    from samerun.index.scopes import Binding
    from samerun.program.modules import Module

_DEPTH = 12


class Instance(msgspec.Struct, frozen=True):
    """An object of a catalogued class (its canonical name) or of a project class."""

    cls: str | ClassRef


class Types:
    """Types of expressions, flow-insensitively: a name has a type when all its bindings agree on it."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.catalog = resolver.catalog
        self._memo: dict[tuple[str, int, str, int], Instance | None] = {}
        self._attributes: dict[ClassRef, dict[str, list[tuple[int, f.Bind, f.Expr]]]] = {}

    def of(self, module: Module, scope: int, node: f.Expr, at: int, depth: int = _DEPTH) -> Instance | None:
        """The type of an expression's value."""
        if depth <= 0:
            return None
        if isinstance(node, f.Call):
            return self._of_call(module, scope, node, at, depth)
        if isinstance(node, f.Name):
            return self._of_name(module, scope, node.id, at, depth)
        if isinstance(node, f.Attr):
            return self._of_attribute(module, scope, node, at, depth)
        if isinstance(node, f.Item):
            owner = self.of(module, scope, node.value, at, depth - 1)
            if owner is not None and isinstance(owner.cls, str):
                row = self.catalog.cls(owner.cls)
                return Instance(self.catalog.canonical(row.items)) if row is not None and row.items else None
        if isinstance(node, f.Walrus):
            return self.of(module, scope, node.value, at, depth - 1)
        if isinstance(node, f.Cond):
            body = self.of(module, scope, node.body, at, depth - 1)
            return body if body == self.of(module, scope, node.orelse, at, depth - 1) else None
        return None

    def callee(
        self, module: Module, scope: int, func: f.Expr, at: int, depth: int = _DEPTH
    ) -> External | FunctionRef | ClassRef | None:
        """What a call calls: an external by canonical name ("numpy.random.Generator.normal" for a method)."""
        symbol = self.resolver.expr(module, scope, func, at)
        if isinstance(symbol, External):
            return External(self.catalog.canonical(symbol.name))
        if isinstance(symbol, (FunctionRef, ClassRef)):
            return symbol
        if symbol is None and isinstance(func, f.Attr):
            return self._method(module, scope, func, at, depth)
        return None

    def _method(
        self, module: Module, scope: int, func: f.Attr, at: int, depth: int
    ) -> External | FunctionRef | ClassRef | None:
        owner = self.of(module, scope, func.value, at, depth - 1)
        if owner is None:
            return None
        if isinstance(owner.cls, str):
            return External(f"{owner.cls}.{func.attr}")
        found = self.resolver.method(owner.cls, func.attr)
        if found is not None:
            return found
        for base in self.resolver.linearize(owner.cls)[1]:
            if self.catalog.method(base, func.attr) is not None:
                return External(f"{base}.{func.attr}")
        return None

    def row(self, callee: External) -> Callable | Class | None:
        """The catalog row of a function, class or method by its canonical name."""
        row = self.catalog.row(callee.name)
        if row is None:
            owner, _, name = callee.name.rpartition(".")
            if owner and self.catalog.cls(owner) is not None:
                return self.catalog.method(owner, name)
        return row

    def _of_call(self, module: Module, scope: int, node: f.Call, at: int, depth: int) -> Instance | None:
        callee = self.callee(module, scope, node.func, at, depth)
        if isinstance(callee, ClassRef):
            return Instance(callee)
        if not isinstance(callee, External):
            return None
        row = self.row(callee)
        if isinstance(row, Class):
            return Instance(self.catalog.canonical(row.names[0]))
        if isinstance(row, Callable) and row.returns:
            if row.returns == "self" and isinstance(node.func, f.Attr):
                return self.of(module, scope, node.func.value, at, depth - 1)
            if row.returns != "self" and not row.returns.startswith("arg:"):
                return Instance(self.catalog.canonical(row.returns))
        return None

    def _of_name(self, module: Module, scope: int, name: str, at: int, depth: int) -> Instance | None:
        found = module.scopes.find(scope, name) if depth > 0 else None
        if found is None:
            return None
        home, bindings = found
        function = module.facts.functions[scope] if scope >= 0 else None
        if function is not None and home == scope and function.owner >= 0 and _is_self(function, name, bindings):
            return Instance(ClassRef(module.path, function.owner))
        reached = reaching(bindings, at if home == scope else None)
        key = (module.path, home, name, reached.position if reached is not None else -1)
        if key not in self._memo:
            self._memo[key] = None  # a cycle of assignments finds unknown here
            self._memo[key] = self._agreed(module, home, [reached] if reached is not None else bindings, depth - 1)
        return self._memo[key]

    def _agreed(self, module: Module, home: int, bindings: list[Binding], depth: int) -> Instance | None:
        """The type that all of a name's bindings give it, where they agree."""
        first: Instance | None = None
        for number, each in enumerate(bindings):
            kind = self._of_binding(module, home, each, depth)
            if kind is None or (number and kind != first):
                return None
            first = kind
        return first

    def _of_binding(self, module: Module, home: int, binding: Binding, depth: int) -> Instance | None:
        if binding.kind == "value" and not binding.augmented:
            return self.of(module, home, binding.what, binding.position, depth)  # type: ignore[arg-type]
        if binding.kind == "param" and isinstance(binding.what, int) and home >= 0:
            function = module.facts.functions[home]
            annotation = function.params[binding.what].annotation
            return self._of_annotation(module, function.parent, annotation, function.start)
        if binding.kind == "import" and isinstance(binding.what, f.Alias):
            return self._of_import(module, binding.what, depth)
        return None

    def _of_import(self, module: Module, alias: f.Alias, depth: int) -> Instance | None:
        """An object that another module of the project made at its top level (`from shared import rng`)."""
        source = self.resolver.imported_module(module, alias)
        if alias.name is None or not isinstance(source, ModuleRef):
            return None
        other = self.resolver.table.by_path.get(source.path)
        if other is None or alias.name not in other.scopes.table[MODULE].bindings:
            return None
        return self._of_name(other, MODULE, alias.name, other.size, depth - 1)

    def _of_annotation(self, module: Module, scope: int, node: f.Expr | None, at: int) -> Instance | None:
        """`x: np.random.Generator`, also `Optional[…]` and `… | None`."""
        if isinstance(node, f.Item) and isinstance(node.value, (f.Name, f.Attr)):
            name = node.value.id if isinstance(node.value, f.Name) else node.value.attr
            return self._of_annotation(module, scope, node.index, at) if name == "Optional" else None
        if isinstance(node, f.Binary) and node.op == "|":
            sides = [side for side in (node.left, node.right) if not (isinstance(side, f.Const) and side.value is None)]
            return self._of_annotation(module, scope, sides[0], at) if len(sides) == 1 else None
        if node is None:
            return None
        symbol = self.resolver.expr(module, scope, node, at)
        if isinstance(symbol, ClassRef):
            return Instance(symbol)
        if isinstance(symbol, External) and self.catalog.cls(symbol.name) is not None:
            return Instance(self.catalog.canonical(symbol.name))
        return None

    def _of_attribute(self, module: Module, scope: int, node: f.Attr, at: int, depth: int) -> Instance | None:
        owner = self.of(module, scope, node.value, at, depth - 1)
        if owner is None:
            return None
        if isinstance(owner.cls, str):
            found = self.catalog.attribute(owner.cls, node.attr)
            return Instance(self.catalog.canonical(found)) if found else None
        for cls in self.resolver.linearize(owner.cls)[0]:
            rows = self.attributes(cls).get(node.attr)
            if rows:
                home = self.resolver.table.by_path[cls.path]
                types = [self.of(home, where, value, bind.start, depth - 1) for where, bind, value in rows]
                return types[0] if all(kind == types[0] for kind in types) else None
        return None

    def attributes(self, ref: ClassRef) -> dict[str, list[tuple[int, f.Bind, f.Expr]]]:
        """What a class's methods assign to `self.<name>`: per name (function, statement, value) in source order."""
        if ref not in self._attributes:
            module = self.resolver.table.by_path[ref.path]
            out: dict[str, list[tuple[int, f.Bind, f.Expr]]] = {}
            for site in module.sites.assignments:
                if site.scope < 0 or module.facts.functions[site.scope].owner != ref.index:
                    continue
                params = module.facts.functions[site.scope].params
                for target in site.node.targets:
                    if (
                        isinstance(target, f.Attr)
                        and isinstance(target.value, f.Name)
                        and params
                        and target.value.id == params[0].name
                        and site.node.value is not None
                    ):
                        out.setdefault(target.attr, []).append((site.scope, site.node, site.node.value))
            self._attributes[ref] = out
        return self._attributes[ref]


def _is_self(function: f.Function, name: str, bindings: list[Binding]) -> bool:
    """Whether `name` is the instance that a method was called on."""
    if not function.params or function.params[0].name != name or len(bindings) != 1:
        return False
    return not any(
        isinstance(root.expr, f.Name) and root.expr.id in ("staticmethod", "classmethod")
        for root in function.decorators
    )
