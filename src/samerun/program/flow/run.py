"""Seed flow of a whole program: one abstract run for each entry point."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from samerun.program.flow.arguments import Args
from samerun.program.flow.domain import Func
from samerun.program.flow.machine import STEPS, Machine, OutOfSteps
from samerun.program.flow.trials import is_trial, may_be_a_check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.flow.entries import Entry
    from samerun.program.flow.events import Events
    from samerun.program.program import Program

RECURSION = 6_000  # one call of the program is some fifteen of ours
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
        return "not judged past the place where it surely fails" if unseeded else ""


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


def run_entry(program: Program, entry: Entry, limit: int = STEPS) -> EntryRun:
    """One abstract run, of at most `limit` statements."""
    program.running = machine = Machine(program, entry.path, limit)
    imported = not entry.function and entry.path in program.imported
    machine.events.told = not may_be_a_check(program.table.by_path[entry.path])
    machine.events.trial = not machine.events.told and is_trial(program, entry.path, imported)
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
    if gave_up or (machine.broken and not machine.events.trial and machine.events.failing is None):
        machine.events.told = True  # who knows what comes after
    return EntryRun(entry, machine.events, machine.steps, gave_up, frozenset(machine.modules))
