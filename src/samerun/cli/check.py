"""`samerun check`: options in, report and exit status out."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from samerun.cli import CLEAN, ERROR, FINDINGS
from samerun.cli.options import all_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.report.view import View
    from samerun.run import Request, Result
    from samerun.settings import Settings, SettingsFinder

LEVELS = ("note", "warning", "error")


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@all_options
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Report what makes runs of this code differ. PATHS are files and folders, or - for standard input."""
    from samerun.cli.requested import request_of
    from samerun.settings import SettingsError, SettingsFinder

    try:
        request = request_of(paths, options)
        finder = SettingsFinder(request.overrides)
        settings = finder.for_folder(_asked_folder(request, finder.cwd))
        if options["show_settings"]:
            from samerun.cli.show_settings import lines

            first = Path(finder.cwd, request.paths[0])
            folder = first if first.is_dir() else first.parent
            return _write(lines(finder.for_folder(folder.absolute().as_posix())), None)
        if options["show_files"]:
            from samerun import engine

            return _write((f"{path}\n" for path in engine.files(request)), None)
        return _check(request, finder, settings, options)
    except SettingsError as error:
        _say(str(error))
        return ERROR


def _check(request: Request, finder: SettingsFinder, settings: Settings, options: dict[str, Any]) -> int:
    from samerun import engine
    from samerun.report.progress import Progress

    loud = not (options["quiet"] or options["silent"])
    for code in finder.selection(settings).dormant if loud else ():
        _say(f"warning: {code} is in preview and was not run; --preview enables it")
    progress = Progress(sys.stderr) if loud and sys.stderr.isatty() else None
    started = time.perf_counter()
    try:
        result = engine.check(request, progress)
    finally:
        if progress is not None:
            progress.close()
    if options["verbose"]:
        _say_more(result, settings, time.perf_counter() - started)
    if not options["silent"]:
        for sentence in result.errors:
            _say(f"error: {sentence}")
        if not result.files_read and not result.errors and loud:
            _say("warning: no Python files or notebooks found under the given paths")
        _report(request, result, finder, settings, options)
    return _status(result, settings, exit_zero=options["exit_zero"])


def _report(
    request: Request, result: Result, finder: SettingsFinder, settings: Settings, options: dict[str, Any]
) -> None:
    from samerun.report.paint import Paint, wanted
    from samerun.report.view import View
    from samerun.workspace.discovery import project_root

    terminal = options["output_file"] is None and sys.stdout.isatty()
    view = View(
        result,
        finder.rules,
        cwd=finder.cwd,
        root_of=project_root,
        paint=Paint(on=wanted(options["color"], os.environ, terminal=terminal)),
        unsafe_fixes=request.unsafe_fixes,
        brief=options["quiet"],
        stdin=f"{finder.cwd}/-" if request.stdin is not None and request.stdin_filename is None else None,
    )
    _write(_pieces(view, settings.output_format, statistics=options["statistics"]), options["output_file"])


def _pieces(view: View, output_format: str, *, statistics: bool) -> Iterable[str]:
    from samerun.report import statistics as counts
    from samerun.report.formats import renderer
    from samerun.settings import SettingsError

    if not statistics:
        return renderer(output_format)(view)
    if output_format == "json":
        return counts.render_json(view)
    if output_format in ("full", "concise"):
        return counts.render_text(view)
    raise SettingsError("--statistics", f'it has no "{output_format}" format; use full, concise or json')


def _status(result: Result, settings: Settings, *, exit_zero: bool) -> int:
    if result.errors:
        return ERROR
    bar = LEVELS.index(settings.fail_on)
    failing = any(LEVELS.index(finding.level) >= bar for finding in result.findings)
    return FINDINGS if failing and not exit_zero else CLEAN


def _asked_folder(request: Request, cwd: str) -> str:
    """The folder whose settings govern the run itself: of the working folder, or of the file on standard input."""
    name = request.stdin_filename
    if name is None:
        return cwd
    return Path(cwd, name).parent.as_posix()


def _write(pieces: Iterable[str], output_file: str | None) -> int:
    """Write UTF-8, wherever it goes."""
    from samerun.settings import SettingsError

    if output_file is None:
        out = sys.stdout.buffer
        for piece in pieces:
            out.write(piece.encode("utf-8", "backslashreplace"))
        out.flush()
        return CLEAN
    try:
        Path(output_file).write_bytes("".join(pieces).encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise SettingsError("--output-file", f'"{output_file}" can\'t be written: {error.strerror}') from error
    return CLEAN


def _say(text: str) -> None:
    click.echo(f"samerun: {text}", err=True)


def _say_more(result: Result, settings: Settings, seconds: float) -> None:
    _say(f"settings: {settings.file or 'defaults'}")
    for path, reason in result.skipped:
        _say(f"skipped: {path}: {reason}")
    _say(f"{result.files_read} files read in {seconds:.2f} s")
