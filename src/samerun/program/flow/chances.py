"""Draws that a test compares with a chance of never or always: `if random.random() < 0.0`.

Whatever is drawn from [0, 1), the test comes out the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.flow.domain import Entropy, Lit
from samerun.program.flow.loops import never_changes
from samerun.program.reading import parts_in
from samerun.program.sites import children

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place, Value
    from samerun.program.flow.machine import Machine

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Chances:
    """The draws of one run that tests compare with a number; those whose tests always come out the same."""

    def __init__(self) -> None:
        self._settled: set[Place] = set()
        self._open: set[Place] = set()

    def settles(self, place: Place) -> bool:
        """Whether a draw only ever stood in tests that it can't decide."""
        return place in self._settled and place not in self._open

    def compared(self, machine: Machine, node: f.Binary, left: Value, right: Value) -> bool | None:
        """How a comparison comes out whose one side is a draw, written there; None where the draw decides."""
        for op, call, drawn, number, other in (
            (node.op, node.left, left, node.right, right),
            (_MIRRORED[node.op], node.right, right, node.left, left),
        ):
            if not (isinstance(drawn, Entropy) and _is_chance(drawn)):
                continue
            if isinstance(call, f.Call) or (isinstance(call, f.Name) and _only_compared(machine, call.id, drawn)):
                there = isinstance(call, f.Name) or machine.here(call) == drawn.place
                answer = _answer(op, other) if there else None
                if machine.looping and not (_is_never(other) and never_changes(machine, number, other)):
                    answer = None  # chances sink in many a loop
                if not machine.events.paused:
                    (self._open if answer is None else self._settled).add(drawn.place)
                return answer
        return None


def _only_compared(machine: Machine, name: str, drawn: Entropy) -> bool:
    """Whether a scope binds a name once, to the draw, and only compares it: `chance = random.random()`."""
    module, scope = machine.frame.module, machine.frame.scope
    bindings = module.scopes.table[scope].bindings.get(name, [])
    if scope < 0 or len(bindings) != 1 or drawn.place.path != module.path:
        return False
    made = bindings[0].what
    if not isinstance(made, f.Call) or (made.start, made.end) != drawn.place.span or drawn.place.scope != scope:
        return False
    if any(each.parent == scope for number, each in module.scopes.table.items() if number != scope):
        return False
    parts = list(parts_in(module.facts.functions[scope].body))
    sides = [each for part in parts if isinstance(part, f.Binary) and part.op in _MIRRORED for each in children(part)]
    return sum(part == f.Name(name) for part in parts) == sum(side == f.Name(name) for side in sides)


def _is_chance(drawn: Entropy) -> bool:
    return drawn.what.removesuffix("()") in libraries().chances


def _is_never(value: Value) -> bool:
    return isinstance(value, Lit) and value.value == 0


def _answer(op: str, value: Value) -> bool | None:
    """Whether any number from 0 up to 1 compares so."""
    number = value.value if isinstance(value, Lit) else None
    if not isinstance(number, (int, float)):
        return None
    if op in ("<", "<="):
        return True if number >= 1 else False if number < 0 or (number == 0 and op == "<") else None
    return True if number < 0 or (number == 0 and op == ">=") else False if number >= 1 else None
