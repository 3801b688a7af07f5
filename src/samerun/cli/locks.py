"""`samerun locks`: every manifest and lock with its verdict, as a table or as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from samerun.cli import CLEAN, ERROR, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from samerun.lock_survey import Survey
    from samerun.locks import LockResult
    from samerun.report.paint import Colour, Paint

FAILING = ("stale", "error")
COLOURS: dict[str, Colour] = {"fresh": "cyan", "stale": "red", "error": "red", "missing": "yellow", "unknown": "yellow"}
MOST_REASONS = 5


@click.command("locks")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--output-format",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to answer. The JSON is a list of objects with tool, manifest, lock, verdict and reasons, each of those "
    "with message, manifest_line and lock_line.",
)
@click.option("--staged", is_flag=True, help="Judge what is staged in git instead of the work tree.")
@click.option("--exit-zero", is_flag=True, help="Exit with status 0 even when a lock is stale or broken.")
@click.option("--quiet", "-q", is_flag=True, help="Name only the locks that are stale or broken.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Use colours."
)
def command(paths: tuple[str, ...], output_format: str, staged: bool, exit_zero: bool, quiet: bool, color: str) -> int:
    """List every manifest and lock: whether the lock is fresh, why not, and how to refresh it.

    PATHS are folders, or files that a lock has to do with. No package manager is run and the network is not used.
    Exits 1 when a lock is stale or broken; "missing" and "unknown" are said, and no failure.
    """
    from samerun.lock_survey import survey
    from samerun.report.paint import Paint, wanted
    from samerun.settings import SettingsError, SettingsFinder
    from samerun.settings.overrides import Overrides

    try:
        finder = SettingsFinder(Overrides(cwd=Path.cwd().as_posix()))
        answer = survey(paths or (".",), finder, os.environ, staged=staged)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    if output_format == "json":
        click.echo(json.dumps([result.to_json() for result in answer.results], indent=2))
    else:
        paint = Paint(on=wanted(color, os.environ, terminal=sys.stdout.isatty()))  # type: ignore[arg-type]
        shown = [result for result in answer.results if not quiet or result.verdict in FAILING]
        click.echo("".join(f"{line}\n" for line in _table(answer, shown, paint, brief=quiet)), nl=False)
    for sentence in answer.errors:
        click.echo(f"samerun: error: {sentence}", err=True)
    if answer.errors:
        return ERROR
    failed = any(result.verdict in FAILING for result in answer.results)
    return FINDINGS if failed and not exit_zero else CLEAN


def _table(answer: Survey, results: Sequence[LockResult], paint: Paint, *, brief: bool) -> Iterator[str]:
    rows = [(r.verdict, r.tool, r.manifest or "-", r.lock or "-") for r in results]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for row, result in zip(rows, results, strict=True):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        cells[0] = paint(cells[0], COLOURS.get(row[0], "dim"))
        yield "  ".join([*cells, row[3]]).rstrip()
        yield from (f"    {line}" for line in _details(result))
    if brief:
        return
    if not results:
        yield "No manifests or locks found."
        return
    counts = Counter(result.verdict for result in answer.results).most_common()
    yield ""
    yield f"{_plural(len(answer.results))}: {', '.join(f'{count} {verdict}' for verdict, count in counts)}."
    for result in answer.results:
        if result.verdict == "unknown":
            settled = f"; `{result.settled_by}` settles it" if " " in result.settled_by else ""
            yield f"Unknown: {result.lock or result.manifest}{settled}."


def _details(result: LockResult) -> Iterator[str]:
    """The reasons with their places, and the command that refreshes the lock."""
    if result.verdict == "fresh":
        return
    for reason in result.reasons[:MOST_REASONS]:
        manifest = reason.file or result.manifest
        places = [f"{manifest}:{reason.manifest_line}"] if manifest and reason.manifest_line else []
        places += [f"{result.lock}:{reason.lock_line}"] if result.lock and reason.lock_line else []
        yield reason.message + (f" ({', '.join(places)})" if places else "")
    if len(result.reasons) > MOST_REASONS:
        yield f"and {len(result.reasons) - MOST_REASONS} more"
    if result.refresh and result.verdict in ("stale", "error", "missing"):
        yield f"refresh: {result.refresh}"


def _plural(count: int) -> str:
    return "1 manifest or lock" if count == 1 else f"{count} manifests and locks"
