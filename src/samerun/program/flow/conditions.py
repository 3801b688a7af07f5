"""Whether a catalog row's conditions hold for a call's arguments: yes, no, or not to be known (None)."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from samerun.catalog.schema import Compare
from samerun.program.flow.domain import Entropy, Given, Lit, Obj, Unknown, Value, alternatives, is_none

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.catalog.schema import Condition
    from samerun.program.flow.heap import Heap, HeapObject


def conditions_hold(
    when: list[Condition],
    unless: list[Condition],
    defaults: Mapping[str, object],
    bound: Mapping[str, Value],
    is_open: bool,
    receiver: HeapObject | None,
    heap: Heap,
) -> bool | None:
    """`when` (one must hold, none means yes) and not `unless`."""
    asked = _any(when, defaults, bound, is_open, receiver, heap) if when else True
    excluded = _any(unless, defaults, bound, is_open, receiver, heap) if unless else False
    if asked is False or excluded is True:
        return False
    return True if asked is True and excluded is False else None


def _any(
    conditions: list[Condition],
    defaults: Mapping[str, object],
    bound: Mapping[str, Value],
    is_open: bool,
    receiver: HeapObject | None,
    heap: Heap,
) -> bool | None:
    answers = [
        _all(
            [
                _is_surely(wanted, *_argument(name, defaults, bound, is_open, receiver, heap), bound, heap)
                if isinstance(wanted, Compare) and (wanted.length or wanted.surely is not None or wanted.same)
                else _holds(wanted, *_argument(name, defaults, bound, is_open, receiver, heap))
                for name, wanted in condition.items()
            ]
        )
        for condition in conditions
    ]
    if True in answers:
        return True
    return None if None in answers else False


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _argument(
    name: str,
    defaults: Mapping[str, object],
    bound: Mapping[str, Value],
    is_open: bool,
    receiver: HeapObject | None,
    heap: Heap,
) -> tuple[Value | None, bool]:
    """An argument's value, and whether it is known whether it was given at all."""
    if name.startswith("self.") and receiver is not None:
        name, bound, is_open = name[5:], receiver.arguments, receiver.open
    elif "." in name and isinstance(inner := bound.get(name.partition(".")[0]), Obj):
        value = heap[inner].arguments.get(name.partition(".")[2])
        return (Lit(defaults[name]), True) if value is None and name in defaults else (value, True)  # type: ignore[arg-type]
    value = bound.get(name)
    if value is None and name in defaults:
        return (Lit(defaults[name]), True) if not is_open else (None, False)  # type: ignore[arg-type]
    return value, value is not None or not is_open


def _holds(wanted: object, value: Value | None, known: bool) -> bool | None:
    if not known:
        return None
    if isinstance(wanted, Compare):
        return _compare(wanted, value)
    if value is None:
        return False
    options = wanted if isinstance(wanted, list) else [wanted]
    answers = {_equals(options, each) for each in alternatives(value)}
    return answers.pop() if len(answers) == 1 else None


def _equals(options: list[object], value: Value) -> bool | None:
    if isinstance(value, Lit):
        return any(_kind(each) is _kind(value.value) and each == value.value for each in options)
    return None if isinstance(value, (Unknown, Given, Entropy)) else False


def _kind(value: object) -> type:
    """The type by which constants are told apart: 1 and 1.0 are one number, True is none."""
    return float if type(value) is int else type(value)


def _compare(wanted: Compare, value: Value | None) -> bool | None:
    if wanted.given is not None:
        if value is None:
            return not wanted.given
        none = is_none(value)
        return None if none is None else (not none) == wanted.given
    if value is None:
        return False
    if not isinstance(value, Lit):
        return _shape(wanted, value)
    number = value.value
    if wanted.outside is not None:
        return isinstance(number, str) and not any(fnmatchcase(number, pattern) for pattern in wanted.outside)
    if wanted.lt is not None:
        return isinstance(number, (int, float)) and number < wanted.lt
    if wanted.gt is not None:
        return isinstance(number, (int, float)) and number > wanted.gt
    if wanted.not_ is not msgspec.UNSET:
        excluded = wanted.not_ if isinstance(wanted.not_, list) else [wanted.not_]
        return number not in excluded
    if wanted.kind is not None:
        return type(number).__name__ == wanted.kind
    return None


def _is_surely(wanted: Compare, value: Value | None, known: bool, bound: Mapping[str, Value], heap: Heap) -> bool:
    """Conditions for which what can't be seen is taken not to be so."""
    if wanted.length:
        return _has_length(wanted.length, value, heap)
    other = bound.get(wanted.same or "", Lit(wanted.surely) if wanted.same is None else None)
    if not (known and isinstance(value, Lit) and isinstance(other, Lit)):
        return False
    return type(value.value) is type(other.value) and value.value == other.value


def _has_length(length: int, value: Value | None, heap: Heap) -> bool:
    """Whether a value is a display of so many members."""
    if not isinstance(value, Obj):
        return False
    found = heap[value]
    return found.cls in ("list", "tuple", "set") and len(found.fields) == length and not (found.items or found.open)


def _shape(wanted: Compare, value: Value) -> bool | None:
    """Conditions on the kind of a value that is not a constant."""
    if wanted.outside is not None:
        answers = {isinstance(each, Lit) and _compare(wanted, each) for each in alternatives(value)}
        return answers.pop() if len(answers) == 1 else None
    return True if wanted.kind == "str" and isinstance(value, Given) and value.text else None
