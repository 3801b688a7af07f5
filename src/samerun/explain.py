"""What the analysis believes of the calls on one line: names, catalog rows, effects, the states of streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samerun.catalog.schema import Callable, Class
from samerun.program.symbols import External, FunctionRef

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place, Status, Stream
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite


def explain(program: Program, module: Module, line: int) -> list[dict[str, Any]]:
    """One entry for each call that starts on the 1-based `line`, outermost first.

    "draws" and "seeds" are streams as the abstract runs saw them there, or, where no run comes to the line, as the
    catalog's row has them without conditions ("reached" is then false). "runs" says for each entry point in which
    state each stream was found, and by which seeding.
    """
    lines = module.source.lines
    sites = [site for site in module.sites.calls if lines.line_of(site.call.start) == line]
    sites.sort(key=lambda site: (site.call.start, -site.call.end))
    return [_call(program, module, site) for site in sites]


def _call(program: Program, module: Module, site: CallSite) -> dict[str, Any]:
    text = module.source.data[site.call.start : site.call.end].decode("utf-8")
    callee = program.callee(module, site)
    row = program.types.row(callee) if isinstance(callee, External) else None
    runs = _runs(program, module, site)
    draws = sorted({_name(stream) for run in runs for stream in run.pop("drawn")})
    seeds = sorted({_name(stream) for run in runs for stream in run.pop("seeded")})
    reached = bool(runs)
    if row is not None and not (draws or seeds):
        static = _static(row)
        draws = static[0] if not reached else [stream for stream in static[0] if stream == "os-entropy"]
        seeds = static[1] if not reached else []
    return {
        "call": text if len(text) <= 120 else f"{text[:117]}...",
        "column": module.source.lines.position(site.call.start).column,
        "name": _callee_name(program, callee),
        "draws": draws,
        "seeds": seeds,
        "makes": _makes(row),
        "reached": reached,
        "row": None if row is None else {"names": row.names[:1], **_provenance(program, callee, row)},
        "runs": runs,
    }


def _callee_name(program: Program, callee: object) -> str | None:
    if isinstance(callee, External):
        return callee.name
    if isinstance(callee, FunctionRef):
        return program.function(callee).qualname
    return None if callee is None else program.table.by_path[callee.path].facts.classes[callee.index].qualname  # type: ignore[attr-defined]


def _provenance(program: Program, callee: object, row: Callable | Class) -> dict[str, Any]:
    source = row.source
    if source is None and isinstance(callee, External):
        source = program.catalog.source_of(callee.name)
    return {"source": source, "evidence": row.evidence, "note": row.note}


def _makes(row: Callable | Class | None) -> str | None:
    if isinstance(row, Class):
        return row.names[0]
    return row.returns if row is not None and row.returns not in (None, "self") else None


def _static(row: Callable | Class) -> tuple[list[str], list[str]]:
    """What a row draws and seeds, where that doesn't hang on the arguments."""
    draws = {effect.draws for effect in row.effects if effect.draws and not effect.when}
    seeds = {stream for effect in row.effects for stream in effect.seeds or ()}
    return sorted("own" if name == "self" else name for name in draws), sorted(seeds)


def _runs(program: Program, module: Module, site: CallSite) -> list[dict[str, Any]]:
    spans: set[tuple[int, ...]] = {(site.call.start, site.call.end)}
    if site.call.ordinal == 0:
        spans.add(tuple(site.slice))  # what the statement does by iterating, or through a function that it hands over
    out = []
    for run in program.runs:
        drawn = [draw for draw in run.events.draws if _here(draw.place, module, spans)]
        seeded = [seeding for seeding in run.events.seedings if _here(seeding.place, module, spans)]
        why = [text for place, text in run.events.unresolved if place.path == module.path]
        if drawn or seeded:
            out.append(
                {
                    "entry": f"{run.entry.path}:{run.entry.function}" if run.entry.function else run.entry.path,
                    "streams": {_name(draw.stream): _state(program, draw.status) for draw in drawn},
                    "unresolved": why,
                    "drawn": {draw.stream for draw in drawn},
                    "seeded": {seeding.stream for seeding in seeded if seeding.status.state != "unseeded"},
                }
            )
    return out


def _here(place: Place, module: Module, spans: set[tuple[int, ...]]) -> bool:
    return place.path == module.path and tuple(place.span) in spans


def _state(program: Program, status: Status) -> dict[str, Any]:
    """A stream's state, and the place of the seeding that left it so."""
    place = status.by
    if place is None:
        return {"state": status.state, "by": None}
    line = program.table.by_path[place.path].source.lines.line_of(place.span.start)
    return {"state": status.state, "by": f"{place.path}:{line}"}


def _name(stream: Stream) -> str:
    return stream if isinstance(stream, str) else "own"
