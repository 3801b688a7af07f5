"""Whether a number that a loop asks for is the same in all of its turns: `for _ in range(self.extra)`.

The abstract run goes through a loop once for all its turns, so that a counter seems to stay where it started. What a
call was given as an argument, and nobody sets again, is no counter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.domain import Lit
from samerun.program.sites import arguments_of, statements

if TYPE_CHECKING:
    from samerun.program.flow.domain import Value
    from samerun.program.flow.machine import Machine
    from samerun.program.program import Program


def never_changes(machine: Machine, written: f.Expr | None, value: Value) -> bool:
    """Whether what is written as `written` is a constant, as it was handed over to a function or an object."""
    if isinstance(written, f.Const) or not machine.looping:
        return True
    if not (isinstance(value, Lit) and (value.default or _is_argument(machine, value))):
        return False
    frame = machine.frame
    if isinstance(written, f.Name) and frame.scope >= 0:
        bindings = frame.module.scopes.table[frame.scope].bindings.get(written.id, [])
        return len(bindings) == 1 and bindings[0].kind == "param"
    return isinstance(written, f.Attr) and not _is_set_again(machine.program, written.attr)


def _is_argument(machine: Machine, value: Lit) -> bool:
    """Whether a constant is written as an argument of a call."""
    if value.place is None:
        return False
    span, module = value.place.span, machine.program.table.by_path[value.place.path]
    return any(
        part.start == span.start
        for site in module.sites.calls
        if site.slice == value.place.slice
        for part in arguments_of(site.call)
        if isinstance(part, f.Const)
    )


def _is_set_again(program: Program, name: str) -> bool:
    """Whether an attribute of this name is assigned anywhere but in constructors."""
    return any(
        isinstance(part, f.Attr) and part.attr == name
        for module in program.mentions.assigning([name])
        for body in (module.facts.body, *(each.body for each in module.facts.functions if each.name != "__init__"))
        for node in statements(body)
        if isinstance(node, f.Bind)
        for target in node.targets
        for part in (target.values if isinstance(target, f.Container) else [target])
    )
