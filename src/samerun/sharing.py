"""The rules' turn over several processes: rules that build on the same analysis stay together, the others part.

A process is a fork of this one: it has the program as it is, and sends back what its rules said and what they looked
into. Where a fork isn't safe (other threads, other systems than Linux) or not worth it, all rules are asked here.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from samerun.program.configs import note, noting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from multiprocessing.connection import Connection

    from samerun.program.modules import Looked
    from samerun.program.program import Program
    from samerun.rules.finding import Finding
    from samerun.timing import Timing

    Ask = Callable[[list[str]], list[list[Finding]]]

WORTH_IT = 1_000_000
"""From how many bytes of source on processes are forked."""


class _Said(NamedTuple):
    """What a process sends back."""

    findings: list[list[Finding]]
    looked: Sequence[tuple[str, Looked]]
    gave_up: list[tuple[str, str]]
    configs: dict[str, bytes]
    rules: dict[str, float]


class Sharing:
    """Parts the rules among `jobs` processes. `forked` is called first in each of them."""

    def __init__(self, jobs: int, forked: Callable[[], None]) -> None:
        self.jobs, self.forked = jobs, forked

    def said(self, program: Program, codes: Mapping[str, str], ask: Ask, timing: Timing) -> dict[str, list[Finding]]:
        """What every rule says, by its code. `codes`: each with what it builds on; `ask` gives the findings of each."""
        parts = _parted(codes, self.jobs) if self._is_worth_it(program) else [list(codes)]
        if len(parts) < 2:
            return dict(zip(codes, ask(list(codes)), strict=True))
        from multiprocessing import get_context

        context = get_context("fork")
        away = []
        for part in parts[1:]:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=self._answer, args=(theirs, program, part, ask, timing), daemon=True)
            process.start()
            theirs.close()
            away.append((part, ours, process))
        found = dict(zip(parts[0], ask(parts[0]), strict=True))
        for part, connection, process in away:
            try:
                said = connection.recv()
            except EOFError:
                said = None
            process.join()
            found.update(zip(part, _taken(program, said, timing) if said is not None else ask(part), strict=True))
        return found

    def _is_worth_it(self, program: Program) -> bool:
        safe = sys.platform == "linux" and threading.active_count() == 1
        return self.jobs > 1 and safe and sum(module.size for module in program.modules) >= WORTH_IT

    def _answer(self, connection: Connection, program: Program, codes: list[str], ask: Ask, timing: Timing) -> None:
        """What a forked process does. If it fails, it says nothing, and its rules are asked where it came from."""
        with suppress(Exception):
            self.forked()
            timing.rules.clear()
            with noting() as configs:
                findings = ask(codes)
            looked = [(module.path, module.looked) for module in program.modules if module.looked != "outline"]
            connection.send(_Said(findings, looked, program.gave_up, configs, timing.rules))


def _taken(program: Program, said: _Said, timing: Timing) -> list[list[Finding]]:
    """The findings of another process; what it learnt counts as learnt here."""
    for path, looked in said.looked:
        program.table.by_path[path].note(looked)
    program.gave_up_elsewhere = [*program.gave_up_elsewhere, *said.gave_up]
    note(said.configs)
    timing.rules.update(said.rules)
    return said.findings


def _parted(codes: Mapping[str, str], jobs: int) -> list[list[str]]:
    """The codes in as many parts as there are processes, this one's first; those of one analysis in one."""
    runs, models = ([code for code, analysis in codes.items() if analysis == each] for each in ("runs", "models"))
    others = [code for code, analysis in codes.items() if not analysis]
    parts = [others, runs, models] if jobs > 2 else [[*models, *others], runs]
    return [part for part in parts if part]
