"""Draws of catalog rows: from which stream they come, and what is known of what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable, Class
from samerun.catalog.streams import UNSEEDABLE
from samerun.program.flow.conditions import conditions_hold
from samerun.program.flow.domain import GIVEN, UNKNOWN, Cause, Entropy, Ext, Given, Lit, Obj, Status, Union, is_none
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from samerun.catalog.schema import Effect
    from samerun.program.flow.domain import Place, Stream, Value
    from samerun.program.flow.effects import LibraryCall
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine


class Draws:
    """Draws of the calls of one run."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def draw(self, effect: Effect, call: LibraryCall) -> Value:
        """What an effect draws: of no interest where it is seeded, entropy where it surely isn't."""
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
                return self._via(given, effect, place, callee)
            stream = effect.omitted or stream
        if stream == "self":
            return self._own(call.receiver, place, callee)
        if stream == "fixed":
            return GIVEN
        if stream == "entropy":
            status = Status("unseeded", None, Cause("own", place))
            self.machine.events.draw("own", status, place, callee, None)
            return Entropy(f"{callee}()", place)
        assert stream is not None
        cls = None if isinstance(row, Class) else row.returns
        is_module = cls is not None and "." in cls and self.machine.program.catalog.is_layer(cls)
        init = isinstance(row, Class) or call.callee.startswith("torch.nn.init.") or is_module
        init = init or self.machine.library.held.layer_of(call.receiver) is not None
        if init and self.machine.weightless:
            return GIVEN
        if effect.latent and isinstance(row, Callable) and row.returns and row.returns.startswith("arg:"):
            self.machine.events.weights.adapted(self.machine, place, call.bound.get(row.returns[4:]))
        return self.from_stream(stream, place, callee, None, init, effect.latent)

    def _via(self, given: Value, effect: Effect, place: Place, callee: str) -> Value:
        """A draw whose stream an argument supplies."""
        if isinstance(given, Entropy):
            cause = Cause("entropy", place, given.what, given.place)
            self.machine.events.draw("own", Status("unseeded", place, cause), place, callee, None)
            return given
        if isinstance(given, Obj):
            found = self.machine.heap[given]
            if found.stream is not None:
                return self.from_stream(found.stream, place, callee, found, init=False)
            return UNKNOWN
        if isinstance(given, Ext) and given.name == "numpy.random":
            return self.from_stream("numpy-global", place, callee, None, init=False)
        if isinstance(given, (Lit, Given)):
            return GIVEN
        if isinstance(given, Union) and all(isinstance(each, (Lit, Given)) for each in given.options):
            return GIVEN if is_none(given) is False else UNKNOWN
        return UNKNOWN

    def _own(self, receiver: HeapObject | None, place: Place, callee: str) -> Value:
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
        return self.from_stream(receiver.stream, place, callee, receiver, init=False)

    def from_stream(
        self,
        stream: Stream,
        place: Place,
        callee: str,
        owner: HeapObject | None,
        init: bool,
        latent: bool = False,
    ) -> Value:
        """A draw from a stream; `owner`: the object whose stream it is."""
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
