"""Started processes: what state their streams begin in, and what runs in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index.scopes import MODULE
from samerun.program.flow.domain import NONE, UNSEEDED, Cause, Lit, Obj, Place, State, Status, Value
from samerun.program.flow.entries import main_block

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.catalog.schema import Effect
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.domain import Ext
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine

# Methods that start a new interpreter, which imports the program's modules again; a fork copies the streams.
_FRESH = frozenset({"spawn", "forkserver"})


class Processes:
    """Runs what a started process runs, and then goes on where its starter was.

    `default`: the method that the program sets (`multiprocessing.set_start_method`); None while it sets none.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.default: str | None = None

    def run(self, effect: Effect, receiver: HeapObject | None, place: Place, body: Callable[[], None]) -> None:
        """Run `body` as the started process does."""
        machine = self.machine
        saved = machine.state.copy()
        if effect.worker is not None:
            own = receiver.stream if receiver is not None else None  # a loader's generator draws its workers' seed
            lender = effect.worker if own is None else own
            status = saved.get(lender)._replace(lender=lender if isinstance(lender, str) else "")
            for stream in {"python", "numpy-global", effect.worker}:
                machine.state.set(stream, status)
        elif (effect.method or self._method(receiver) or self.default) in _FRESH:
            machine.state = self._fresh(saved, place)
        elif saved.get("python").state == "seeded":  # Python seeds `random` anew in every forked process
            cause = Cause("worker", place, "", saved.get("python").by)
            machine.state.set("python", UNSEEDED._replace(cause=cause))
        for run in machine.events.ways([body]):
            run()
        machine.switching.ends()
        machine.state, machine.alive = saved, True

    def _method(self, receiver: HeapObject | None) -> str | None:
        """The start method of the context that a pool, executor or process was made with."""
        if receiver is None:
            return None
        context = receiver.arguments.get("__owner__") or receiver.arguments.get("mp_context")
        found: Value | None = None
        if isinstance(context, Obj):
            found = self.machine.heap[context].arguments.get("method")
        return found.value if isinstance(found, Lit) and isinstance(found.value, str) else None

    def _fresh(self, state: State, place: Place) -> State:
        """The streams of a new interpreter: only what importing the program's modules seeds is seeded there."""
        out = State(dict(state.streams), state.blurred)
        for stream, status in state.streams.items():
            if isinstance(stream, str) and stream.startswith("!") and not self._by_import(status):
                out.set(stream, UNSEEDED)  # a switch is as a new interpreter has it
            elif isinstance(stream, str) and status.state == "seeded" and not self._by_import(status):
                out.set(stream, UNSEEDED._replace(cause=Cause("worker", place, "", status.by)))
        return out

    def _by_import(self, status: Status) -> bool:
        """Whether a stream was seeded at a module's top level, outside of its `__main__` block."""
        by = status.by
        if by is None or by.scope != MODULE:
            return False
        block = main_block(self.machine.program.table.by_path[by.path])
        return block is None or not block.test.start <= by.span.start


def _set_start_method(machine: Machine, args: Args, ext: Ext) -> Value:
    """`multiprocessing.set_start_method("spawn")`"""
    for value in args.everything()[:1]:
        if isinstance(value, Lit) and isinstance(value.value, str):
            machine.processes.default = value.value
    return NONE


PROCESS_CALLS: dict[str, Callable[[Machine, Args, Ext], Value]] = {
    "multiprocessing.set_start_method": _set_start_method,
}
