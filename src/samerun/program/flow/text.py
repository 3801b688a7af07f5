"""Methods of text: their results where they can be computed, else that they are text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.domain import TEXT, UNKNOWN, Entropy, Lit, Obj, Value

if TYPE_CHECKING:
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.machine import Machine

# Methods of strings that a test may ask.
_COMPUTED = frozenset(
    {"startswith", "endswith", "lower", "upper", "strip", "isdigit", "replace", "removesuffix", "removeprefix"}
)
# Methods that only text has, whatever it is called on.
_PARTS = frozenset({"split", "rsplit", "splitlines", "readlines"})
_TEXT = frozenset({"lower", "upper", "strip", "rstrip", "lstrip", "casefold", "read_text"})


def method_of_text(machine: Machine, text: Lit, name: str, args: Args) -> Value:
    """A method of a constant string."""
    if name == "join":
        return _joined(machine, args) or TEXT
    if name in _PARTS:
        return _parts(machine, args)
    if name not in _COMPUTED or not all(
        isinstance(value, Lit) and isinstance(value.value, str) for value in args.values
    ):
        return TEXT
    given = [value.value for value in args.values if isinstance(value, Lit)]
    try:
        return Lit(getattr(str(text.value), name)(*given), option=text.option)
    except TypeError:
        return UNKNOWN


def text_by_method(machine: Machine, name: str, args: Args) -> Value | None:
    """What a call of something unknown gives, where only text has a method of that name; else None."""
    if args.node is None or not isinstance(args.node.func, f.Attr) or args.keywords:
        return None
    plain = all(isinstance(value, Lit) and isinstance(value.value, str) for value in args.values)
    if not plain or len(args.values) > 1:
        return None
    if name in _PARTS:
        return _parts(machine, args)
    return TEXT if name in _TEXT else None


def _parts(machine: Machine, args: Args) -> Value:
    made = machine.heap.make("list", machine.here(args.node), machine.context(), "parts")
    made.open = True
    machine.heap.add(Obj(made.number), TEXT)
    return Obj(made.number)


def _joined(machine: Machine, args: Args) -> Entropy | None:
    """`", ".join(x)`: as disordered as `x` is; None where nothing says so."""
    source = args.values[0] if args.values else UNKNOWN
    order = machine.disorder.order_of(source)
    if order is None and isinstance(source, Obj) and machine.heap[source].thunk is not None:
        before = len(machine.disorder.loops)
        found: list[Entropy] = []

        def take(member: Value) -> None:
            inner = machine.disorder.inside() if len(machine.disorder.loops) > before else None
            if inner is not None:
                found.append(inner)

        machine.iteration.iterate(source, take)
        return found[0] if found else None
    return order
