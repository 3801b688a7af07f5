"""Effects of catalog rows on the machine: which of them hold, and calls of arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.program.flow.arguments import Args
from samerun.program.flow.conditions import conditions_hold
from samerun.program.flow.domain import (
    UNCLEAR,
    UNKNOWN,
    Cls,
    Ext,
    Func,
    Obj,
    Place,
    Value,
    alternatives,
    join,
)
from samerun.program.flow.draws import Draws
from samerun.program.flow.seedings import Seedings
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from samerun.catalog.schema import Callable, Class, Effect
    from samerun.index import facts as f
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine


class LibraryCall(NamedTuple):
    """A call of what a catalog row describes.

    `bound` holds the arguments by the row's parameters; `callee` is the name under which it was called.
    """

    row: Callable | Class
    callee: str
    bound: dict[str, Value]
    args: Args
    receiver: HeapObject | None
    place: Place


class Effects:
    """Applies the effects of one row."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.catalog = machine.program.catalog
        self.draws = Draws(machine)
        self.seedings = Seedings(machine)

    def that_hold(self, row: Callable | Class, name: str) -> list[Effect]:
        """A row's effects, as far as they hold in every version that the project may run with.

        Where versions draw from different streams, the draw is open only if it is open in all of them; where they
        seed differently, what they seed is unknown (see `settle`).
        """
        lists = self.machine.program.effects(row, name)
        if len(lists) == 1:
            return lists[0]
        newest = lists[-1]
        open_in_all = all(any(self._is_open(effect) for effect in each) for each in lists)
        return [
            effect
            for effect in newest
            if all(effect in each for each in lists) or (effect.draws is not None and open_in_all)
        ]

    def _is_open(self, effect: Effect) -> bool:
        return effect.draws == "self" or (
            effect.draws is not None and self.machine.state.get(effect.draws).state == "unseeded"
        )

    def settle(self, call: LibraryCall) -> None:
        """Seedings that only some versions know, or do otherwise: the streams' states where all of them agree."""
        lists = self.machine.program.effects(call.row, call.callee)
        if len(lists) == 1:
            return
        before = self.machine.state
        ends = []
        events = self.machine.events.pause()
        for each in lists:
            self.machine.state = before.copy()
            for effect in each:
                if effect.seeds is not None and (effect.since or effect.until):
                    self.apply(effect, call)
            ends.append(self.machine.state)
        self.machine.events.go_on(events)
        self.machine.state = before
        for stream in {stream for end in ends for stream in end.streams}:
            states = [end.get(stream) for end in ends]
            agreed = all(each.state == states[0].state for each in states)
            status = states[-1] if agreed else UNCLEAR._replace(by=call.place)
            if status != before.get(stream):
                before.set(stream, status)
                self.machine.events.seeding(stream, status, call.place)

    def apply(self, effect: Effect, call: LibraryCall) -> Value | None:
        """One effect; what a draw's result is worth, where it is one."""
        bound, receiver, place = call.bound, call.receiver, call.place
        heap = self.machine.heap
        holds = conditions_hold(
            effect.when, effect.unless, self._defaults(effect, call), bound, call.args.open, receiver, heap
        )
        if holds is False:
            return None
        if effect.mode == "train" and not self.machine.training:
            return None
        if effect.draws is not None:
            return self.draws.draw(effect, call) if holds else UNKNOWN
        if effect.consumes is not None and holds and isinstance(key := bound.get(effect.consumes), Obj):
            own = heap[key].stream  # a JAX key: what is drawn with it is as seeded as the key
            return self.draws.from_stream(own, place, call.callee, heap[key], init=False) if own is not None else None
        if effect.shows is not None:
            self.machine.disorder.use([bound.get(effect.shows, UNKNOWN)], "shown", place)
        elif effect.seeds is not None:
            self.seedings.seed(effect, call, sure=bool(holds))
        elif effect.calls is not None and holds:
            self.machine.failures.calling_back.append(place)
            given = self._call_argument(effect.calls, bound, receiver, call.args.node)
            self.machine.failures.calling_back.pop()
            if effect.gives is not None and receiver is not None and given:
                receiver.arguments[effect.gives] = join(given)
        elif effect.registers is not None and effect.at is not None:
            return self.machine.handlers.register(call, effect.registers, bound.get(effect.at, UNKNOWN))
        elif effect.fires is not None:
            self.machine.handlers.fire(receiver, effect.fires)
        elif effect.fails is not None and holds:
            self.machine.failures.in_notebook()
        elif effect.starts is not None and holds:
            paths = effect.starts.split()

            def body() -> None:
                for path in paths:
                    self._call_argument(path, bound, receiver)

            self.machine.processes.run(effect, receiver, place, body)
        return None

    def _defaults(self, effect: Effect, call: LibraryCall) -> dict[str, bool | int | float | str]:
        """What absent arguments are: the call's own, its receiver's constructor's and those of its arguments'."""
        out = {**self._made_with(call.receiver), **call.row.defaults}
        asked = {name.partition(".")[0] for condition in (*effect.when, *effect.unless) for name in condition}
        for name in asked:
            value = call.bound.get(name)
            if isinstance(value, Obj):
                inner = self._made_with(self.machine.heap[value])
                out.update({f"{name}.{key}": default for key, default in inner.items()})
        return out

    def _made_with(self, receiver: HeapObject | None) -> dict[str, bool | int | float | str]:
        """The defaults of a receiver's constructor, for conditions on what it was made with."""
        row = self.catalog.cls(receiver.cls) if receiver is not None and isinstance(receiver.cls, str) else None
        return row.defaults if row is not None else {}

    def makes_weightless(self, context: HeapObject) -> bool:
        """Whether layers that are made in a `with` block of this object have no weights."""
        row = self.machine.library.held.base(context)
        if row is None or not row.weightless:
            return False
        heap = self.machine.heap
        return bool(conditions_hold(row.weightless, [], row.defaults, context.arguments, context.open, context, heap))

    def _call_argument(
        self, path: str, bound: dict[str, Value], receiver: HeapObject | None, node: f.Call | None = None
    ) -> list[Value]:
        """Call an argument, or a method of it; of a display every member. What the calls gave."""
        name, _, rest = path.partition(".")
        if name == "self" and receiver is not None:
            name, _, rest = rest.partition(".")
            value: Value | None = receiver.arguments.get(name, receiver.fields.get(name))
            if value is None and isinstance(receiver.cls, ClassRef):  # a method that a class of the project has
                method = self.machine.names.attribute(Obj(receiver.number), name)
                if not isinstance(method, Func):
                    return []
                self.machine.iteration.consume(result := self.machine.caller.call(method, Args([], node=node)))
                return [result]
        else:
            value = bound.get(name)
        if value is None:
            return []
        machine = self.machine
        given: list[Value] = []
        for each in self._members(value):
            target = machine.names.attribute(each, rest) if rest else each
            if isinstance(target, Obj) and machine.heap[target].thunk is not None:
                machine.iteration.consume(target)
            elif isinstance(target, (Func, Cls, Ext, Obj)):
                given.append(machine.caller.call(target, Args([UNKNOWN], node=node, open_=True)))
                machine.iteration.consume(given[-1])
        return given

    def _members(self, value: Value) -> list[Value]:
        if isinstance(value, Obj):
            found = self.machine.heap[value]
            if found.cls in ("list", "tuple", "dict", "set"):
                return [inner for each in (*found.fields.values(), *found.items) for inner in self._members(each)]
        return list(alternatives(value))
