"""`samerun check --add-noqa` and `--add-ignore`: a comment beside every finding, and nothing reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from samerun.cli import CLEAN, ERROR

if TYPE_CHECKING:
    from samerun.run import Request, Result
    from samerun.settings import SettingsFinder

OPTIONS = {"add_noqa": "--add-noqa", "add_ignore": "--add-ignore"}
AGAINST = {"fix": "--fix", "fix_only": "--fix-only", "diff": "--diff", "show_fixes": "--show-fixes"}


def asked(options: dict[str, Any]) -> bool:
    """Whether comments are to be added; raises on options that don't go with that."""
    given = [name for name in OPTIONS if options[name] is not None]
    for name in given:
        for other in [*AGAINST, *(each for each in given if each != name)]:
            if options[other] is not None and options[other] is not False:
                raise click.UsageError(f"{OPTIONS[name]} can't be used with {(AGAINST | OPTIONS)[other]}")
        if "\n" in options[name] or "\r" in options[name]:
            raise click.UsageError(f"the reason of {OPTIONS[name]} can't hold line breaks")
    return bool(given)


def add(request: Request, result: Result, finder: SettingsFinder, options: dict[str, Any]) -> int:
    """Write the comments; the exit status is 0 unless the run was incomplete or a file could not be written."""
    from samerun.commenting import add_comments

    names = {rule.name: code for code, rule in finder.rules.items()}
    form = "noqa" if options["add_noqa"] is not None else "ignore"
    reason = options["add_noqa"] if form == "noqa" else options["add_ignore"]
    added, problems = (0, []) if request.stdin is not None else add_comments(result, form, reason.strip(), names)  # type: ignore[arg-type]
    for problem in problems:
        click.echo(f"samerun: error: {problem}", err=True)
    if added and not options["quiet"] and not options["silent"]:
        what = "noqa directive" if form == "noqa" else "ignore comment"
        click.echo(f"Added {added} {what}{'' if added == 1 else 's'}.", err=True)
    return ERROR if problems or result.errors else CLEAN
