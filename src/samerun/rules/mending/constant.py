"""The constant that a fix seeds with: one that is there, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.index.scopes import MODULE
from samerun.program.constants import SeedConstants
from samerun.rules.finding import Edit
from samerun.rules.mending.shared import shared_constants
from samerun.rules.seeds.literal_seed import literals
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from samerun.program.layout import Layout
    from samerun.program.modules import Module
    from samerun.program.program import Program

NEW = 0
"""The value of a new seed: as good as any."""


class Named(NamedTuple):
    """A constant's name, where it is bound (so that what reads it at module level comes after), and what makes it."""

    name: str
    bound: int
    edits: tuple[Edit, ...] = ()
    line: str = ""


def seed_constant(
    program: Program,
    module: Module,
    layout: Layout,
    at: int,
    scope: int = MODULE,
    hidden: frozenset[str] = frozenset(),
) -> Named | None:
    """The constant to be read at offset `at` of `scope`: the module's own, one of a module that it imports names from,
    or a new one; None where none can be.

    `line` is what defines a new one, whose place `edits` say.
    """
    constants = SeedConstants(program, module)
    there = [
        (name.upper() != "SEED", bound, name)
        for found in constants.by_value.values()
        for name, bound in found
        if bound < at and constants.visible(name, scope, hidden)
    ]
    if there:
        _, bound, name = min(there)
        return Named(name, bound)
    for shared in shared_constants(program, module, at):
        if shared.name not in hidden and shared.edits:
            return Named(shared.name, shared.bound, shared.edits)
        if constants.visible(shared.name, scope, hidden):
            return Named(shared.name, shared.bound)
    value = next((use.value for _, _, use in literals(program, module)), NEW)  # a number that it seeds with already
    free = constants.free_name(value, set())
    place = layout.head.place(at)
    if free is None or place is None:
        return None
    line = f"{free} = {value}"
    return Named(free, place.at, (Edit(module.path, Span(place.at, place.at), place.content(line)),), line)
