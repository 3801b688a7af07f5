"""Scopes and files that tell how long something takes: what numbers they compute with changes no time that they tell.

start = time.time()
model(torch.randn(32, 3))
print("forward:", time.time() - start)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.flow.outcome import KEEPING, SHAPE_CALLS, SHAPES, SHOWING
from samerun.program.flow.words import words
from samerun.program.reading import bound_by, called
from samerun.program.sites import children, statements
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice
    from samerun.program.flow.domain import Place
    from samerun.program.flow.run import EntryRun
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.symbols import Symbol

_SPEED = frozenset({"benchmark", "benchmarks", "bench", "profile", "profiler", "profiling", "speed", "latency"})
# Words of folders and files of them that call a tool for nothing else.
_MEASURED = _SPEED | {"perf", "runtime", "throughput", "benchmarking"}
_FILLING = frozenset({"rand", "randn", "randint", "random", "uniform", "normal", "standard_normal"})
# Words of calls that tell how good something is, or keep it.
_SCORING = frozenset(
    {"accuracy", "score", "scores", "metric", "metrics", "evaluate", "evaluation", "psnr", "rmse", "mse", "mae", "fit",
     "allclose", "save", "savez", "savetxt"}
)  # fmt: skip
_TRAINING = frozenset({"step", "train", "train_step", "training_step", "minimize", "apply_gradients", "learn"})
_TURNS = 4  # a figure of a figure of a clock


def is_timer(symbol: Symbol | None) -> bool:
    """Whether something outside the project is there to measure how long something takes."""
    return isinstance(symbol, External) and symbol.name.startswith(libraries().timers)


def is_clock(program: Program, symbol: Symbol | None) -> bool:
    """Whether something outside the project tells a time, for whatever purpose."""
    if not isinstance(symbol, External):
        return False
    return is_timer(symbol) or getattr(program.types.row(symbol), "benign", None) == "clock"


def fills_for_timing(program: Program, module: Module, place: Place) -> bool:
    """Numbers to fill an array with, in a file that measures speed: named so, and it reads a clock."""
    if _SPEED.isdisjoint(words(module.path.rpartition("/")[2])):
        return False
    site = module.sites.at(place.span)
    if site is None or called(site.call).strip("_").removesuffix("_like") not in _FILLING:
        return False
    return any(is_clock(program, program.callee(module, site)) for site in module.sites.calls)


def is_benchmark(program: Program, run: EntryRun) -> bool:
    """Whether a run trains nothing and only tells how long something takes: its file or a folder around is named so,
    it calls a tool for that, and none that tells how good anything is."""
    if _MEASURED.isdisjoint(words(run.entry.path.removeprefix(program.root))):
        return False
    module = program.table.by_path[run.entry.path]
    if run.events.weights.trained and not _TRAINING.isdisjoint(module.called):
        return False
    if any(not _SCORING.isdisjoint(words(name)) for name in module.called):
        return False
    return any(is_timer(program.callee(module, site)) for site in module.sites.calls)


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
    if isinstance(node, f.Call) and is_clock(
        scope.program, scope.program.types.callee(scope.module, scope.scope, node.func, node.start)
    ):
        return True
    return any(_reads(scope, each, figures) for each in children(node))


def _is_plain(node: f.Expr) -> bool:
    """Whether what is shown is a constant, or a shape."""
    if isinstance(node, f.Attr):
        return node.attr in SHAPES
    if isinstance(node, f.Call):
        return called(node) in SHAPE_CALLS
    return not isinstance(node, f.Name) and all(_is_plain(each) for each in children(node))
