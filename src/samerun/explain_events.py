"""What the abstract runs saw at one call: its draws and seedings, or those of the project function it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.index.scopes import MODULE
from samerun.program.flow.entries import Entry
from samerun.program.flow.run import run_entry
from samerun.program.symbols import ClassRef, FunctionRef

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place, Stream
    from samerun.program.flow.events import Draw, Seeding
    from samerun.program.flow.run import EntryRun
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite

_PROBE = 20_000  # statements


class CallEvents(NamedTuple):
    """One run's events at a call."""

    draws: list[Draw]
    seedings: list[Seeding]


class Seen(NamedTuple):
    """The runs with events at a call; `came`: whether a run came there, so that no events means no effects.

    `beyond` are events of a project function that the call enters, seen when another call entered it. `name` is what
    a run found to be called, `unclear` why a run could not tell.
    """

    runs: list[tuple[EntryRun, CallEvents]]
    beyond: list[CallEvents]
    came: bool
    name: str | None
    unclear: str | None

    def streams(self) -> tuple[set[str], set[str], set[str]]:
        """What is drawn, seeded, and seeded in vain."""
        events = [here for _, here in self.runs] + self.beyond
        draws = {_shown(draw.stream) for here in events for draw in here.draws}
        seeds = {_shown(s.stream) for here in events for s in here.seedings if s.status.state != "unseeded"}
        vain = {_shown(s.stream) for here in events for s in here.seedings if s.status.state == "unseeded"}
        return draws, seeds, vain


def events_at(program: Program, module: Module, site: CallSite, callee: object) -> Seen:
    """What the runs from the program's entry points saw at a call."""
    return _seen(program.runs, module, site, callee)


def probed(program: Program, module: Module, site: CallSite, callee: object) -> Seen:
    """What is seen when a run is made to start near a call that no entry point's run had events at.

    The states of streams in such a run mean nothing; only which streams there are is kept.
    """
    seen = _seen(program.runs, module, site, callee)
    if seen.came or seen.beyond:
        return seen
    function = module.facts.functions[site.scope] if site.scope >= 0 else None
    if function is not None and (function.parent != MODULE or function.owner >= 0):
        return seen
    entry = Entry(module.path, function.name if function is not None else "")
    seen = _seen([run_entry(program, entry, _PROBE)], module, site, callee)
    return Seen([], seen.beyond + [here for _, here in seen.runs], seen.came, seen.name, seen.unclear)


def _seen(runs: list[EntryRun], module: Module, site: CallSite, callee: object) -> Seen:
    spans: set[tuple[int, ...]] = {(site.call.start, site.call.end)}
    if site.call.ordinal == 0:
        spans.add(tuple(site.slice))  # what the statement does by iterating, or through a function that it hands over
    project = isinstance(callee, (FunctionRef, ClassRef))
    found: list[tuple[EntryRun, CallEvents]] = []
    beyond: list[CallEvents] = []
    name: str | None = None
    unclear: str | None = None
    came = False
    for run in runs:
        events = run.events
        draws = [draw for draw in events.draws if _through(draw, module, spans, inside=project)]
        seedings = [each for each in events.seedings if _through(each, module, spans, inside=project)]
        if draws or seedings:
            found.append((run, CallEvents(draws, seedings)))
        name = name or next((draw.callee for draw in draws if _here(draw.place, module, spans)), None)
        unclear = unclear or next((why for _, place, why in events.unresolved if _here(place, module, spans)), None)
        came = came or (module.path, site.scope) in events.reached
        came = came or bool(draws or seedings) or (site.scope < 0 and run.entry.path == module.path)
        if isinstance(callee, FunctionRef) and not (draws or seedings):
            passed = [draw for draw in events.draws if _enters(draw, callee)]
            also = [each for each in events.seedings if _enters(each, callee)]
            beyond += [CallEvents(passed, also)] if passed or also else []
    return Seen(found, beyond if not found else [], came, name, unclear)


def _through(event: Draw | Seeding, module: Module, spans: set[tuple[int, ...]], *, inside: bool) -> bool:
    """Whether an event happened at the call itself or, for calls of the project's functions, inside it."""
    return _here(event.place, module, spans) or (inside and any(_here(step, module, spans) for step in event.path))


def _enters(event: Draw | Seeding, callee: FunctionRef) -> bool:
    """Whether an event happened in a function, or in what that calls."""
    return any(step.path == callee.path and step.scope == callee.index for step in (*event.path, event.place))


def _here(place: Place, module: Module, spans: set[tuple[int, ...]]) -> bool:
    return place.path == module.path and tuple(place.span) in spans


def _shown(stream: Stream) -> str:
    return stream if isinstance(stream, str) else "own"
