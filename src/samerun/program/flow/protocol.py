"""What Python calls unseen (operators, `__bool__`) and the functions that ask objects for attributes by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.arguments import Args
from samerun.program.flow.domain import (
    UNKNOWN,
    Cls,
    Ext,
    Func,
    Lit,
    Mod,
    Obj,
    Value,
    alternatives,
    join,
)
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.machine import Machine

    Handler = Callable[[Machine, Args, Ext], Value]

_OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "&": "and", "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift", "==": "eq", "!=": "ne", "<": "lt", "<=": "le",
    ">": "gt", ">=": "ge",
}  # fmt: skip
_NAMESPACES = frozenset({"argparse.Namespace", "omegaconf.DictConfig"})


def operated(machine: Machine, op: str, left: Value, right: Value) -> Value | None:
    """An operator that a project class defines; None where neither side's does."""
    if op in ("in", "not in"):
        left, right, name, mirrored = right, left, "contains", ""
    else:
        name = _OPERATORS.get(op, "")
        mirrored = f"__r{name}__"
    if not name:
        return None
    for owner, other, method in ((left, right, f"__{name}__"), (right, left, mirrored)):
        found = machine.caller.objects.find(owner, method) if method and isinstance(owner, Obj) else None
        if isinstance(found, Func):
            return machine.caller.function(found, Args([other]))
    return None


def asked(machine: Machine, value: Value) -> bool | None:
    """Whether a value counts as true where a test asks it: `__bool__` runs."""
    if isinstance(value, Obj):
        method = machine.caller.objects.find(value, "__bool__")
        if isinstance(method, Func):
            return machine.truth(machine.caller.function(method, Args([])))
    return machine.truth(value)


# --- attributes by name ----------------------------------------------------------------------------------


def has_attribute(machine: Machine, owner: Value, name: str) -> bool | None:
    """Whether a value has an attribute; None where that can't be known."""
    if isinstance(owner, Mod):
        frame = machine.modules.get(owner.path)
        return None if frame is None else name in frame.env or None
    if isinstance(owner, Cls):
        return _class_has(machine, owner.ref, name)
    if not isinstance(owner, Obj):
        return None
    found = machine.heap[owner]
    if name in found.fields:
        return True
    if isinstance(found.cls, ClassRef):
        return _class_has(machine, found.cls, name)
    return False if found.cls in _NAMESPACES and not (found.open or found.items) else None


def _class_has(machine: Machine, ref: ClassRef, name: str) -> bool | None:
    own, external, complete = machine.program.resolver.linearize(ref)
    objects = machine.caller.objects
    if any(objects.class_member(each, name) is not None for each in own):
        return True
    hidden = any(objects.class_member(each, "__getattr__") is not None for each in own)
    return None if external or hidden or not complete else False


def _getattr(machine: Machine, args: Args, ext: Ext) -> Value:
    if len(args.values) < 2:
        return UNKNOWN
    owner, name = args.values[0], args.values[1]
    if not (isinstance(name, Lit) and isinstance(name.value, str)):
        return UNKNOWN
    if len(args.values) > 2:
        there = has_attribute(machine, owner, name.value)
        if there is False:
            return args.values[2]
        if there is None:
            return join([machine.names.attribute(owner, name.value), args.values[2]])
    return machine.names.attribute(owner, name.value)


def _hasattr(machine: Machine, args: Args, ext: Ext) -> Value:
    if len(args.values) == 2 and isinstance(args.values[1], Lit):
        there = has_attribute(machine, args.values[0], str(args.values[1].value))
        return UNKNOWN if there is None else Lit(there)
    return UNKNOWN


def _setattr(machine: Machine, args: Args, ext: Ext) -> Value:
    if len(args.values) == 3 and isinstance(args.values[1], Lit) and isinstance(args.values[1].value, str):
        plain = ext.name.startswith("builtins.object.")
        machine.names.set_attribute(args.values[0], args.values[1].value, args.values[2], plain=plain)
    return Lit(None)


def _isinstance(machine: Machine, args: Args, ext: Ext) -> Value:
    """`isinstance(x, int)`, where the class of `x` is known."""
    if len(args.values) != 2:
        return UNKNOWN
    value, kinds = args.values
    wanted = list(machine.heap[kinds].fields.values()) if isinstance(kinds, Obj) else list(alternatives(kinds))
    answers = [_is_a(machine, value, kind) for kind in wanted]
    if True in answers:
        return Lit(True)
    return UNKNOWN if None in answers or not answers else Lit(False)


