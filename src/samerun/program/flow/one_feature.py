"""Trees that learn from one feature: which of the features is tried first is all that they draw.

A decision tree with the best splitter draws the order in which it tries the features; with one feature there is none.
Source: https://scikit-learn.org/stable/modules/generated/sklearn.tree.DecisionTreeClassifier.html (`random_state`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.reading import called
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place
    from samerun.program.modules import Module
    from samerun.program.program import Program

_SAME = frozenset({"values", "to_numpy", "astype", "copy", "to_frame"})
_MADE = frozenset({"rand", "randn", "random_sample"})
_DEEP = 6  # names and calls, one in another


def has_one_feature(program: Program, module: Module, place: Place) -> bool:
    """Whether the draw at a place is that of a tree's `fit` on one column."""
    site = module.sites.at(place.span)
    if site is None or not (isinstance(site.call.func, f.Attr) and site.call.func.attr == "fit"):
        return False
    call, func = site.call, site.call.func
    tree = _behind(module, site.scope, func.value, site.slice.start)
    if not (isinstance(tree, f.Call) and call.args) or any(key in ("splitter", None) for key, _ in tree.keywords):
        return False
    symbol = program.resolver.expr(module, site.scope, tree.func, site.slice.start)
    known = isinstance(symbol, External) and program.catalog.canonical(symbol.name) in libraries().ordering
    return known and len(tree.args) < 2 and _is_column(module, site.scope, call.args[0], site.slice.start, _DEEP)


def _behind(module: Module, scope: int, node: f.Expr, at: int) -> f.Expr | None:
    """What a name was last bound to above an offset of its own scope, where that is certain."""
    if not isinstance(node, f.Name):
        return node
    bindings = [each for each in module.scopes.table[scope].bindings.get(node.id, []) if each.position < at]
    last = max(bindings, key=lambda each: each.position, default=None)
    if last is None or last.kind != "value" or last.conditional or last.augmented:
        return None
    return last.what if isinstance(last.what, f.Expr) else None


def _is_column(module: Module, scope: int, node: f.Expr | None, at: int, depth: int) -> bool:
    if depth == 0 or node is None:
        return False

    def same(inner: f.Expr) -> bool:
        return _is_column(module, scope, inner, at, depth - 1)

    if isinstance(node, f.Name):
        value = _behind(module, scope, node, at)
        return value is not None and same(value)
    if isinstance(node, f.Item):
        return _takes_one(node.index) or (not isinstance(node.index, (f.Container, f.Const)) and same(node.value))
    if isinstance(node, f.Attr):
        return node.attr in _SAME and same(node.value)
    if isinstance(node, f.Binary):
        return any(same(one) and isinstance(other, f.Const) for one, other in _both(node))
    if not (isinstance(node, f.Call) and isinstance(node.func, f.Attr)):
        return False
    name = called(node)
    if name in _SAME:
        return same(node.func.value)
    if name == "reshape" or name in _MADE:
        first = node.args[0] if node.args else None
        sizes = first.values if isinstance(first, f.Container) else node.args
        return len(sizes) > 1 and isinstance(sizes[-1], f.Const) and sizes[-1].value == 1
    return name == "sort" and bool(node.args) and same(node.args[0])


def _both(node: f.Binary) -> tuple[tuple[f.Expr, f.Expr], ...]:
    return (node.left, node.right), (node.right, node.left)


def _takes_one(index: f.Expr) -> bool:
    """`df[["age"]]`, `x[:, None]`, `x[:, np.newaxis]`"""
    if not isinstance(index, f.Container):
        return False
    if index.kind == "list":
        return len(index.values) == 1 and isinstance(index.values[0], f.Const)
    last = index.values[-1] if len(index.values) == 2 else None
    new = isinstance(last, f.Attr) and last.attr == "newaxis"
    return new or (isinstance(last, f.Const) and last.value is None)
