"""Lists and sets, and what takes their members in some order: `list`, `sorted`, `len`, `str.join`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import GIVEN, NONE, SEEDLIKE, TEXT, UNKNOWN, Entropy, Ext, Lit, Obj, Value, join, mixed
from samerun.program.flow.words import seed_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from samerun.program.flow.arguments import Args
    from samerun.program.flow.machine import Machine

    Handler = Callable[[Machine, Args, Ext], Value]

_OPERATORS = frozenset({"|", "&", "-", "^"})


def _members(machine: Machine, value: Value) -> tuple[list[Value], bool]:
    """The members of a collection, and whether there may be more."""
    if isinstance(value, Obj):
        found = machine.heap[value]
        if found.cls in ("list", "tuple", "set"):
            return [*found.fields.values(), *found.items], found.open or bool(found.items)
        if found.cls == "dict":
            return [Lit(key) if isinstance(key, (str, int, float)) else UNKNOWN for key in found.fields], True
    if isinstance(value, Lit) and isinstance(value.value, str):
        letters: list[Value] = [Lit(letter) for letter in dict.fromkeys(value.value)]
        return letters, False
    return [machine.iteration.consume(value)], True


def _made(machine: Machine, args: Args, kind: str, members: Iterable[Value], is_open: bool, *key: object) -> Obj:
    made = machine.heap.make(kind, machine.here(args.node), *key)
    made.open = made.open or is_open
    for member in members:
        machine.heap.add(Obj(made.number), member)
    return Obj(made.number)


def _set(machine: Machine, args: Args, ext: Ext) -> Value:
    """`set(x)`, `frozenset(x)`"""
    members, is_open = _members(machine, args.values[0]) if args.values else ([], False)
    return _made(machine, args, "set", members, is_open, machine.context())


def _joined(machine: Machine, args: Args, ext: Ext) -> Value:
    """`a.union(b)` and its like, and `a.copy()`."""
    members: list[Value] = []
    is_open = False
    for value in ([ext.receiver] if ext.receiver is not None else []) + args.values:
        more, more_open = _members(machine, value)
        members, is_open = members + more, is_open or more_open
    return _made(machine, args, "set", members, is_open, machine.context())


def operator(machine: Machine, op: str, left: Value, right: Value) -> Value | None:
    """`a | b` and its like of two sets, `a + b` of two lists, `a * 2` of a list; None for anything else."""
    parts = [each for each in (left, right) if isinstance(each, Obj)]
    kinds = {machine.heap[each].cls for each in parts}
    if len(parts) == 2 and op in _OPERATORS and kinds == {"set"}:
        kind = "set"
    elif parts and kinds <= {"list", "tuple"} and op == ("+" if len(parts) == 2 else "*"):
        kind = "list"
    else:
        return None
    members = [member for each in parts for member in _members(machine, each)[0]]
    if NONE in members:
        return None  # places to be filled later
    made = machine.heap.make(kind, machine.place(*machine.slice), op, left, right)
    made.open = True
    for member in members:
        machine.heap.add(Obj(made.number), member)
    made.disorder = next((order for order in map(machine.disorder.order_of, parts) if order is not None), None)
    return Obj(made.number)


def listed(machine: Machine, args: Args, source: Value, name: str) -> Value:
    """A new list of a collection's members, in the order in which the collection has them."""
    order = machine.disorder.order_of(source)
    if order is None and not (isinstance(source, Obj) and machine.heap[source].cls == "set"):
        member = machine.iteration.consume(source)
        return _made(machine, args, "list", [member], False, name)
    members, is_open = _members(machine, source)
    out = _made(machine, args, "list", members, is_open, name, machine.context())
    machine.heap[out].disorder = order
    return out


def reduced(machine: Machine, args: Args, source: Value) -> Value | None:
    """`max(x)`, `sum(x)` of something disordered: they don't see the order; None for anything else."""
    if not isinstance(source, Obj) or machine.disorder.order_of(source) is None:
        return None
    return join(_members(machine, source)[0])


