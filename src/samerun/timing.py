"""Where a run's time goes: CPU seconds of this process for each phase and each rule."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Timing:
    """Adds up CPU time. `phases` and `rules` are in seconds, in the order in which they were first met."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}
        self.rules: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """The time that is spent inside counts for this phase."""
        with _adding(self.phases, name):
            yield

    @contextmanager
    def rule(self, code: str) -> Iterator[None]:
        """The time that is spent inside counts for this rule."""
        with _adding(self.rules, code):
            yield

    def lines(self) -> list[str]:
        """For people: a line a phase in order, then a line a rule, the slowest first. Shared analyses count for the
        first rule that asks for them."""
        rules = sorted(self.rules.items(), key=lambda row: -row[1])
        rows = [("phase", name, spent) for name, spent in self.phases.items()]
        rows += [("rule", code, spent) for code, spent in rules]
        return [f"timing: {kind} {name:<17} {spent * 1000:9.1f} ms" for kind, name, spent in rows]


@contextmanager
def _adding(table: dict[str, float], name: str) -> Iterator[None]:
    started = time.process_time()
    try:
        yield
    finally:
        table[name] = table.get(name, 0.0) + time.process_time() - started
