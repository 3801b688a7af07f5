"""Functions that are registered with an object of a library, which calls them when an event happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.program.flow.arguments import Args
from samerun.program.flow.domain import UNCLEAR, UNKNOWN, Ext, Func, Obj, Value, alternatives

if TYPE_CHECKING:
    from samerun.program.flow.domain import State
    from samerun.program.flow.effects import LibraryCall
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine


class Handler(NamedTuple):
    """`events`: the last words of those it waits for, none where they can't be known. `sure`: called every time."""

    function: Value
    events: frozenset[str]
    sure: bool
    values: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()


class Handlers:
    """All functions that are registered in a run, by the number of the object that calls them."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._known: dict[int, list[Handler]] = {}

    def register(self, call: LibraryCall, what: str, at: Value) -> Value | None:
        """Keep the parameter `what` of a call for the event `at`, or give what decorates the function ("result")."""
        machine, owner = self.machine, call.receiver
        if owner is None:
            return None
        if what == "result":
            made = machine.heap.make("register", call.place, owner.number)
            made.owner = Obj(owner.number)
            made.arguments["at"] = at
            return Obj(made.number)
        self._keep(owner, call.bound.get(what, UNKNOWN), at, self._inside(call, "args"), self._inside(call, "kwargs"))
        return None

    def decorated(self, decorator: HeapObject, function: Value) -> bool:
        """Keep a function that a registering decorator was given; whether the decorator names an event at all."""
        at = decorator.arguments.get("at")
        if at is not None:
            self._keep(self.machine.heap[decorator.owner], function, at, {}, {})
        return at is not None

    def fire(self, owner: HeapObject | None, event: str) -> None:
        """Call what waits for an event; what waits for one that isn't known is only asked what it may seed."""
        for handler in list(self._known.get(owner.number, ())) if owner is not None else ():
            if handler.events and event not in handler.events:
                continue
            if handler.events and handler.sure:
                self._call(owner, handler)
            else:
                self._try(owner, handler)

    def _keep(
        self, owner: HeapObject, function: Value, at: Value, values: dict[object, Value], keywords: dict[object, Value]
    ) -> None:
        machine = self.machine
        if machine.events.paused:
            return
        events, sure = _events(machine, at)
        handler = Handler(
            function,
            events,
            sure and not machine.frame.weak,
            tuple(values.values()),
            tuple((str(key), value) for key, value in keywords.items()),
        )
        known = self._known.setdefault(owner.number, [])
        if handler not in known:
            known.append(handler)
            machine.heap.version += 1

    def _inside(self, call: LibraryCall, name: str) -> dict[object, Value]:
        """What a row's `*args` or `**kwargs` took."""
        rest = call.bound.get(name)
        return self.machine.heap[rest].fields if isinstance(rest, Obj) else {}

    def _call(self, owner: HeapObject | None, handler: Handler) -> None:
        """Call a handler, with the object that calls it where it takes so many arguments."""
        machine, values = self.machine, list(handler.values)
        takes = len(values) + 1
        if isinstance(handler.function, Func):
            params = machine.program.function(handler.function.ref).params
            bound = handler.function.receiver is not None
            starred = any(param.kind == "star" for param in params)
            takes = len(values) + 1 if starred else sum(param.kind in ("pos", "any") for param in params) - bound
        if owner is not None and takes > len(values):
            values.insert(0, Obj(owner.number))
        machine.iteration.consume(
            machine.caller.call(handler.function, Args(values, dict(handler.keywords)), "handler")
        )

    def _try(self, owner: HeapObject | None, handler: Handler) -> None:
        """Call a handler that may be called now: what it seeds may be seeded, what it draws may be drawn."""
        machine = self.machine
        before, state = machine.path(), machine.state.copy()
        paused = None if handler.events else machine.events.pause()
        machine.frame.weak += 1
        self._call(owner, handler)
        machine.frame.weak -= 1
        after = machine.path()
        seeded = _seeded(state, machine.state)
        if paused is not None:
            machine.events.go_on(paused)
            machine.resume(before)
        else:
            machine.meet([before, after])
        for stream in seeded:
            machine.state.set(stream, UNCLEAR)


def _seeded(before: State, after: State) -> list[str | int]:
    """The streams that are no longer unseeded."""
    return [
        stream
        for stream, status in after.streams.items()
        if status.state != "unseeded" and before.get(stream).state == "unseeded"
    ]


def _events(machine: Machine, at: Value) -> tuple[frozenset[str], bool]:
    """The last words of the events that a value names, and whether each of their times counts.

    `Events.STARTED` is the event itself; `Events.STARTED(every=3)` an object of it, for some of its times.
    """
    names, sure = set(), True
    for each in alternatives(at):
        if isinstance(each, Ext) and each.receiver is None:
            names.add(each.name.rpartition(".")[2])
        elif isinstance(each, Obj) and isinstance(cls := machine.heap[each].cls, str) and "." in cls:
            names.add(cls.rpartition(".")[2])
            sure = False
        else:
            return frozenset(), False
    return frozenset(names), sure
