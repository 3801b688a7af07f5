"""`samerun init`: settings, a pre-commit hook and a workflow for a project, shown before they are written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from samerun.cli import CLEAN, ERROR, FINDINGS

if TYPE_CHECKING:
    from samerun.starting.proposals import Proposals


@click.command("init")
@click.argument("path", default=".", metavar="[PATH]", type=click.Path(exists=True, file_okay=False))
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("--diff", is_flag=True, help="Write nothing; exit 1 when something would be written.")
@click.option("--no-pre-commit", is_flag=True, help="Leave .pre-commit-config.yaml alone.")
@click.option("--no-workflow", is_flag=True, help="Write no GitHub workflow.")
def command(path: str, yes: bool, diff: bool, no_pre_commit: bool, no_workflow: bool) -> int:
    """Write settings for what is found in the project at PATH, a pre-commit hook and a GitHub workflow.

    Shows a diff and asks before it writes. What is there already stays as it is, so a second run changes nothing.
    """
    from samerun.settings import SettingsError
    from samerun.starting.proposals import proposals
    from samerun.starting.survey import survey
    from samerun.workspace.sources import identity

    try:
        found = survey(identity(path))
        if found is None:
            raise click.ClickException(f"{path}: there is no Python code here")
        proposed = proposals(found, hooks=not no_pre_commit, workflow=not no_workflow)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    _show(proposed)
    if not proposed.files:
        click.echo("samerun: nothing to write", err=True)
        return CLEAN
    if diff:
        return FINDINGS
    if not yes and not sys.stdin.isatty():
        click.echo("samerun: nothing was written; give --yes to write this", err=True)
        return ERROR
    names = ", ".join(each.name for each in proposed.files)
    if not yes and not click.confirm(f"Write {names}?", err=True):
        return CLEAN
    for each in proposed.files:
        target = Path(found.root, each.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(each.new.encode())
    click.echo(f"samerun: wrote {names}", err=True)
    click.echo("samerun: next: samerun check; samerun baseline write sets aside what it finds today", err=True)
    return CLEAN


def _show(proposed: Proposals) -> None:
    from difflib import unified_diff

    for each in proposed.files:
        old, new = (text.splitlines(keepends=True) for text in (each.old, each.new))
        for line in unified_diff(old, new, each.name if each.old else "/dev/null", each.name):
            click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", nl=False)
    for note in proposed.notes:
        click.echo(f"samerun: {note}", err=True)
