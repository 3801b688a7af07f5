"""Attributes of an object that are how it is set up, not what it is made of: `self.verbose`, `self.method`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice


def is_option(scope: Slice, node: f.Attr) -> bool:
    """`self.verbose`, where the class sets it from constants alone, or parameters that have one as default."""
    rows = _set_from(scope, node)
    return bool(rows) and all(_is_constant(scope, where, value) for where, value in rows)


def asks_kind(scope: Slice, node: f.Binary) -> bool:
    """`self.method == "dot"`, where the class sets it from parameters as they are: no number or weight is a word."""
    if node.op not in ("==", "!=", "in", "not in") or not isinstance(node.left, f.Attr):
        return False
    words = node.right.values if isinstance(node.right, f.Container) else [node.right]
    if not all(isinstance(each, f.Const) and isinstance(each.value, str) for each in words):
        return False
    rows = _set_from(scope, node.left)
    return bool(rows) and all(
        _is_constant(scope, where, value) or (isinstance(value, f.Name) and value.id in _parameters(scope, where))
        for where, value in rows
    )


def _set_from(scope: Slice, node: f.Attr) -> list[tuple[int, f.Expr]]:
    """What the methods of the class set an attribute of the receiver from."""
    if not (isinstance(node.value, f.Name) and node.value.id == scope.receiver):
        return []
    owner = ClassRef(scope.module.path, scope.module.facts.functions[scope.scope].owner)
    return [(where, value) for where, _, value in scope.program.types.attributes(owner).get(node.attr, [])]


def _parameters(scope: Slice, where: int) -> dict[str, f.Root | None]:
    return {each.name: each.default for each in scope.module.facts.functions[where].params}


def _is_constant(scope: Slice, where: int, value: f.Expr) -> bool:
    default = _parameters(scope, where).get(value.id) if isinstance(value, f.Name) else None
    constant = default.expr if default is not None else value
    return isinstance(constant, f.Const) and constant.value is not None
