"""By how much two results differ, beside a check that they don't: the error is part of the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.reading import called, calls_in

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

_CHECKS = frozenset({"allclose", "assert_allclose", "array_equal", "isclose", "assert_close"})
_DIFFERENCES = frozenset({"abs", "max", "mean", "norm", "item", "amax", "sum", "numpy", "cpu", "float", "absolute"})

_ROUNDING = 1e-3


def measures_error(node: f.Call, body: list[f.Stmt]) -> bool:
    """`(a - b).abs().max()` in a block that checks that the two are close."""
    if called(node) not in _DIFFERENCES or not _difference(node):
        return False
    return any(called(each) in _CHECKS for each in calls_in(body))


def tells_close(node: f.Expr) -> bool:
    """`(a - b).norm() < 1e-6`: what is shown is whether two results are the same, but for rounding."""
    if not (isinstance(node, f.Binary) and node.op in ("<", "<=") and isinstance(node.right, f.Const)):
        return False
    small = isinstance(node.right.value, float) and 0 < node.right.value <= _ROUNDING
    return small and isinstance(node.left, f.Call) and called(node.left) in _DIFFERENCES and _difference(node.left)


def tells_same(scope: Slice, node: f.Expr) -> bool:
    """`a == b` of what two models make of the same, of which one has loaded the state of another: that it took it."""
    if not (isinstance(node, f.Binary) and node.op == "=="):
        return False
    made = [scope.bindings.get(each.id) if isinstance(each, f.Name) else None for each in (node.left, node.right)]
    calls = [each for each in made if isinstance(each, f.Call) and isinstance(each.func, f.Name) and not each.keywords]
    given = [[each.id for each in call.args if isinstance(each, f.Name)] for call in calls]
    if len(calls) < 2 or given[0] != given[1] or any(len(call.args) != len(given[0]) for call in calls):
        return False
    kinds = [scope.program.types.of(scope.module, scope.scope, call.func, call.start) for call in calls]
    models = {call.func.id for call in calls if isinstance(call.func, f.Name)}
    return kinds[0] is not None and kinds[0] == kinds[1] and not models.isdisjoint(_loaded(scope))


def _loaded(scope: Slice) -> set[str]:
    """The names of a scope whose objects load a state."""
    loading = [each for each in calls_in(scope.body) if called(each) == "load_state_dict"]
    found = [each.func.value for each in loading if isinstance(each.func, f.Attr)]
    return {each.id for each in found if isinstance(each, f.Name)}


def _difference(node: f.Expr) -> bool:
    """Whether a chain of calls begins with a difference: `(a - b).abs()`, `abs(a - b).max()`."""
    if isinstance(node, f.Call):
        inner = [node.func.value] if isinstance(node.func, f.Attr) else []
        return any(_difference(each) for each in (*inner, *node.args[:1]))
    return isinstance(node, f.Binary) and node.op == "-"
