"""`samerun fix`: all fixes of REP1 to REP3, and what every run is seeded by after them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from samerun.cli import CLEAN, ERROR, FINDINGS
from samerun.cli.options import FILES, MISC, SELECTION, switch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from samerun.report.view import View
    from samerun.run import Request, Result

OTHER_RULES = ("REP4", "REP5", "REP6")
"""What this command doesn't speak of: rules on something else than a run's repeatability."""

ORDER_AND_ENTROPY = ("REP108", "REP109")
"""Rules in preview that this command asks: what they report no seed makes repeat."""

_OWN = (
    click.option("--diff", is_flag=True, help="Write no file; print a diff instead."),
    click.option("--allow-dirty", is_flag=True, help="Write files in a git tree with uncommitted changes, too."),
    switch("--unsafe-fixes", "Apply fixes that change what is drawn or how fast. On unless switched off."),
)
_UNFIT = {"--stdin-filename", "--diff-base", "--staged", "--timing", "--silent"}


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Put the options on a function: those of its own, and those of `check` that choose rules, files and settings."""
    for option in reversed((*_OWN, *SELECTION, *FILES, *MISC)):
        decorated = option(function)
        if _UNFIT.isdisjoint(decorated.__click_params__[-1].opts):
            function = decorated
        else:
            decorated.__click_params__.pop()
    return function


@click.command("fix")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@_options
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Make every entry point repeatable: apply all fixes of REP1 to REP3, and say what each run is seeded by.

    PATHS are files and folders. Refuses to write where git has uncommitted changes; --allow-dirty writes anyway.
    Outside of git there is nothing to refuse, so look first with --diff. Exits with 0 when nothing is left to say,
    1 when something is (with --diff: when something would change), 2 on an error.
    """
    from samerun.settings import SettingsError, SettingsFinder

    try:
        request = _request(paths, options)
        finder = SettingsFinder(request.overrides)
        if not options["diff"] and not options["allow_dirty"] and (dirty := _dirty(request.paths)):
            _say(f"error: {dirty} has uncommitted changes; commit or stash them, or use --allow-dirty or --diff")
            return ERROR
        return _fix(request, finder.rules, options)
    except SettingsError as error:
        _say(str(error))
        return ERROR


def _request(paths: tuple[str, ...], options: dict[str, Any]) -> Request:
    """The request of `samerun check --fix` with these options."""
    from samerun.cli import check
    from samerun.cli.requested import request_of

    asked = dict(check.command.make_context("check", []).params)
    asked |= {name: value for name, value in options.items() if name in asked}
    asked["fix"] = True
    asked["ignore"] = (*asked["ignore"], *OTHER_RULES)
    asked["unsafe_fixes"] = options["unsafe_fixes"] is not False
    asked.pop("paths")
    request = request_of(paths, asked)
    return msgspec.structs.replace(
        request, overrides=msgspec.structs.replace(request.overrides, offered=ORDER_AND_ENTROPY)
    )


def _dirty(paths: Iterable[str]) -> str | None:
    """The first work tree around the paths that has uncommitted changes."""
    from samerun.workspace.git import git

    for path in paths:
        folder = path if Path(path).is_dir() else str(Path(path).parent)
        if git(folder, "status", "--porcelain"):
            root = git(folder, "rev-parse", "--show-toplevel") or b""
            return root.decode("utf-8", "surrogateescape").strip() or folder
    return None


def _fix(request: Request, rules: Any, options: dict[str, Any]) -> int:
    from samerun import engine, fixing
    from samerun.report.paint import Paint, wanted
    from samerun.report.runs import run_lines
    from samerun.report.view import View

    result = fixing.fix(request)
    for sentence in result.errors:
        _say(f"error: {sentence}")
    for path, reason in result.dropped:
        _say(f"warning: {path}: {reason}, and was left out")
    paint = Paint(on=wanted(options.get("color") or "auto", os.environ, terminal=sys.stdout.isatty()))
    view = View(result, rules, cwd=request.overrides.cwd or os.getcwd(), paint=paint, unsafe_fixes=request.unsafe_fixes)  # noqa: PTH109
    if not options["quiet"]:
        contents = {change.path: change.new for change in result.changes}
        programs = engine.linked(msgspec.structs.replace(request, contents=contents))
        _write(run_lines(programs, view), to_error=options["diff"])
    return _told(view, result, options)


def _told(view: View, result: Result, options: dict[str, Any]) -> int:
    """The diff or the findings that are left, the closing line, and the exit status."""
    from samerun.report.fixes import diffs, fixed_count, fixed_sentence
    from samerun.report.formats import renderer

    if options["diff"]:
        _write(diffs(view))
        if fixed_count(result) and not options["quiet"]:
            click.echo(fixed_sentence(result, "Would fix"), err=True)
    elif not options["quiet"]:
        _write(renderer("concise")(view))
    if result.errors:
        return ERROR
    return FINDINGS if (result.changes if options["diff"] else result.findings) else CLEAN


def _write(pieces: Iterable[str], *, to_error: bool = False) -> None:
    out = sys.stderr.buffer if to_error else sys.stdout.buffer
    for piece in pieces:
        out.write(piece.encode("utf-8", "backslashreplace"))
    out.flush()


def _say(text: str) -> None:
    click.echo(f"samerun: {text}", err=True)
