"""Objects of the abstract run: one for each place that makes objects, however often it is passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import UNKNOWN, Obj, Place, Value, alternatives, join
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from samerun.index import facts as f
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.domain import Entropy, Func, Status, Stream
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
    `loop`: the number of the loop whose turns make it, 0 if none does; None: it stands for several objects.
    """

    __slots__ = (
        "arguments", "cls", "disorder", "fields", "items", "loop", "loose", "made", "number", "open", "owner", "saved",
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
        self.loop: int | None = 0


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
        self._loops: list[tuple[int, dict[tuple[int, object], Value]]] = []
        self._entered = 0
        self._by_place: dict[tuple[object, ...], int] = {}

    def make(self, cls: ClassRef | str, place: Place, *key: object) -> HeapObject:
        """The object that `place` makes; the same one when the place is passed again."""
        where = (cls, place.path, place.span, *key)
        number = self._by_place.get(where)
        if number is None:
            number = self._by_place[where] = len(self.objects)
            self.objects.append(HeapObject(number, cls, place))
            self.objects[number].loop = self._loop
            self.version += 1
        elif self.objects[number].loop != self._loop or not self._loop:
            self.objects[number].loop = None
        return self.objects[number]

    def flags(self) -> Obj:
        """`absl.flags.FLAGS`: one object for all files of a run."""
        nowhere = Place("", Span(0, 0), Span(0, 0), -1)
        return Obj(self.make("absl.flags", nowhere).number)

    @property
    def _loop(self) -> int:
        return self._loops[-1][0] if self._loops else 0

    def enter_loop(self) -> None:
        """A loop's turns begin."""
        self._entered += 1
        self._loops.append((self._entered, {}))

    def leave_loop(self) -> None:
        """A loop's turns are over; as there may have been none, what they replaced may still be there."""
        for (number, key), old in self._loops.pop()[1].items():
            fields = self.objects[number].fields
            fields[key] = join([old, fields.get(key, old)])
            self.version += 1

    def __getitem__(self, obj: Obj) -> HeapObject:
        return self.objects[obj.number]

    def store(self, obj: Obj, key: object, value: Value, weak: bool, in_turn: bool = False) -> None:
        """Set a field; `weak` keeps what may have been there before.

        `in_turn`: what follows in the turn of a loop comes after this, so that it sees nothing else of an object that
        was made once before the loop, or by the turn.
        """
        owner = self.objects[obj.number]
        fields = owner.fields
        old = fields.get(key)
        if weak and in_turn and old is not None and owner.loop in (0, self._loop):
            self._loops[-1][1].setdefault((obj.number, key), old)
            weak = False
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
