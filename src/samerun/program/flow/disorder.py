"""What no seed makes repeat: orders, hashes, addresses, the operating system's numbers, up to where they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import TEXT, Entropy, Given, Lit, Obj, Place, Value, alternatives
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.program.flow.machine import Machine

ORDERS = frozenset({"text-order", "file-order", "finish-order"})
_DISPLAYS = frozenset({"list", "tuple", "dict", "set", "gen", "enumerate", "zip"})
# Uses that show a value's worth: which kinds of value matter there. Files and finished tasks may be told as they come.
_MATTERS = {
    "shown": frozenset({"os", "hash", "bucket", "text-order"}),
    "decides": frozenset({"os", "bucket", "text-order"}),
    "matches": frozenset({"bucket"}),
    "drawn": ORDERS,
    "numbered": ORDERS,
}
# With these operators somebody computes with a number that was made to be a name.
COMPUTING = frozenset({"%", "&", "^", ">>", "//"})


class Disorder:
    """Follows values that no seed makes repeat; `loops` are the ones over a disordered collection, running now."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.loops: list[tuple[Entropy, int]] = []

    def order_of(self, value: Value) -> Entropy | None:
        """Why the members of a value come in another order in every run; None where nothing says so."""
        if isinstance(value, Entropy):
            return value if value.kind in ORDERS else None
        if not isinstance(value, Obj):
            return None
        found = self.machine.heap[value]
        if found.cls == "set":
            members = [*found.fields.values(), *found.items]
            several = len(members) > 1 or found.open or not all(isinstance(each, Lit) for each in members)
            if several and any(self._scattered(each) for each in members):
                objects = any(isinstance(each, Obj) and self._hashed_by_address(each) for each in members)
                what = "the order of this set of objects" if objects else "the order of this set"
                order = Entropy(what, found.made, "text-order", alike=all(map(self.is_text, members)))
                self.machine.events.read(order, self.machine.here(None))
                return order
        return found.disorder

    def is_text(self, value: Value) -> bool:
        """Whether a value is text, or a tuple of text, whatever else is unknown of it."""
        for each in alternatives(value):
            if isinstance(each, Obj) and self.machine.heap[each].cls == "tuple":
                found = self.machine.heap[each]
                if found.open or not all(map(self.is_text, (*found.fields.values(), *found.items))):
                    return False
            elif not (isinstance(each, Lit) and isinstance(each.value, str)) and each != TEXT:
                return False
        return True

    def _scattered(self, value: Value) -> bool:
        """Whether a value's hash differs from run to run."""
        for each in alternatives(value):
            if isinstance(each, Lit) and isinstance(each.value, (str, bytes)):
                return True
            if isinstance(each, Given) and each.text:
                return True
            if isinstance(each, Obj) and self.machine.heap[each].cls == "tuple":
                found = self.machine.heap[each]
                if any(self._scattered(inner) for inner in (*found.fields.values(), *found.items)):
                    return True
            if isinstance(each, Obj) and self._hashed_by_address(each):
                return True
        return False

    def _hashed_by_address(self, obj: Obj) -> bool:
        """Whether an object of a project class has nothing but its address for a hash."""
        ref = self.machine.heap[obj].cls
        if not isinstance(ref, ClassRef):
            return False
        cls = self.machine.program.table.by_path[ref.path].facts.classes[ref.index]
        if cls.bases or cls.decorators or cls.keywords:
            return False
        return all(self.machine.caller.objects.find(obj, name) is None for name in ("__hash__", "__eq__"))

    def taints_of(self, value: Value, depth: int = 3) -> Iterator[Entropy]:
        """What in a value, or in a collection's members, no seed makes repeat."""
        for each in alternatives(value):
            if isinstance(each, Entropy) and each.kind != "draw":
                yield each
            if isinstance(each, Obj) and depth and self.machine.heap[each].cls in _DISPLAYS:
                order = self.order_of(each)
                if order is not None:
                    yield order
                    continue
                found = self.machine.heap[each]
                for inner in (*found.fields.values(), *found.items):
                    yield from self.taints_of(inner, depth - 1)

    def use(self, values: Iterable[Value], use: str, place: Place) -> None:
        """Values are shown, decide something, or are drawn from."""
        for value in values:
            for taint in self.taints_of(value):
                if taint.kind in _MATTERS[use]:
                    self.machine.events.leak(taint, place, use)

    def computed(self, op: str, values: list[Value]) -> Value | None:
        """An operator applied: what a name's digits, a hash or an address become in a computation."""
        for value in values:
            if isinstance(value, Entropy) and value.kind in ("name", "hash", "address") and op in COMPUTING:
                kind = "bucket" if value.kind == "hash" else "os"
                return Entropy(value.what, value.place, kind, value.alike)
            if isinstance(value, Entropy) and value.kind in ("hash", "bucket", "address") and op in ("+", "*"):
                return value
        return None

    # --- loops ---------------------------------------------------------------------------------------

    def enter(self, taint: Entropy) -> None:
        """A loop over something disordered begins; what is made from here on is made in it."""
        self.loops.append((taint, len(self.machine.heap.objects)))

    def leave(self) -> None:
        self.loops.pop()

    def inside(self, number: int = -1) -> Entropy | None:
        """The disorder of the loop that runs now, as far as it reaches an object made before it (by number)."""
        for taint, mark in reversed(self.loops):
            if number < mark:
                return taint
        return None

    def touched(self, obj: Obj) -> None:
        """A collection is added to: in a disordered loop its members come in that order."""
        found = self.machine.heap[obj]
        taint = self.inside(obj.number)
        if taint is not None and found.cls in ("list", "dict", "tuple") and found.disorder is None:
            found.disorder = taint
