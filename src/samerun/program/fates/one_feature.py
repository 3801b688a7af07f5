"""Trees that are grown from one feature: what they draw is in which order they look at features.

X = people[["height"]].values
DecisionTreeRegressor(max_depth=3).fit(X, y)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.fates.libraries import libraries
from samerun.program.reading import called
from samerun.program.symbols import reaching

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place
    from samerun.program.modules import Module
    from samerun.program.program import Program

_DEEP = 6  # names that are bound to names
# Methods and functions that leave a table's columns what they are.
_SAME = frozenset({"to_numpy", "copy", "astype", "sort", "array", "asarray", "dropna", "fillna", "sin", "cos", "abs"})
_FILLING = frozenset({"rand", "randn"})
_PAIR = 2  # rows, columns


def of_one_feature(program: Program, place: Place, callee: str) -> bool:
    """Whether the draw at a place is the fit of a tree to a table of one column."""
    owner, _, method = callee.rpartition(".")
    if method != "fit" or owner not in libraries().trees:
        return False
    module = program.table.by_path[place.path]
    for site in module.sites.calls:
        if (site.call.start, site.call.end) == place.span and called(site.call) == "fit":
            made = site.call.func.value if isinstance(site.call.func, f.Attr) else None
            made = _bound(module, place.scope, made, place.slice.start) if isinstance(made, f.Name) else made
            plain = isinstance(made, f.Call) and not any(key == "splitter" for key, _ in made.keywords)
            given = site.call.args[:1]
            return plain and bool(given) and _one_column(module, place.scope, given[0], place.slice.start)
    return False


def _bound(module: Module, scope: int, node: f.Name, at: int) -> f.Expr | None:
    found = module.scopes.find(scope, node.id)
    binding = reaching(found[1], at) if found is not None and found[0] == scope else None
    what = binding.what if binding is not None and binding.kind == "value" else None
    return what if isinstance(what, f.Expr) else None


def _one_column(module: Module, scope: int, node: f.Expr | None, at: int, deep: int = _DEEP) -> bool:
    """Whether an expression's worth is a table of one column, as it is written."""
    if deep == 0 or node is None:
        return False
    if isinstance(node, f.Name):
        return _one_column(module, scope, _bound(module, scope, node, at), at, deep - 1)
    if isinstance(node, f.Attr):
        return node.attr == "values" and _one_column(module, scope, node.value, at, deep)
    if isinstance(node, f.Item):
        return _takes_one(node.index)
    if isinstance(node, f.Binary):
        sides = [_one_column(module, scope, each, at, deep) for each in (node.left, node.right)]
        plain = [isinstance(each, f.Const) for each in (node.left, node.right)]
        return any(sides) and all(one or other for one, other in zip(sides, plain, strict=True))
    if not isinstance(node, f.Call):
        return False
    name, last = called(node), node.args[-1] if node.args else None
    if name == "reshape" or (name in _FILLING and len(node.args) == _PAIR):
        return isinstance(last, f.Const) and last.value == 1
    inner = node.func.value if isinstance(node.func, f.Attr) else None
    whole = [inner, *node.args[:1]]
    return name in _SAME and any(_one_column(module, scope, each, at, deep) for each in whole)


def _takes_one(index: f.Expr) -> bool:
    """`["height"]` of `people[["height"]]`, `:, None` and `:, np.newaxis`."""
    if not isinstance(index, f.Container):
        return False
    if index.kind == "list":
        return len(index.values) == 1 and isinstance(index.values[0], f.Const)
    last = index.values[-1]
    new = (isinstance(last, f.Const) and last.value is None) or (isinstance(last, f.Attr) and last.attr == "newaxis")
    return len(index.values) == _PAIR and new
