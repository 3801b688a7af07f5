"""What value an expression has, where that can be known from the files alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.symbols import ModuleRef, Resolver, reaching

if TYPE_CHECKING:
    from samerun.program.modules import Module

_DEPTH = 12


def constant(
    resolver: Resolver, module: Module, scope: int, node: f.Expr, at: int, depth: int = _DEPTH
) -> f.Const | None:
    """The literal that an expression stands for: itself, or what its only reaching binding assigns."""
    if isinstance(node, f.Const):
        return node
    if depth <= 0:
        return None
    if isinstance(node, f.Name):
        found = module.scopes.find(scope, node.id)
        if found is None:
            return None
        home, bindings = found
        binding = reaching(bindings, at if home == scope else None)
        if binding is None or binding.augmented:
            return None
        if binding.kind == "value":
            return constant(resolver, module, home, binding.what, binding.position, depth - 1)  # type: ignore[arg-type]
        if binding.kind == "import" and isinstance(binding.what, f.Alias) and binding.what.name is not None:
            source = resolver.imported_module(module, binding.what)
            return _member(resolver, source, binding.what.name, depth - 1)
        return None
    if isinstance(node, f.Attr):
        base = resolver.expr(module, scope, node.value, at)
        return _member(resolver, base, node.attr, depth - 1)
    return None


def _member(resolver: Resolver, source: object, name: str, depth: int) -> f.Const | None:
    if not isinstance(source, ModuleRef):
        return None
    other = resolver.table.by_path.get(source.path)
    if other is None:
        return None
    return constant(resolver, other, MODULE, f.Name(name), len(other.source.data), depth)
