"""Files that measure speed: the numbers that they compute with change no time that they tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.words import words
from samerun.program.sites import last_name
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place
    from samerun.program.flow.run import EntryRun
    from samerun.program.modules import Module
    from samerun.program.program import Program

_SPEED = frozenset({"benchmark", "benchmarks", "bench", "profile", "profiler", "profiling", "speed", "latency"})
# Words of folders and files of them that call a tool for nothing else.
_MEASURED = _SPEED | {"perf", "runtime", "throughput", "benchmarking"}
_FILLING = frozenset({"rand", "randn", "randint", "random", "uniform", "normal", "standard_normal"})
_CLOCKS = ("time.", "timeit.", "torch.utils.benchmark.", "torch.cuda.Event", "torch.profiler.", "triton.testing.")
_TOOLS = (
    "timeit.",
    "time.perf_counter",
    "torch.cuda.Event",
    "torch.utils.benchmark.",
    "triton.testing.do_bench",
    "triton.testing.perf_report",
)
# Words of calls that tell how good something is, or keep it.
_SCORING = frozenset(
    {"accuracy", "score", "scores", "metric", "metrics", "evaluate", "evaluation", "psnr", "rmse", "mse", "mae", "fit",
     "allclose", "save", "savez", "savetxt"}
)  # fmt: skip
_TRAINING = frozenset({"step", "train", "train_step", "training_step", "minimize", "apply_gradients", "learn"})


def fills_for_timing(program: Program, module: Module, place: Place) -> bool:
    """Numbers to fill an array with, in a file that measures speed: named so, and it reads a clock."""
    if _SPEED.isdisjoint(words(module.path.rpartition("/")[2])):
        return False
    fills = False
    for site in module.sites.calls:
        if (site.call.start, site.call.end) == place.span:
            name = last_name(site.call.func)
            fills = name.strip("_").removesuffix("_like") in _FILLING
    return fills and _calls(program, module, _CLOCKS)


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
    return _calls(program, module, _TOOLS)


def _calls(program: Program, module: Module, names: tuple[str, ...]) -> bool:
    """Whether a file calls something whose full name begins with one of these."""
    return any(
        isinstance(symbol := program.callee(module, site), External) and symbol.name.startswith(names)
        for site in module.sites.calls
    )