def sorted_(machine: Machine, args: Args, source: Value) -> Value:
    """`sorted(x)`: the members of `x` in an order of their own, unless they are sorted by hash or address."""
    key = args.keywords.get("key")
    by = key.name if isinstance(key, Ext) else ""
    disordered = isinstance(source, Obj) and machine.disorder.order_of(source) is not None
    if by in ("builtins.id", "builtins.hash"):
        out = _made(machine, args, "list", *_members(machine, source), machine.context())
        what = f"the order by `{by.rpartition('.')[2]}`"
        machine.heap[out].disorder = Entropy(what, machine.here(args.node), "text-order")
        return out
    if not disordered and isinstance(source, Obj) and machine.heap[source].cls in ("list", "tuple"):
        return source
    if not disordered and not (isinstance(source, Obj) and machine.heap[source].cls == "set"):
        return listed(machine, args, source, "builtins.sorted")
    return _made(machine, args, "list", *_members(machine, source), machine.context())


def _sort(machine: Machine, args: Args, ext: Ext) -> Value:
    """`xs.sort()`"""
    assert isinstance(ext.receiver, Obj)
    machine.heap[ext.receiver].disorder = None
    return Lit(None)


def _pop(machine: Machine, args: Args, ext: Ext) -> Value:
    """`s.pop()`: any member."""
    assert isinstance(ext.receiver, Obj)
    return machine.disorder.order_of(ext.receiver) or UNKNOWN


def _len(machine: Machine, args: Args, ext: Ext) -> Value:
    """`len(x)`: in a disordered loop, the number of a member that comes in no fixed place."""
    value = args.values[0] if args.values else UNKNOWN
    if isinstance(value, Ext) and value.name == "sys.argv":
        return Lit(1, option=True)  # a run without arguments
    if isinstance(value, Obj) and machine.heap[value].cls in ("list", "dict"):
        order = machine.disorder.inside(value.number)
        if order is not None:
            return order
    return UNKNOWN


def _str(machine: Machine, args: Args, ext: Ext) -> Value:
    """`str(x)`"""
    if len(args.values) != 1:
        return TEXT
    value = mixed(args.values)
    return TEXT if value == GIVEN else value


def _values(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    found = machine.heap[ext.receiver]
    made = machine.heap.make("list", found.made, found.number, "values")
    if not (found.items or found.open):
        made.fields = dict(enumerate(found.fields.values()))
        return Obj(made.number)
    made.open = True
    for value in (*found.fields.values(), *found.items):
        machine.heap.add(Obj(made.number), value)
    return Obj(made.number)


def _items(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    found = machine.heap[ext.receiver]
    made = machine.heap.make("list", found.made, found.number, "items")
    if not (found.items or found.open):
        for number, (key, value) in enumerate(found.fields.items()):
            member = machine.heap.make("tuple", found.made, found.number, "pair", number)
            name = Lit(key) if isinstance(key, (str, int, float)) else GIVEN
            member.fields = {0: name, 1: value}
            made.fields[number] = Obj(member.number)
        return Obj(made.number)
    made.open = True
    pair = machine.heap.make("tuple", found.made, found.number, "pair")
    pair.fields = {0: GIVEN, 1: machine.heap.member(ext.receiver)}
    machine.heap.add(Obj(made.number), Obj(pair.number))
    return Obj(made.number)


def _get(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    found = machine.heap[ext.receiver]
    key = args.values[0] if args.values else UNKNOWN
    if isinstance(key, Lit):
        if key.value in found.fields:
            return found.fields[key.value]
        if not found.open and not found.items:
            return args.values[1] if len(args.values) > 1 else Lit(None)
        return SEEDLIKE if isinstance(key.value, str) and seed_name(key.value) else UNKNOWN
    return join([machine.heap.member(ext.receiver), *args.values[1:]])


def _update(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    found = machine.heap[ext.receiver]
    for key, value in args.keywords.items():
        machine.heap.store(ext.receiver, key, value, machine.frame.weak > 0)
    for value in args.values:
        if isinstance(value, Obj) and machine.heap[value].cls == "dict":
            for name, field in machine.heap[value].fields.items():
                machine.heap.store(ext.receiver, name, field, machine.frame.weak > 0)
        else:
            found.open = True
    return Lit(None)


BUILTINS: dict[str, Handler] = {
    "builtins.set": _set,
    "builtins.frozenset": _set,
    "builtins.len": _len,
    "builtins.str": _str,
}
METHODS: dict[tuple[str, str], Handler] = {
    **{("set", name): _joined for name in ("union", "intersection", "difference", "symmetric_difference", "copy")},
    ("set", "pop"): _pop,
    ("list", "sort"): _sort,
    ("dict", "values"): _values,
    ("dict", "items"): _items,
    ("dict", "get"): _get,
    ("dict", "pop"): _get,
    ("dict", "setdefault"): _get,
    ("dict", "update"): _update,
}
