"""Objects of the abstract run: one for each place that makes objects, however often it is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import UNKNOWN, Obj, Value, alternatives, join

if TYPE_CHECKING:
    from samerun.index import facts as f
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.domain import Entropy, Func, Place, Status, Stream
    from samerun.program.symbols import ClassRef


class HeapObject:
    """One object.

    `cls`: a project class, the canonical name of a library's class, or a display's kind ("list", "dict", …).
    `arguments`: what a library's object was made with, by parameter. `stream`: its own stream (its number), the
    global stream it draws from, or None. `fields`: attributes and constant keys; `items`: everything else in it.
    `thunk`: a generator's or comprehension's body, run when it is iterated. `owner`: what a registering decorator
    registers with. `takes_seed`: whether it can be seeded where it is made.
    `saved`: the stream's state that it is a copy of (`random.getstate()`).
    `disorder`: its members stand in an order that differs from run to run. `loose`: some of its keys may be missing.
    """

    __slots__ = (
        "arguments", "cls", "disorder", "fields", "items", "loose", "made", "number", "open", "owner", "saved",
        "stream", "takes_seed", "thunk",
    )  # fmt: skip

    def __init__(self, number: int, cls: ClassRef | str, made: Place) -> None:
        self.number = number
        self.cls = cls
        self.made = made
        self.arguments: dict[str, Value] = {}
        self.open = self.loose = False
        self.stream: Stream | None = None
        self.fields: dict[object, Value] = {}
        self.items: list[Value] = []
        self.thunk: Thunk | None = None
        self.owner = Obj(number)
        self.takes_seed = True
        self.saved: Status | None = None
        self.disorder: Entropy | None = None


class Thunk:
    """A lazy body: a generator function's call, or a generator expression."""

    __slots__ = ("expression", "frame", "function")

    def __init__(self, frame: int, function: tuple[Func, Args] | None = None, expression: f.Comp | None = None) -> None:
        self.frame, self.function, self.expression = frame, function, expression


class Heap:
    """All objects; `version` grows with every change that a call's outcome may depend on."""

    def __init__(self) -> None:
        self.objects: list[HeapObject] = []
        self.version = 0
        self._by_place: dict[tuple[object, ...], int] = {}

    def make(self, cls: ClassRef | str, place: Place, *key: object) -> HeapObject:
        """The object that `place` makes; the same one when the place is passed again."""
        where = (cls, place.path, place.span, *key)
        number = self._by_place.get(where)
        if number is None:
            number = self._by_place[where] = len(self.objects)
            self.objects.append(HeapObject(number, cls, place))
            self.version += 1
        return self.objects[number]

    def __getitem__(self, obj: Obj) -> HeapObject:
        return self.objects[obj.number]

    def store(self, obj: Obj, key: object, value: Value, weak: bool) -> None:
        """Set a field; `weak` keeps what may have been there before."""
        owner = self.objects[obj.number]
        fields = owner.fields
        old = fields.get(key)
        owner.loose = owner.loose or (weak and old is None)
        new = join([old, value]) if weak and old is not None else value
        if old != new:
            fields[key] = new
            self.version += 1

    def add(self, obj: Obj, value: Value) -> None:
        """Put a value into a collection at a place that isn't known."""
        items = self.objects[obj.number].items
        if value not in items and len(items) < 16:
            items.append(value)
            self.version += 1

    def member(self, obj: Obj) -> Value:
        """Any one of a collection's members."""
        found = self.objects[obj.number]
        members = [*found.items, *found.fields.values()]
        return join(members) if members else UNKNOWN

    def streams_in(self, obj: Obj) -> tuple[Stream, ...]:
        """The streams of its own that each of a collection's members has."""
        found = self.objects[obj.number]
        inside = [each for value in (*found.items, *found.fields.values()) for each in alternatives(value)]
        streams = [self.objects[each.number].stream for each in inside if isinstance(each, Obj)]
        return tuple(each for each in streams if isinstance(each, int))

    def hand_over(self, values: list[Value]) -> None:
        """Collections that code we don't see gets hold of may come back with more in them."""
        for value in values:
            if isinstance(value, Obj) and self.objects[value.number].cls in ("list", "dict", "set"):
                self.objects[value.number].open = True
