"""Seed flow of a whole program: one abstract run for each entry point."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.arguments import Args
from samerun.program.flow.domain import Func
from samerun.program.flow.entries import Entry, main_block
from samerun.program.flow.machine import STEPS, Machine, OutOfSteps
from samerun.program.reading import called, calls_in
from samerun.program.sites import statements
from samerun.program.symbols import External, FunctionRef

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.flow.events import Events
    from samerun.program.modules import Module
    from samerun.program.program import Program

RECURSION = 6_000  # one call of the program is some fifteen of ours
_MADE_UP = frozenset({"torch.randn", "torch.rand", "torch.randint"})
_DEBUGGERS = frozenset({"set_trace", "breakpoint"})
PATIENCE = 8  # after so many runs that came to no end, the others get a tenth of the statements: time stays bounded


class EntryRun:
    """What the run from one entry point saw; `gave_up` says why it is not complete, "" when it is. `files` are the
    project's files that it imported or ran."""

    def __init__(
        self, entry: Entry, events: Events, steps: int, gave_up: str = "", files: frozenset[str] = frozenset()
    ) -> None:
        self.entry = entry
        self.events = events
        self.steps = steps
        self.gave_up = gave_up
        self.files = files

    @property
    def unjudged(self) -> str:
        """Why something of the run is not judged; "" where all is."""
        if self.gave_up:
            return self.gave_up
        unseeded = any(draw.status.state == "unseeded" and self.events.beyond(draw.order) for draw in self.events.draws)
        return "not judged past a cell that surely fails" if unseeded else ""


def run_rest(program: Program) -> list[EntryRun]:
    """The runs of all other entry points: no draw can be reached, but an order or a clock can."""
    done = {run.entry for run in program.runs}
    return run_each(program, [entry for entry in program.entries if entry not in done])


def run_each(program: Program, chosen: Iterable[Entry]) -> list[EntryRun]:
    """One run for each entry point; time stays bounded."""
    runs: list[EntryRun] = []
    for entry in chosen:
        endless = sum(bool(run.gave_up) for run in runs)
        runs.append(program.run_entry(program, entry, STEPS if endless < PATIENCE else STEPS // 10))
    return runs


def _may_be_a_check(module: Module) -> bool:
    """Whether a file defines things and tries them out in a `__main__` block; a flat script is there for its run."""
    return bool(module.facts.classes) and main_block(module) is not None


def _is_trial(program: Program, path: str) -> bool:
    """Whether a `__main__` block ends in the debugger, or tries a package's module on tensors of random numbers."""
    module = program.table.by_path[path]
    block = main_block(module)
    if block is not None and _is_stopped(program, module, block.body):
        return True
    if block is None or not program.table.is_regular(path.rpartition("/")[0]):
        return False
    starts = [node.start for node in statements(block.body) if isinstance(node, (f.Bind, f.Do))]
    for site in module.sites.calls:
        call = site.call
        if site.scope == MODULE and site.slice.start in starts and call.args and all(map(_is_constant, call.args)):
            symbol = program.callee(module, site)
            if isinstance(symbol, External) and symbol.name in _MADE_UP:
                return True
    return False


def _is_stopped(program: Program, module: Module, body: list[f.Stmt]) -> bool:
    """Whether a block makes some objects and then stops in the debugger, having called none of the file's functions."""
    *before, last = body
    if not (isinstance(last, f.Do) and isinstance(last.expr, f.Call) and called(last.expr) in _DEBUGGERS):
        return False
    return all(isinstance(each, (f.Bind, f.Import)) for each in before) and not any(
        isinstance(program.types.callee(module, MODULE, each.func, each.start), FunctionRef) for each in calls_in(body)
    )


def _is_constant(node: f.Expr) -> bool:
    return isinstance(node, (f.Const, f.Container))


def run_entry(program: Program, entry: Entry, limit: int = STEPS) -> EntryRun:
    """One abstract run, of at most `limit` statements."""
    program.running = machine = Machine(program, entry.path, limit)
    machine.events.told = not _may_be_a_check(program.table.by_path[entry.path])
    machine.events.trial = not machine.events.told and _is_trial(program, entry.path)
    gave_up = ""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, RECURSION))
    try:
        machine.start(entry.path, main=not entry.function)
        if entry.function:
            machine.alive = True
            value = machine.names.member(entry.path, entry.function.partition(".")[0])
            machine.stack.append(machine.modules[entry.path])
            if isinstance(value, Func) or value is not None:
                machine.caller.call(value, Args([]), entry.function)
    except OutOfSteps:
        gave_up = "the program is too large to be followed to its end"
    except RecursionError:
        gave_up = "the program's calls nest too deeply to be followed"
    except Exception as error:
        if "PYTEST_CURRENT_TEST" in os.environ:
            raise
        gave_up = f"internal error, please report it: {type(error).__name__}: {error}"
    finally:
        sys.setrecursionlimit(before)
    machine.switching.ends()
    if gave_up or machine.broken:
        machine.events.told = True  # who knows what comes after
    return EntryRun(entry, machine.events, machine.steps, gave_up, frozenset(machine.modules))
