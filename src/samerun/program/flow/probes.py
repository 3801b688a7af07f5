"""Environments that are reset once before they are seeded, to ask what their states look like.

env = gym.make("CartPole-v1")
size = env.reset()[0].shape[0]        # a probe: what it leaves in the environment, the next reset replaces
state, _ = env.reset(seed=0)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import Ext, Obj

if TYPE_CHECKING:
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.events import Draw
    from samerun.program.flow.machine import Machine

# Methods that leave an environment in the state in which it is, or in which it begins.
_LEAVING = frozenset({"reset", "seed", "close", "render"})


class Probes:
    """What is done to environments between their resets: after how many events, and as what its stream counts then."""

    def __init__(self) -> None:
        self._moved: list[tuple[int, int, bool]] = []
        self._begun = False

    def called(self, machine: Machine, ext: Ext, args: Args, last: str) -> None:
        """A library's method is called on an object that has its own stream, or a function of a library with one."""
        self._begun = self._begun or last == "reset"
        if machine.events.paused or not self._begun:
            return
        given: list[object] = [ext.receiver] if last not in _LEAVING else []
        given += args.everything() if not ext.name.startswith("builtins.") else []
        for each in given:
            stream = machine.heap[each].stream if isinstance(each, Obj) else None
            if isinstance(stream, int):
                seeded = machine.state.get(stream).state == "seeded"
                self._moved.append((machine.events.number, stream, seeded))

    def is_probe(self, draw: Draw, draws: list[Draw]) -> bool:
        """Whether an environment is seeded and reset anew on every way from its reset to anything else."""
        if not isinstance(draw.stream, int) or not draw.callee.endswith(".reset"):
            return False
        later = [each for each in draws if each.stream == draw.stream and each.order > draw.order]
        anew = next((each for each in later if each.status.state == "seeded"), None)
        if anew is None or not all(each.callee.endswith(".reset") for each in later if each.order <= anew.order):
            return False
        moved = [each for each in self._moved if each[1] == draw.stream and each[0] >= draw.order]
        return all(each.status.state == "seeded" for each in later if each.order > anew.order) and all(
            seeded and order >= anew.order for order, _, seeded in moved
        )
