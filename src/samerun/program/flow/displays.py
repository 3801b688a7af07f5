"""Lists and sets, and what takes their members in some order: `list`, `sorted`, `len`, `str.join`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import GIVEN, NONE, TEXT, UNKNOWN, Entropy, Ext, Lit, Obj, Value, join, mixed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from samerun.program.flow.arguments import Args
    from samerun.program.flow.machine import Machine

    Handler = Callable[[Machine, Args, Ext], Value]

_OPERATORS = frozenset({"|", "&", "-", "^"})


def members_of(machine: Machine, value: Value) -> tuple[list[Value], bool]:
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
    members, is_open = members_of(machine, args.values[0]) if args.values else ([], False)
    return _made(machine, args, "set", members, is_open, machine.context())


def _joined(machine: Machine, args: Args, ext: Ext) -> Value:
    """`a.union(b)` and its like, and `a.copy()`."""
    members: list[Value] = []
    is_open = False
    for value in ([ext.receiver] if ext.receiver is not None else []) + args.values:
        more, more_open = members_of(machine, value)
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
    members = [member for each in parts for member in members_of(machine, each)[0]]
    if NONE in members:
        return None  # places to be filled later
    made = machine.heap.make(kind, machine.place(*machine.slice), op, left, right)
    made.open = True
    for member in members:
        machine.heap.add(Obj(made.number), member)
    made.disorder = next((order for order in map(machine.disorder.order_of, parts) if order is not None), None)
    return Obj(made.number)


def contains(machine: Machine, collection: Value, item: Value) -> bool | None:
    """`item in collection`; None where that can't be known."""
    if isinstance(collection, Lit) and isinstance(item, Lit):
        both_text = isinstance(collection.value, str) and isinstance(item.value, str)
        return item.value in collection.value if both_text else None  # type: ignore[operator]
    if not (isinstance(collection, Obj) and isinstance(item, Lit)):
        return None
    found = machine.heap[collection]
    if found.cls in ("dict", "argparse.Namespace", "omegaconf.DictConfig"):
        if item.value in found.fields:
            return True
        return None if found.open or found.items else False
    if found.cls not in ("list", "tuple", "set"):
        return None
    known = [each.value for each in found.fields.values() if isinstance(each, Lit)]
    if item.value in known:
        return True
    return None if found.open or found.items or len(known) < len(found.fields) else False


def listed(machine: Machine, args: Args, source: Value, name: str) -> Value:
    """A new list of a collection's members, in the order in which the collection has them."""
    order = machine.disorder.order_of(source)
    if order is None and not (isinstance(source, Obj) and machine.heap[source].cls == "set"):
        member = machine.iteration.consume(source)
        return _made(machine, args, "list", [member], False, name)
    members, is_open = members_of(machine, source)
    out = _made(machine, args, "list", members, is_open, name, machine.context())
    machine.heap[out].disorder = order
    return out


def reduced(machine: Machine, args: Args, source: Value) -> Value | None:
    """`max(x)`, `sum(x)` of something disordered: they don't see the order; None for anything else."""
    if not isinstance(source, Obj) or machine.disorder.order_of(source) is None:
        return None
    return join(members_of(machine, source)[0])


def sorted_(machine: Machine, args: Args, source: Value) -> Value:
    """`sorted(x)`: the members of `x` in an order of their own, unless they are sorted by hash or address."""
    key = args.keywords.get("key")
    by = key.name if isinstance(key, Ext) else ""
    disordered = isinstance(source, Obj) and machine.disorder.order_of(source) is not None
    if by in ("builtins.id", "builtins.hash"):
        out = _made(machine, args, "list", *members_of(machine, source), machine.context())
        what = f"the order by `{by.rpartition('.')[2]}`"
        machine.heap[out].disorder = Entropy(what, machine.here(args.node), "text-order")
        return out
    if not disordered and isinstance(source, Obj) and machine.heap[source].cls in ("list", "tuple"):
        return source
    if not disordered and not (isinstance(source, Obj) and machine.heap[source].cls == "set"):
        return listed(machine, args, source, "builtins.sorted")
    return _made(machine, args, "list", *members_of(machine, source), machine.context())


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
    """`len(x)`; in a disordered loop, the number of a member that comes in no fixed place."""
    value = args.values[0] if args.values else UNKNOWN
    if isinstance(value, Ext) and value.name == "sys.argv":
        return Lit(1, option=True)  # a run without arguments
    if isinstance(value, Obj) and machine.heap[value].cls in ("list", "dict"):
        order = machine.disorder.inside(value.number)
        if order is not None:
            return order
    if isinstance(value, Obj) and machine.heap[value].cls != "set" and machine.is_whole(machine.heap[value]):
        return Lit(len(machine.heap[value].fields))
    if value == Ext("sys.argv"):
        return Lit(1, option=True)
    return UNKNOWN


def _str(machine: Machine, args: Args, ext: Ext) -> Value:
    """`str(x)`"""
    if len(args.values) != 1:
        return TEXT
    value = mixed(args.values)
    return TEXT if value == GIVEN else value


def _layers(machine: Machine, args: Args, ext: Ext) -> Value:
    """`nn.ModuleList(layers)`, `nn.ModuleDict(layers)`: for the run they are what they hold."""
    source = args.values[0] if args.values else None
    kind = "dict" if ext.name.endswith("Dict") else "list"
    if isinstance(source, Obj) and machine.heap[source].cls in ("list", "tuple", "dict"):
        return source
    if source is None:
        return Obj(machine.heap.make(kind, machine.here(args.node), machine.context()).number)
    return listed(machine, args, source, ext.name) if kind == "list" else UNKNOWN


BUILTINS: dict[str, Handler] = {
    **dict.fromkeys(("torch.nn.ModuleList", "torch.nn.ModuleDict", "torch.nn.modules.container.ModuleList"), _layers),
    "builtins.set": _set,
    "builtins.frozenset": _set,
    "builtins.len": _len,
    "builtins.str": _str,
}


def _taken(machine: Machine, args: Args, ext: Ext) -> Value:
    """`xs.pop()`, `xs.clear()`: what is left isn't known."""
    assert isinstance(ext.receiver, Obj)
    machine.heap[ext.receiver].open = True
    machine.heap.version += 1
    return machine.heap.member(ext.receiver) if ext.name.endswith("pop") else UNKNOWN


METHODS: dict[tuple[str, str], Handler] = {
    **{("set", name): _joined for name in ("union", "intersection", "difference", "symmetric_difference", "copy")},
    ("set", "pop"): _pop,
    ("list", "sort"): _sort,
    **{("list", name): _taken for name in ("pop", "clear", "remove", "popleft")},
    **{("dict", name): _taken for name in ("popitem", "clear")},
}
