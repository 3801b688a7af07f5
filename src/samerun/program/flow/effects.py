"""Effects of catalog rows on the machine: draws, seedings, calls of arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.catalog.schema import Callable, Class, Effect
from samerun.program.flow.arguments import Args
from samerun.program.flow.conditions import conditions_hold
from samerun.program.flow.domain import (
    GIVEN,
    UNCLEAR,
    UNKNOWN,
    Cause,
    Cls,
    Entropy,
    Ext,
    Func,
    Given,
    Lit,
    Obj,
    Place,
    Status,
    Stream,
    Union,
    Unknown,
    Value,
    alternatives,
    is_none,
    join,
)
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from samerun.index import facts as f
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine

# Streams that nothing can seed, and the one that only the environment can: draws from them are not seed flow.
UNSEEDABLE = frozenset({"os-entropy", "hash", "none"})


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
            return self._draw(effect, call) if holds else UNKNOWN
        if effect.consumes is not None and holds and isinstance(key := bound.get(effect.consumes), Obj):
            own = heap[key].stream  # a JAX key: what is drawn with it is as seeded as the key
            return self._draw_from(own, place, call.callee, heap[key], init=False) if own is not None else None
        if effect.shows is not None:
            self.machine.disorder.use([bound.get(effect.shows, UNKNOWN)], "shown", place)
        elif effect.seeds is not None:
            self._seed(effect, call, sure=bool(holds))
        elif effect.calls is not None and holds:
            given = self._call_argument(effect.calls, bound, receiver, call.args.node)
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

    def _draw(self, effect: Effect, call: LibraryCall) -> Value:
        row, place, callee = call.row, call.place, call.callee
        if effect.draws in UNSEEDABLE:
            kind = "hash" if effect.draws == "hash" else "name" if row.benign else "os"
            text = kind == "hash" and all(map(self.machine.disorder.is_text, call.args.values))
            return Entropy(f"{callee}()", place, kind, alike=text)
        self.machine.disorder.use(call.args.everything(), "drawn", place)
        stream: Stream | None = effect.draws
        if effect.via is not None:
            given = call.bound.get(effect.via)
            if given is None and call.args.open:
                return UNKNOWN
            if given is None and effect.via in row.defaults:
                return GIVEN
            if given is not None and is_none(given) is not True:
                return self._draw_via(given, effect, place, callee)
            stream = effect.omitted or stream
        if stream == "self":
            return self._draw_own(call.receiver, place, callee)
        if stream == "fixed":
            return GIVEN
        if stream == "entropy":
            status = Status("unseeded", None, Cause("own", place))
            self.machine.events.draw("own", status, place, callee, None)
            return Entropy(f"{callee}()", place)
        assert stream is not None
        cls = None if isinstance(row, Class) else row.returns
        is_module = cls is not None and "." in cls and self.catalog.is_a(cls, "torch.nn.Module")
        init = isinstance(row, Class) or call.callee.startswith("torch.nn.init.") or is_module
        if init and self.machine.weightless:
            return GIVEN
        if effect.latent and isinstance(row, Callable) and row.returns and row.returns.startswith("arg:"):
            self.machine.events.weights.adapted(self.machine, place, call.bound.get(row.returns[4:]))
        return self._draw_from(stream, place, callee, None, init, effect.latent)

    def makes_weightless(self, context: HeapObject) -> bool:
        """Whether layers that are made in a `with` block of this object have no weights."""
        row = self.catalog.cls(context.cls) if isinstance(context.cls, str) and "." in context.cls else None
        if row is None or not row.weightless:
            return False
        heap = self.machine.heap
        return bool(conditions_hold(row.weightless, [], row.defaults, context.arguments, context.open, context, heap))

    def _draw_via(self, given: Value, effect: Effect, place: Place, callee: str) -> Value:
        """A draw whose stream an argument supplies."""
        if isinstance(given, Entropy):
            cause = Cause("entropy", place, given.what, given.place)
            self.machine.events.draw("own", Status("unseeded", place, cause), place, callee, None)
            return given
        if isinstance(given, Obj):
            found = self.machine.heap[given]
            if found.stream is not None:
                return self._draw_from(found.stream, place, callee, found, init=False)
            return UNKNOWN
        if isinstance(given, Ext) and given.name == "numpy.random":
            return self._draw_from("numpy-global", place, callee, None, init=False)
        if isinstance(given, (Lit, Given)):
            return GIVEN
        if isinstance(given, Union) and all(isinstance(each, (Lit, Given)) for each in given.options):
            return GIVEN if is_none(given) is False else UNKNOWN
        return UNKNOWN

    def _draw_own(self, receiver: HeapObject | None, place: Place, callee: str) -> Value:
        if receiver is None:
            return UNKNOWN
        held = self.machine.library.held
        receiver = held.core(receiver)
        if receiver.stream is None:
            return UNKNOWN
        row = held.base(receiver)
        if isinstance(receiver.cls, ClassRef) and row is not None and row.abstract:
            return UNKNOWN
        if row is not None:
            holds = conditions_hold(
                row.when, row.unless, row.defaults, receiver.arguments, receiver.open, receiver, self.machine.heap
            )
            if not holds:
                return GIVEN if holds is False else UNKNOWN
        return self._draw_from(receiver.stream, place, callee, receiver, init=False)

    def _draw_from(
        self,
        stream: Stream,
        place: Place,
        callee: str,
        owner: HeapObject | None,
        init: bool,
        latent: bool = False,
    ) -> Value:
        if stream in UNSEEDABLE:
            return Entropy(f"{callee}()", place, "os")
        status = self.machine.state.get(stream)
        made = owner.made if owner is not None else None
        if isinstance(stream, int):
            source = self.machine.heap.objects[stream]
            made = source.made if source.takes_seed else None
        self.machine.events.draw(stream, status, place, callee, made, init, latent)
        order = self.machine.disorder.inside(stream if isinstance(stream, int) else -1)
        if order is not None and status.state == "seeded":
            self.machine.events.leak(order, place, "drawn")
        if status.state == "seeded":
            return GIVEN
        return Entropy(f"{callee}()", place) if status.state == "unseeded" else UNKNOWN

    def _seed(self, effect: Effect, call: LibraryCall, sure: bool) -> None:
        machine, receiver, place = self.machine, call.receiver, call.place
        status = self._seed_status(effect, call)
        if status is None:
            return
        if not sure:
            status = UNCLEAR
        value = self.argument(effect.from_, call.bound, call.receiver) if effect.from_ is not None else None
        for name in effect.seeds or []:
            stream: Stream | None = name
            if name == "self":
                stream = receiver.stream if receiver is not None else None
                if receiver is not None and stream is None:
                    stream = receiver.stream = receiver.number
            if stream is not None:
                before = machine.state.get(stream)
                machine.state.set(stream, status)
                by = before.by if before.state == "seeded" else None
                aside = isinstance(call.row, Class) or "." in (effect.from_ or "")
                machine.events.seeding(stream, status, place, aside, value, by)

    def _seed_status(self, effect: Effect, call: LibraryCall) -> Status | None:
        """The state in which a seeding leaves its streams; None: as they were."""
        place = call.place
        absent = self._absent(effect.omitted, place, call.callee)
        if effect.from_ is None:
            return absent if effect.omitted else Status("seeded", place)
        value = self.argument(effect.from_, call.bound, call.receiver)
        if value is None:
            own = call.receiver if effect.from_.startswith("self.") else None
            if call.args.open and (own is None or own.open):
                return UNCLEAR
            return Status("seeded", place) if effect.from_ in call.row.defaults else absent
        return self.status_of(value, place, effect.omitted, call.callee)

    def _absent(self, omitted: str | None, place: Place, callee: str) -> Status | None:
        if omitted == "entropy":
            return Status("unseeded", place, Cause("entropy", place, f"{callee}() without a seed"))
        if omitted == "keep":
            return None
        return Status("seeded", place) if omitted == "fixed" else UNCLEAR._replace(by=place)

    def status_of(self, value: Value, place: Place, omitted: str | None, what: str) -> Status | None:
        """The state of a stream that is seeded from a value."""
        outcomes = [self._status_of(each, place, omitted, what) for each in alternatives(value)]
        if all(each is not None and each.state == "seeded" for each in outcomes):
            return outcomes[0]
        if len(outcomes) == 1:
            return outcomes[0]
        return next((each for each in outcomes if each is not None and each.state == "unseeded"), UNCLEAR)

    def _status_of(self, value: Value, place: Place, omitted: str | None, what: str) -> Status | None:
        if isinstance(value, Lit) and value.value is None:
            absent = self._absent(omitted, place, what)
            if absent is None or absent.state != "unseeded":
                return absent
            kind = "optional" if value.default else "entropy"
            return Status("unseeded", place, Cause(kind, place, "None", value.place))
        if isinstance(value, Entropy):
            return Status("unseeded", place, Cause("entropy", place, value.what, value.place))
        if isinstance(value, Obj):
            found = self.machine.heap[value]
            if found.saved is not None:
                return found.saved
            if found.stream is not None:
                own = self.machine.state.get(found.stream)
                return own if own.state != "seeded" else Status("seeded", place)
            inner = [*found.fields.values(), *found.items]
            entropic = next((each for each in inner if isinstance(each, Entropy)), None)
            if entropic is not None:
                return self._status_of(entropic, place, omitted, what)
            return Status("seeded", place) if isinstance(found.cls, str) else UNCLEAR
        if isinstance(value, (Unknown, Ext)):
            return UNCLEAR._replace(by=place)
        return Status("seeded", place)

    def argument(self, path: str, bound: dict[str, Value], receiver: HeapObject | None) -> Value | None:
        """An argument by a row's path: "x", "x.y" (what x was made with), "self.x" (what the receiver was)."""
        name, _, rest = path.partition(".")
        if name == "self" and receiver is not None:
            name, _, rest = rest.partition(".")
            value: Value | None = receiver.arguments.get(name, receiver.fields.get(name))
        else:
            value = bound.get(name)
        if rest and value is not None:
            if not isinstance(value, Obj):
                return UNKNOWN
            found = self.machine.heap[value]
            return found.arguments.get(rest, found.fields.get(rest))
        return value

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
