"""Which parts of a run exclude each other: the ways that were taken to them, and where the run ends on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.flow.events import Draw


class Turn(NamedTuple):
    """One way of a fork. `open`: nothing says which way is taken, no default of an option and no choice of a script.

    `doubtful`: open, and no run need ever take it; see `samerun.program.flow.unproven`. `left_out`: an option's default
    leaves it out.
    """

    fork: int
    way: int
    open: bool
    doubtful: bool = False
    left_out: bool = False


Turns = tuple[Turn, ...]


def exclude(one: Turns, other: Turns) -> bool:
    """Whether two events lie on different ways of one fork, so that no path passes both."""
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return mine.fork == theirs.fork
    return False


def ended_between(draw: Draw, until: int, ends: Iterable[tuple[int, Turns]]) -> bool:
    """Whether every path past a draw has left the program before the event of that order."""
    return any(draw.order < order < until and draw.turns[: len(turns)] == turns for order, turns in ends)


def stand_ins(draws: Iterable[Draw], loads: Iterable[Turns]) -> frozenset[int]:
    """The orders of weights that are drawn only where nothing is loaded: another way of an open fork loads a model.

    Which way a run takes, the checkpoint decides that it is given, so that nothing is proved of such a draw.
    """
    inits = [draw for draw in draws if draw.init and any(turn.open for turn in draw.turns)]
    loading = {turn for turns in loads for turn in turns if turn.open} if inits else set()
    found: set[int] = set()
    grown = bool(loading)
    while grown:
        drawing = {turn for draw in inits if draw.order not in found for turn in draw.turns}
        spared = {(turn.fork, turn.way) for turn in loading - drawing}
        forks = {fork for fork, _ in spared}
        new = {
            draw.order
            for draw in inits
            if any(turn.fork in forks and (turn.fork, turn.way) not in spared for turn in draw.turns)
        }
        grown = not new <= found
        found |= new
    return frozenset(found)
