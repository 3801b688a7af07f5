"""Verdicts on what no seed makes repeat: one for each place that such a value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.benign import is_benign
from samerun.program.flow.disorder import ORDERS
from samerun.program.flow.verdicts import Step, Verdict

if TYPE_CHECKING:
    from samerun.program.flow.events import Leak
    from samerun.program.flow.run import EntryRun
    from samerun.program.program import Program

_USES = {
    "shown": "is written out here",
    "decides": "decides here",
    "matches": "decides here",
    "drawn": "is drawn from here",
    "numbered": "gives the numbers here",
}
_WHY = {
    "text-order": "which differs from run to run (text and objects hash differently in every process)",
    "file-order": "which is whatever order the file system has them in",
    "finish-order": "which is the order in which tasks happen to end",
    "hash": "which differs from run to run for text",
    "bucket": "which differs from run to run for text",
    "os": "which nothing can seed",
}
_HASH = "Use a hash that doesn't change, such as one of `hashlib`"
_HELP = {
    "text-order": "Put it in order first: `sorted(...)`; or set PYTHONHASHSEED before Python starts",
    "file-order": "Put it in order first: `sorted(...)`",
    "finish-order": "Collect the results in the order of the tasks, as `map` does",
    "hash": _HASH,
    "bucket": _HASH,
    "os": "Draw from a seeded generator",
}


def leak_verdicts(program: Program) -> list[Verdict]:
    """Verdicts of REP108 and REP109, one for each place of origin."""
    found: dict[tuple[str, object], Verdict] = {}
    seeds = {(step.place.path, step.place.span) for verdict in program.verdicts for step in verdict.steps} | {
        (verdict.place.path, verdict.place.span) for verdict in program.verdicts
    }
    for run in program.outcome_runs:
        for leak in run.events.leaks:
            code = "REP108" if leak.taint.kind in {*ORDERS, "hash", "bucket"} else "REP109"
            origin = leak.taint.place
            if (code, origin) in found or (origin.path, origin.span) in seeds or is_benign(program, origin):
                continue
            found[(code, origin)] = _verdict(code, run, leak)
    return list(found.values())


def _verdict(code: str, run: EntryRun, leak: Leak) -> Verdict:
    taint = leak.taint
    what = taint.what if taint.what.startswith("the ") else f"`{taint.what.removeprefix('builtins.')}`"
    message = f"The result depends on {what}, {_WHY[taint.kind]}"
    steps = [Step(step, "called here") for step in leak.path]
    if leak.place != taint.place:
        steps.append(Step(leak.place, f"it {_USES[leak.use]}"))
    stream = "hash" if code == "REP108" else "os-entropy"
    kind = "mixed" if taint.kind in ("text-order", "hash", "bucket") and not taint.alike else taint.kind
    reads = tuple(run.events.reads.get(taint.place, ()))
    help_ = _HELP[taint.kind]
    return Verdict(code, taint.place, message, stream, tuple(steps), run.entry.path, help_, kind=kind, reads=reads)