def _is_a(machine: Machine, value: Value, kind: Value) -> bool | None:
    if isinstance(value, Lit) and isinstance(kind, Ext):
        if kind.name.startswith("builtins."):
            name = kind.name.rpartition(".")[2]
            return name in [each.__name__ for each in type(value.value).__mro__]
        return False if kind.name.startswith(("numpy.", "omegaconf.")) else None
    if isinstance(value, Lit) and isinstance(kind, Cls):
        return False
    if not isinstance(value, Obj):
        return None
    cls = machine.heap[value].cls
    if isinstance(cls, ClassRef):
        own, external, complete = machine.program.resolver.linearize(cls)
        if isinstance(kind, Cls):
            return kind.ref in own or (None if not complete else False)
        if isinstance(kind, Ext):
            return True if kind.name in external else False if kind.name in _FUNCTIONS else None
        return None
    if isinstance(kind, Ext):
        if kind.name in (cls, f"builtins.{cls}"):
            return True
        if "." in cls and kind.name in _FUNCTIONS:
            return False
        if cls.startswith("torch.nn.") and kind.name in (*_SIMPLE, *_COLLECTIONS):
            return False
        apart = machine.heap[value].stream is not None or cls in ("list", "tuple", "dict", "set")
        return False if apart and kind.name in _SIMPLE else None
    return None


# Classes that no generator and no display is an instance of.
_SIMPLE = frozenset({"builtins.int", "builtins.float", "builtins.str", "builtins.bool", "numpy.integer"})
# Classes of functions: no class can inherit from them.
_FUNCTIONS = frozenset(
    f"types.{name}Type" for name in ("Function", "Lambda", "Method", "BuiltinFunction", "BuiltinMethod")
)
_COLLECTIONS = frozenset(f"builtins.{name}" for name in ("list", "tuple", "dict", "set"))


# --- functions that call methods by name -----------------------------------------------------------------


def _asker(kind: str) -> Handler:
    def handler(machine: Machine, args: Args, ext: Ext) -> Value:
        made = machine.heap.make(kind, machine.here(args.node), args.key())
        made.fields.update(enumerate(args.values))
        made.fields.update(args.keywords)
        return Obj(made.number)

    return handler


def _by_path(machine: Machine, value: Value, path: Value) -> Value:
    if not (isinstance(path, Lit) and isinstance(path.value, str)):
        return UNKNOWN
    for name in path.value.split("."):
        value = machine.names.attribute(value, name)
    return value


def _apply_asker(machine: Machine, args: Args, ext: Ext) -> Value:
    """`operator.methodcaller("seed", 3)(random)`, `operator.attrgetter("a.b")(x)`"""
    assert isinstance(ext.receiver, Obj)
    found = machine.heap[ext.receiver]
    if not args.values or 0 not in found.fields:
        return UNKNOWN
    owner, asked_for = args.values[0], found.fields[0]
    if found.cls == "operator.itemgetter":
        return machine.names.item(owner, asked_for)
    target = _by_path(machine, owner, asked_for)
    if found.cls == "operator.attrgetter":
        return target
    given = [found.fields[number] for number in sorted(key for key in found.fields if isinstance(key, int) and key)]
    named = {key: value for key, value in found.fields.items() if isinstance(key, str)}
    name = str(asked_for.value) if isinstance(asked_for, Lit) else ""
    return machine.caller.call(target, Args(given, named, args.node), name)


# --- functions that stand for functions ------------------------------------------------------------------


def _wraps(machine: Machine, args: Args, ext: Ext) -> Value:
    """`@functools.wraps(function)`"""
    made = machine.heap.make("wraps", machine.here(args.node), args.key())
    made.arguments["func"] = args.values[0] if args.values else UNKNOWN
    return Obj(made.number)


def _singledispatch(machine: Machine, args: Args, ext: Ext) -> Value:
    """`@functools.singledispatch`: any of what is registered may be called."""
    made = machine.heap.make("singledispatch", machine.here(args.node), args.key())
    made.items += args.values[:1]
    return Obj(made.number)


def _register(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    given = [value for value in args.everything() if isinstance(value, Func)]
    for value in given:
        machine.heap.add(ext.receiver, value)
    if given:
        return given[0]
    made = machine.heap.make("register", machine.here(args.node), ext.receiver)
    made.owner = ext.receiver
    return Obj(made.number)


def _dispatch(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    return machine.caller.call(join(list(machine.heap[ext.receiver].items)), args, "dispatch")


BUILTINS: dict[str, Handler] = {
    "builtins.getattr": _getattr,
    "builtins.hasattr": _hasattr,
    "builtins.setattr": _setattr,
    "builtins.object.__setattr__": _setattr,
    "builtins.isinstance": _isinstance,
    "functools.wraps": _wraps,
    "functools.singledispatch": _singledispatch,
    **{f"operator.{kind}": _asker(f"operator.{kind}") for kind in ("methodcaller", "attrgetter", "itemgetter")},
}
METHODS: dict[tuple[str, str], Handler] = {
    **{(f"operator.{kind}", "__call__"): _apply_asker for kind in ("methodcaller", "attrgetter", "itemgetter")},
    ("singledispatch", "register"): _register,
    ("singledispatch", "__call__"): _dispatch,
}
