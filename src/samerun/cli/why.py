"""`samerun why FILE:LINE`: what the analysis believes there."""

from __future__ import annotations

import json
from typing import Any

import click


@click.command("why")
@click.argument("place", metavar="FILE:LINE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(place: str, as_json: bool) -> None:
    """Say what the analysis believes of the calls on a line: names, effects, and the states of streams there."""
    from pathlib import Path

    from samerun import engine
    from samerun.explain import explain
    from samerun.run import Request
    from samerun.workspace.sources import identity

    file, _, line = place.rpartition(":")
    if not file or not line.isdigit() or int(line) < 1:
        raise click.UsageError("Give a place as FILE:LINE.")
    if not Path(file).is_file():
        raise click.ClickException(f"{file}: no such file")
    path = identity(file)
    for program, _ in engine.linked(Request(paths=(file,))):
        module = program.table.by_path.get(path)
        if module is not None:
            calls = explain(program, module, int(line))
            click.echo(_json(file, int(line), calls) if as_json else _text(file, int(line), calls))
            return
    raise click.ClickException(f"{file}: can't be analysed (see `samerun check {file}`)")


def _json(file: str, line: int, calls: list[dict[str, Any]]) -> str:
    return json.dumps({"file": file, "line": line, "calls": calls}, indent=2, ensure_ascii=False)


def _text(file: str, line: int, calls: list[dict[str, Any]]) -> str:
    if not calls:
        return f"{file}:{line}: no call starts on this line"
    return "\n".join(part for call in calls for part in _paragraph(file, line, call))


def _paragraph(file: str, line: int, call: dict[str, Any]) -> list[str]:
    out = [f"{file}:{line}:{call['column']}: {call['call']}"]
    out.append(f"  name: {call['name'] or 'not resolved'}")
    out += [f"  {verb}: {', '.join(call[verb])}" for verb in ("draws", "seeds") if call[verb]]
    if call["makes"]:
        out.append(f"  makes: {call['makes']}")
    if call["row"] is not None:
        row = call["row"]
        note = f" ({row['note']})" if row["note"] else ""
        out.append(f"  catalog: {row['names'][0]}{note}, {row['evidence'] or 'documented'}, {row['source']}")
    for run in call["runs"]:
        for stream, state in run["streams"].items():
            by = f" by {state['by']}" if state["by"] else ""
            out.append(f"  from {run['entry']}: {stream} is {state['state']}{by}")
        out += [f"  unresolved before: {why}" for why in run["unresolved"]]
    if not call["reached"] and (call["draws"] or call["seeds"]):
        out.append("  no entry point's run comes here")
    return out
