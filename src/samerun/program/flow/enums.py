"""Members of enumerations: one object each, found by name or by value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import Cls, Func, Lit, Mod, Obj, Value, join
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place
    from samerun.program.flow.machine import Machine

_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
# Enumerations whose members equal their values.
_PLAIN = frozenset({"enum.IntEnum", "enum.StrEnum", "enum.IntFlag", "builtins.str", "builtins.int"})


def is_enum(machine: Machine, ref: ClassRef) -> bool:
    """Whether a project class is an enumeration."""
    return not _ENUMS.isdisjoint(machine.program.resolver.linearize(ref)[1])


def make_members(machine: Machine, ref: ClassRef, place: Place) -> None:
    """Turn the values that an enumeration's body has bound into its members."""
    env = machine.class_env[ref]
    for name, value in list(env.items()):
        if name.startswith("_") or isinstance(value, (Func, Cls)) or "." in name:
            continue
        made = machine.heap.make(ref, place, "member", name)
        made.fields.update({"value": value, "_value_": value, "name": Lit(name), "_name_": Lit(name)})
        env[name] = Obj(made.number)


def members(machine: Machine, ref: ClassRef) -> list[Value]:
    """An enumeration's members, in order."""
    env = machine.class_env.get(ref, {})
    return [value for value in env.values() if isinstance(value, Obj) and machine.heap[value].cls == ref]


def by_value(machine: Machine, ref: ClassRef, value: Value) -> Value:
    """`Mode("fast")`: the member with that value, or any."""
    found = members(machine, ref)
    if isinstance(value, Lit):
        for each in found:
            assert isinstance(each, Obj)
            own = machine.heap[each].fields.get("value")
            if isinstance(own, Lit) and own.value == value.value:
                return each
    return join(found)


def by_name(machine: Machine, ref: ClassRef, name: Value) -> Value:
    """`Mode["FAST"]`: the member of that name, or any."""
    if isinstance(name, Lit) and (found := machine.class_env.get(ref, {}).get(str(name.value))) is not None:
        return found
    return join(members(machine, ref))


def same_member(machine: Machine, left: Value, right: Value) -> bool | None:
    """Whether two values are the same member, class or module; None where that can't be known."""
    if isinstance(left, (Cls, Mod)) and isinstance(right, (Cls, Mod)):
        return left == right
    for one, other in ((left, right), (right, left)):
        if not isinstance(one, Obj):
            continue
        ref = machine.heap[one].cls
        if not isinstance(ref, ClassRef) or one not in members(machine, ref):
            continue
        if isinstance(other, Obj):
            return one == other if machine.heap[other].cls == ref else None
        if isinstance(other, Lit):
            value = machine.heap[one].fields.get("value")
            if _PLAIN.isdisjoint(machine.program.resolver.linearize(ref)[1]):
                return False
            return value.value == other.value if isinstance(value, Lit) else None
    return None
