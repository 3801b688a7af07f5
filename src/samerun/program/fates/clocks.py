"""Scopes that only tell how long something takes: whatever numbers it is tried on.

start = time.time()
model(torch.randn(32, 3))
print("forward:", time.time() - start)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.outcome import KEEPING, SHAPE_CALLS, SHAPES, SHOWING
from samerun.program.flow.words import words
from samerun.program.reading import bound_by, called
from samerun.program.sites import children, statements
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

_CLOCKS = frozenset(
    {"time.time", "time.perf_counter", "time.perf_counter_ns", "time.monotonic", "time.time_ns", "time.process_time",
     "timeit.default_timer", "timeit.timeit", "timeit.repeat", "triton.testing.do_bench"}
)  # fmt: skip
_TURNS = 4  # a figure of a figure of a clock


def only_times(scope: Slice) -> bool:
    """Whether a scope keeps nothing, and all that it shows are constants and figures of clocks, one at least."""
    body = list(statements(scope.body))
    figures: set[str] = set()
    for _ in range(_TURNS):
        known = set(figures)
        for node in body:
            if isinstance(node, f.Bind) and node.value is not None and _reads(scope, node.value, figures):
                figures |= bound_by(node)
        if figures == known:
            break
    shown = [node.expr for node in body if isinstance(node, f.Do) and isinstance(node.expr, f.Call)]
    if any(not KEEPING.isdisjoint(words(called(each))) for each in shown):
        return False
    told = [part for each in shown if called(each) in SHOWING for part in each.args]
    timed = [_reads(scope, each, figures) for each in told]
    return any(timed) and all(time or _is_plain(each) for time, each in zip(timed, told, strict=True))


def _reads(scope: Slice, node: f.Expr, figures: set[str]) -> bool:
    """Whether an expression reads a clock, or a figure that came of one."""
    if isinstance(node, f.Name):
        return node.id in figures
    if isinstance(node, f.Call):
        symbol = scope.program.types.callee(scope.module, scope.scope, node.func, node.start)
        if isinstance(symbol, External) and symbol.name in _CLOCKS:
            return True
    return any(_reads(scope, each, figures) for each in children(node))


def _is_plain(node: f.Expr) -> bool:
    """Whether what is shown is a constant, or a shape."""
    if isinstance(node, f.Attr):
        return node.attr in SHAPES
    if isinstance(node, f.Call):
        return called(node) in SHAPE_CALLS
    return not isinstance(node, f.Name) and all(_is_plain(each) for each in children(node))
