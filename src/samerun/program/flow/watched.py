"""Cells that let people watch an environment in its own window: nothing of such a cell is shown again, or kept.

env = gym.make("CartPole-v1", render_mode="human")
state = env.reset()
for _ in range(200):
    env.render()
    state, reward, done, _ = env.step(agent.act(state))
env.close()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.fates.closures import read_elsewhere
from samerun.program.flow.cells import starts
from samerun.program.reading import bound_in, called, read_below
from samerun.program.sites import arguments_of, statements

if TYPE_CHECKING:
    from samerun.program.modules import Module

_OF_ENVIRONMENT = frozenset({"render", "reset", "step", "close", "seed"})
# What such a cell does besides: it waits, and loads the agent.
_BESIDES = frozenset({"sleep", "clear_output", "eval", "load_state_dict", "load_weights", "load"})
_PLAIN = (f.Bind, f.Do, f.If, f.For, f.While, f.With, f.Jump, f.Import, f.Delete)


def is_watched(module: Module, offset: int) -> bool:
    """Whether the statement at an offset of a notebook's top level stands in a cell that only shows a window."""
    if (
        module.kind != "notebook"
        or "render" not in module.called
        or not libraries().recording.isdisjoint(module.called)
    ):
        return False
    cells = module.source.cells
    assert cells is not None
    lines = cells.lines
    cell = cells.cell_at(lines.line_of(offset))
    placed = [
        (node, cells.cell_at(lines.line_of(start)) is cell, start)
        for node, start in zip(module.facts.body, starts(module), strict=True)
    ]
    body = list(statements([node for node, inside, _ in placed if inside]))
    below = list(statements([node for node, inside, start in placed if not inside and start > offset]))
    owners = {owner for node in body if (owner := _rendered(node)) is not None}
    if len(owners) != 1 or not all(isinstance(node, _PLAIN) for node in body):
        return False
    if not all(_is_quiet(node, owners) for node in body):
        return False
    bound = bound_in(body) - owners
    if any(not isinstance(each, (f.Name, f.Container)) for node in body for each in getattr(node, "targets", ())):
        return False
    return not (read_below(below, bound) or read_elsewhere(module, MODULE, bound))


def _rendered(node: f.Stmt) -> str | None:
    """`env` of the statement `env.render()`."""
    call = node.expr if isinstance(node, f.Do) else None
    if isinstance(call, f.Call) and isinstance(call.func, f.Attr) and called(call) == "render":
        modes = arguments_of(call)
        live = all(isinstance(each, f.Const) and each.value == "human" for each in modes)
        return call.func.value.id if live and isinstance(call.func.value, f.Name) else None
    return None


def _is_quiet(node: f.Stmt, owners: set[str]) -> bool:
    """Whether a statement only computes, or does something to the environment."""
    if not isinstance(node, f.Do):
        return True
    call = node.expr
    if not isinstance(call, f.Call):
        return False
    name = called(call)
    if isinstance(call.func, f.Attr) and isinstance(call.func.value, f.Name) and call.func.value.id in owners:
        return name in _OF_ENVIRONMENT
    return name in _BESIDES or (name == "print" and all(isinstance(each, f.Const) for each in call.args))
