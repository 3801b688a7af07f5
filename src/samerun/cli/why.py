"""`samerun why FILE:LINE`: what the analysis believes there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.explain import EntryStates, ToldCall
    from samerun.program.modules import Module

_PLACE = re.compile(r"(.+?)((?::\d+){1,3})", re.DOTALL)


class _Asked(NamedTuple):
    """A place as it was typed; `cell` only in notebooks."""

    file: str
    cell: int | None
    line: int
    column: int | None


@click.command("why")
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(place: str, as_json: bool) -> None:
    """Say what the analysis believes of the calls on a line: names, effects, and the states of streams there.

    With a column, of the innermost call around it. In a notebook the place is FILE:CELL:LINE[:COLUMN], with cells
    counted as in `samerun check`.

    \b
    The JSON is {"file", "line", "calls": [...]} ("cell" too in a notebook), and each call has
      call, column  its text, and the 1-based column it starts at
      name          what it calls, by its full name; null where that can't be known
      kind          draws, seeds, unseeds, makes, deterministic or unresolved: the first that fits
      why           what stands in the way, where kind is unresolved
      draws, seeds  the streams it takes numbers from, and those it sets ("own": an object's)
      unseeds       the streams it seeds with what differs in every run
      makes         the class of what it makes
      reached       whether a run from an entry point comes here; otherwise the effects
                    are those of a run that starts nearby, or else of the catalog's row
      defined       where a function or class of the project is written
      row           the catalog's row: name, source, evidence, note, benign
      entries       for each entry point: entry, path (the calls from there to here),
                    streams ({stream: seeded | unseeded | unknown}, as the call finds them),
                    seeded_by ({stream: {place, text}}), made (where an object with a stream
                    of its own was made), leaves ({stream: state} after a seeding), and
                    unresolved ([{place, text}]: what made streams unknown on the way)
    """
    from samerun import engine
    from samerun.explain import explain
    from samerun.run import Request
    from samerun.settings import SettingsError
    from samerun.workspace.sources import identity

    asked = _parsed(place)
    if not Path(asked.file).is_file():
        raise click.ClickException(f"{asked.file}: no such file")
    try:
        programs = engine.linked(Request(paths=(asked.file,)))
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    for program, _ in programs:
        module = program.table.by_path.get(identity(asked.file))
        if module is not None:
            line, column = _in_text(asked, module)
            calls = explain(program, module, line, column, Path.cwd().as_posix())
            click.echo(_json(asked, calls) if as_json else _text(asked, calls))
            return
    raise click.ClickException(f"{asked.file}: can't be analysed (see `samerun check {asked.file}`)")


def _parsed(place: str) -> _Asked:
    match = _PLACE.fullmatch(place)
    numbers = [int(number) for number in match[2].split(":")[1:]] if match is not None else []
    file = match[1] if match is not None else place
    notebook = file.endswith(".ipynb")
    fewest = 2 if notebook else 1
    if not fewest <= len(numbers) <= fewest + 1 or 0 in numbers:
        shape = "FILE:CELL:LINE[:COLUMN] in a notebook" if notebook else "FILE:LINE[:COLUMN]"
        raise click.ClickException(f'"{place}" is not a place: give {shape}, counted from 1')
    cell = numbers.pop(0) if notebook else None
    return _Asked(file, cell, numbers[0], numbers[1] if len(numbers) > 1 else None)


def _in_text(asked: _Asked, module: Module) -> tuple[int, int | None]:
    """Line and column in the module's text."""
    cells, count = module.source.cells, len(module.source.lines.starts)
    if cells is None:
        if asked.line > count:
            raise click.ClickException(f"{asked.file}: there is no line {asked.line}, the last is {count}")
        return asked.line, asked.column
    for line in range(1, count + 1):
        if cells.locate(line) == (asked.cell, asked.line):
            column = None if asked.column is None else max(asked.column - cells.removed(line), 1)
            return line, column
    raise click.ClickException(f"{asked.file}: there is no line {asked.line} in a code cell {asked.cell}")


def _shown(asked: _Asked) -> str:
    return f"{asked.file}:{asked.line}" if asked.cell is None else f"{asked.file}:{asked.cell}:{asked.line}"


def _json(asked: _Asked, calls: list[ToldCall]) -> str:
    import msgspec

    told = {"file": asked.file, "cell": asked.cell, "line": asked.line, "calls": msgspec.to_builtins(calls)}
    if asked.cell is None:
        del told["cell"]
    return json.dumps(told, indent=2, ensure_ascii=False)


def _text(asked: _Asked, calls: list[ToldCall]) -> str:
    if not calls:
        around = "stands around this column" if asked.column is not None else "starts on this line"
        return f"{_shown(asked)}: no call {around}"
    return "\n".join(part for call in calls for part in _paragraph(_shown(asked), call))


def _paragraph(place: str, call: ToldCall) -> Iterator[str]:
    yield f"{place}:{call.column}: {call.call}"
    defined = f", defined at {call.defined}" if call.defined else ""
    if call.name is not None:
        yield f"  calls: {call.name}{defined}"
    if call.kind in ("deterministic", "unresolved"):
        yield f"  {call.kind}: {call.why}" if call.why else f"  {call.kind}"
    for verb, streams in (("draws", call.draws), ("seeds", call.seeds), ("un-seeds", call.unseeds)):
        if streams:
            yield f"  {verb}: {', '.join(streams)}"
    if call.makes:
        yield f"  makes: {call.makes}"
    if call.row is not None:
        yield f"  catalog: {call.row.name} (evidence: {call.row.evidence or 'none noted'}), {call.row.source}"
        if call.row.benign:
            yield f"  harmless unless it becomes a seed: {call.row.benign}"
        if call.row.note:
            yield f"  note: {call.row.note}"
    for entry in call.entries:
        yield from _of_entry(entry)
    if not call.reached and (call.draws or call.seeds):
        yield "  no run from an entry point comes here"


def _of_entry(entry: EntryStates) -> Iterator[str]:
    way = f" through {', '.join(entry.path)}" if entry.path else ""
    yield f"  from {entry.entry}{way}:"
    for stream, state in entry.streams.items():
        by = entry.seeded_by.get(stream)
        made = f", made at {entry.made.place}: {entry.made.text}" if stream == "own" and entry.made is not None else ""
        seeded = f" by {by.place}: {by.text}" if by is not None and (entry.made is None or by != entry.made) else ""
        yield f"    {stream} is {state}{seeded}{made}"
    for stream, state in entry.leaves.items():
        yield f"    leaves {stream} {state}"
    if "unknown" in entry.streams.values():
        for spot in entry.unresolved:
            yield f"    unresolved at {spot.place}: {spot.text}"
