"""What every run draws from, and what seeds that: the summary of `samerun fix`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.streams import DEVICES, stream_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.flow.events import Draw
    from samerun.program.flow.run import EntryRun
    from samerun.program.program import Program
    from samerun.report.view import View


def run_lines(programs: Iterable[tuple[Program, set[str]]], view: View) -> Iterator[str]:
    """For every entry point among the targets of a program: each stream it draws from, with its seeding."""
    for program, targets in programs:
        unseeded = {
            (run, _stream(draw)): draw.place
            for verdict in reversed(program.verdicts)
            for run, draw in reversed(verdict.seen)
        }
        for run in program.runs:
            lines = list(_streams(program, run, unseeded, view)) if run.entry.path in targets else []
            if lines:
                name = view.shown(run.entry.path)
                called = f":{run.entry.function}" if run.entry.function else ""
                yield f"{view.paint(name + called, 'bold')}\n"
                yield from lines
                yield "\n"


def _streams(program: Program, run: EntryRun, unseeded: dict[tuple[EntryRun, str], Place], view: View) -> Iterator[str]:
    """One line a stream, in the order in which they are first drawn from."""
    draws: dict[str, list[Draw]] = {}
    for draw in run.events.draws:
        if draw.stream not in DEVICES:
            draws.setdefault(_stream(draw), []).append(draw)
    for stream, drawn in draws.items():
        what = stream_name(stream) if stream != "own" else "its own generators"
        place = unseeded.get((run, stream))
        by = next((draw.status.by for draw in drawn if draw.status.state == "seeded" and draw.status.by), None)
        if place is not None:
            yield f"  {what}: {view.paint('not seeded', 'red')}, {_place(program, place, view)}\n"
        elif by is not None and all(draw.status.state == "seeded" for draw in drawn):
            yield f"  {what}: seeded by `{_text(program, by)}`, {_place(program, by, view)}\n"


def _stream(draw: Draw) -> str:
    return draw.stream if isinstance(draw.stream, str) else "own"


def _place(program: Program, place: Place, view: View) -> str:
    source = program.table.by_path[place.path].source
    if source.cells is None:
        row = f"{source.lines.position(place.span.start).line}"
    else:
        cell = source.cells.place(place.span.start)
        row = f"cell {cell.cell}:{cell.row}"
    return f"{view.shown(place.path)}:{row}"


def _text(program: Program, place: Place) -> str:
    """What is written at a place, on one line."""
    text = program.table.by_path[place.path].source.data[slice(*place.span)].decode("utf-8", "replace")
    return " ".join(text.split())
