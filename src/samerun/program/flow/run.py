"""Seed flow of a whole program: one abstract run for each entry point."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from samerun.program.flow.arguments import Args
from samerun.program.flow.domain import Func
from samerun.program.flow.entries import Entry, entries, main_block
from samerun.program.flow.machine import STEPS, Machine, OutOfSteps
from samerun.program.flow.reach import ImportClosure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.flow.events import Events
    from samerun.program.modules import Module
    from samerun.program.program import Program

RECURSION = 6_000  # one call of the program is some fifteen of ours
PATIENCE = 8  # after so many runs that came to no end, the others get a tenth of the statements: time stays bounded


class EntryRun:
    """What the run from one entry point saw; `gave_up` says why it is not complete, "" when it is."""

    def __init__(self, entry: Entry, events: Events, steps: int, gave_up: str = "") -> None:
        self.entry = entry
        self.events = events
        self.steps = steps
        self.gave_up = gave_up


def run_all(
    program: Program, scripts: Iterable[tuple[str, str]] = (), named: Iterable[str] = (), tests: bool = False
) -> list[EntryRun]:
    """The runs of all entry points from which a draw can be reached, in path order."""
    closure = ImportClosure(program)
    found = entries(program, scripts, named, tests)
    return run_each(program, [entry for entry in found if closure.may_draw(entry.path)])


def run_rest(
    program: Program, scripts: Iterable[tuple[str, str]] = (), named: Iterable[str] = (), tests: bool = False
) -> list[EntryRun]:
    """The runs of all other entry points: no draw can be reached, but an order or a clock can."""
    done = {(run.entry.path, run.entry.function) for run in program.runs}
    found = entries(program, scripts, named, tests)
    return run_each(program, [entry for entry in found if (entry.path, entry.function) not in done])


def run_each(program: Program, chosen: Iterable[Entry]) -> list[EntryRun]:
    """One run for each entry point; time stays bounded."""
    runs: list[EntryRun] = []
    for entry in chosen:
        endless = sum(bool(run.gave_up) for run in runs)
        runs.append(run_entry(program, entry, STEPS if endless < PATIENCE else STEPS // 10))
    return runs


def _may_be_a_check(module: Module) -> bool:
    """Whether a file defines things and tries them out in a `__main__` block; a flat script is there for its run."""
    return bool(module.facts.classes) and main_block(module) is not None


def run_entry(program: Program, entry: Entry, limit: int = STEPS) -> EntryRun:
    """One abstract run, of at most `limit` statements."""
    machine = Machine(program, entry.path, limit)
    machine.events.told = not _may_be_a_check(program.table.by_path[entry.path])
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
    if gave_up or machine.broken:
        machine.events.told = True  # who knows what comes after
    return EntryRun(entry, machine.events, machine.steps, gave_up)
