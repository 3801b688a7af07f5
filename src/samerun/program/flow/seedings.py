"""Seedings of catalog rows: in which state they leave the streams that they set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import Class
from samerun.program.flow.domain import UNCLEAR, UNKNOWN, Cause, Entropy, Ext, Lit, Obj, Status, Unknown, alternatives

if TYPE_CHECKING:
    from samerun.catalog.schema import Effect
    from samerun.program.flow.domain import Place, Stream, Value
    from samerun.program.flow.effects import LibraryCall
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine


class Seedings:
    """Seedings by the calls of one run."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def seed(self, effect: Effect, call: LibraryCall, sure: bool) -> None:
        """Set the streams that an effect seeds; `sure`: its conditions hold."""
        machine, receiver, place = self.machine, call.receiver, call.place
        status = self._seed_status(effect, call)
        if status is None:
            return
        if not sure:
            status = UNCLEAR
        value = self._argument(effect.from_, call.bound, call.receiver) if effect.from_ is not None else None
        if isinstance(value, Lit) and sure and effect.omitted is None:
            machine.events.refused(value, maybe=any(frame.weak for frame in machine.stack))
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
        value = self._argument(effect.from_, call.bound, call.receiver)
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
            if not self.machine.events.paused:
                self.machine.events.sources.add(value.place)
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

    def _argument(self, path: str, bound: dict[str, Value], receiver: HeapObject | None) -> Value | None:
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
