"""What objects of libraries hold: their parts, their generators, and what they are wrapped around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import NONE, UNCLEAR, UNKNOWN, Lit, Obj, Union, Value

if TYPE_CHECKING:
    from samerun.catalog.schema import Class
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine
    from samerun.program.symbols import ClassRef


class Held:
    """Finds what an object of a library, or of a project's heir of one, holds by what its row says."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.catalog = machine.program.catalog
        self._following: list[int] = []  # wrappers that an attribute is being looked for in
        self._rows: dict[ClassRef, Class | None] = {}

    def part(self, owner: HeapObject, cls: str, name: str) -> Value:
        """An object that belongs to another; its own stream is made with it, unless the row says otherwise."""
        machine = self.machine
        row = self.base(owner)
        name = row.twins.get(name, name) if row is not None else name
        core = self.core(owner)  # a wrapper's spaces are those of what it wraps
        own = self.base(core)
        if own is not None and name == own.innermost:
            return Obj(core.number)
        part = machine.heap.make(self.catalog.canonical(cls), core.made, core.number, name)
        if own is not None and name in own.shared:
            if core.stream is None and own.omitted is not None:
                machine.library.own_stream(core, own, {}, core.made)
            part.stream = core.stream
            part.takes_seed = core.takes_seed = False
        elif part.stream is None and part.number not in machine.state.streams:
            made = self.catalog.cls(cls)
            if made is not None and made.omitted is not None:
                machine.library.own_stream(part, made, {}, core.made)
                part.takes_seed = False
        return Obj(part.number)

    def tensor(self, layer: HeapObject, name: str) -> Value | None:
        """A tensor that a layer of a library draws when it is made; None where the attribute isn't one."""
        row = self.base(layer)
        if row is None or name not in row.drawn:
            return None
        given = layer.arguments.get(name)  # `bias=False`
        if isinstance(given, Lit) and not given.value and layer.loop is not None:
            return NONE
        if given is not None and not (isinstance(given, Lit) and given.value):
            return UNKNOWN
        part = self.machine.heap.make("torch.Tensor", layer.made, layer.number, name)
        part.arguments.update(__owner__=Obj(layer.number), __name__=Lit(name))
        return Obj(part.number)

    def layer_of(self, tensor: HeapObject | None) -> tuple[Obj, str] | None:
        """The layer that a tensor is of, and its name there."""
        made_with = tensor.arguments if tensor is not None else {}
        owner, name = made_with.get("__owner__"), made_with.get("__name__")
        return (owner, str(name.value)) if isinstance(owner, Obj) and isinstance(name, Lit) else None

    def core(self, owner: HeapObject) -> HeapObject:
        """What stands inside all wrappers of libraries, and of a project's heirs of them; a bare object itself."""
        seen = {owner.number}
        while isinstance(inner := self._inside(owner), Obj) and inner.number not in seen:
            found = self.machine.heap[inner]
            if not isinstance(found.cls, str):
                break
            seen.add(inner.number)
            owner = found
        return owner

    def _inside(self, owner: HeapObject) -> Value | None:
        """What an object of a library, or of a project's heir of one, was made around."""
        row = self.base(owner)
        return owner.arguments.get(row.wraps) if row is not None and row.wraps is not None else None

    def base(self, found: HeapObject) -> Class | None:
        """The row of an object's class, or of the class of a library that its own class inherits from."""
        if isinstance(found.cls, str):
            return self.catalog.cls(found.cls)
        if found.cls not in self._rows:
            bases = self.machine.program.resolver.linearize(found.cls)[1]
            self._rows[found.cls] = next((row for base in bases if (row := self.catalog.cls(base)) is not None), None)
        return self._rows[found.cls]

    def of_wrapped(self, owner: HeapObject, name: str) -> Value | None:
        """An attribute that is the wrapped object itself, or one of a wrapped object that isn't a library's alone."""
        row = self.base(owner)
        inner = self._inside(owner)
        if row is None or inner is None:
            return None
        if name == row.wraps:
            return inner
        library = isinstance(inner, Obj) and isinstance(self.machine.heap[inner].cls, str)
        if library or not isinstance(inner, (Obj, Union)) or owner.number in self._following:
            return None
        self._following.append(owner.number)
        value = self.machine.names.attribute(inner, name)
        self._following.pop()
        return value

    def inherited(self, found: HeapObject, name: str) -> Value | None:
        """An object that one of a project class has from its base of a library."""
        row = self.base(found)
        cls = self.catalog.attribute(row.names[0], name) if row is not None else None
        if row is None or cls is None:
            return None
        if self.core(found) is found and name not in (*row.shared, row.innermost):
            return None
        return self.part(found, cls, name)

    def generator(self, owner: HeapObject, name: str) -> Value:
        """What a generator draws with: its bit generator, or a copy of that one's state."""
        part = self.machine.heap.make("numpy.random.BitGenerator", owner.made, owner.number, name)
        part.stream = owner.stream
        if name == "state" and owner.stream is not None:
            part.saved = self.machine.state.get(owner.stream)
        return Obj(part.number)

    def restored(self, obj: Obj, name: str, value: Value) -> None:
        """`bit_generator.state = saved`: the object's stream goes on from there."""
        found = self.machine.heap[obj]
        if name == "state" and found.stream is not None and isinstance(found.cls, str):
            saved = self.machine.heap[value].saved if isinstance(value, Obj) else None
            self.machine.state.set(found.stream, saved or UNCLEAR)
