"""Global streams that one run seeds from several constants."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.catalog.streams import DEVICES
from samerun.program.flow.domain import Lit, Place

if TYPE_CHECKING:
    from samerun.program.flow.events import Seeding
    from samerun.program.program import Program


class Scattered(NamedTuple):
    """A seeding with a constant, of a stream that a seeding with another constant has set already.

    `place`: the call that hands the number over; `first`: the same for the earlier one. `streams`: all it holds for.
    """

    place: Place
    value: int
    first: Place
    first_value: int
    streams: tuple[str, ...]
    entry: str


def scattered(program: Program) -> list[Scattered]:
    """All of them, one for each place, in the order of the runs."""
    found: dict[Place, Scattered] = {}
    for run in program.runs:
        last: dict[str, Seeding] = {}
        for seeding in run.events.seedings:
            stream = seeding.stream
            if not isinstance(stream, str) or stream in DEVICES or seeding.aside:
                continue
            earlier, last[stream] = last.get(stream), seeding
            if earlier is None or seeding.before != earlier.place:
                continue
            one, other = _constant(earlier), _constant(seeding)
            if one is None or other is None or one == other:
                continue
            first, place = _parting(earlier, seeding)
            if first == place:
                continue  # one call, turn after turn: meant so
            known = found.get(place)
            streams = (*known.streams, stream) if known is not None and stream not in known.streams else (stream,)
            if known is None or known.entry == run.entry.path:
                found[place] = Scattered(place, other, first, one, streams, run.entry.path)
    return list(found.values())


def _constant(seeding: Seeding) -> int | None:
    """The number that a stream is seeded with, where the code alone says it."""
    value = seeding.value
    if isinstance(value, Lit) and type(value.value) is int and not value.option and seeding.status.state == "seeded":
        return value.value
    return None


def _parting(one: Seeding, other: Seeding) -> tuple[Place, Place]:
    """The places of two seedings, each where its number is written, else where its way leaves that of the other."""
    ways = (*one.path, one.place), (*other.path, other.place)
    shared = 0
    while shared < min(map(len, ways)) - 1 and ways[0][shared] == ways[1][shared]:
        shared += 1
    return _written(ways[0][shared:], one), _written(ways[1][shared:], other)


def _written(way: tuple[Place, ...], seeding: Seeding) -> Place:
    """The last place of a way that holds the number itself; else the first."""
    number = seeding.value.place if isinstance(seeding.value, Lit) else None
    if number is not None:
        for place in reversed(way):
            inside = place.span.start <= number.span.start and number.span.end <= place.span.end
            if place.path == number.path and inside:
                return place
    return way[0]
