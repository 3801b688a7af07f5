"""By how much two results differ, beside a check that they don't: the error is part of the check."""

from __future__ import annotations

from samerun.index import facts as f
from samerun.program.reading import called, calls_in

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


def _difference(node: f.Expr) -> bool:
    """Whether a chain of calls begins with a difference: `(a - b).abs()`, `abs(a - b).max()`."""
    if isinstance(node, f.Call):
        inner = [node.func.value] if isinstance(node.func, f.Attr) else []
        return any(_difference(each) for each in (*inner, *node.args[:1]))
    return isinstance(node, f.Binary) and node.op == "-"
