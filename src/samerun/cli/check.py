"""`samerun check`: options in, report and exit status out."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from samerun.cli import CLEAN, ERROR, FINDINGS, add_comments
from samerun.cli.options import all_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.report.progress import Progress
    from samerun.report.view import View
    from samerun.run import Request, Result
    from samerun.settings import Settings, SettingsFinder
    from samerun.timing import Timing

LEVELS = ("note", "warning", "error")
SUMMARISED = ("full", "concise", "markdown")
"""The formats whose closing lines count what is not shown."""


class Check(click.Command):
    """The command, whose options with an optional value take it after `=` alone, as in Ruff."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        paths = args.index("--") if "--" in args else len(args)
        own = [f"{each}=" if each in ("--add-noqa", "--add-ignore") else each for each in args[:paths]]
        return super().parse_args(ctx, own + args[paths:])


@click.command("check", cls=Check)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@all_options
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Report what makes runs of this code differ. PATHS are files and folders, or - for standard input."""
    from samerun.cli.requested import request_of
    from samerun.settings import SettingsError, SettingsFinder

    try:
        add_comments.asked(options)
        request = request_of(paths, options)
        finder = SettingsFinder(request.overrides)
        settings = finder.for_folder(_asked_folder(request, finder.cwd))
        if options["show_settings"]:
            return _show_settings(request, finder)
        if options["show_files"]:
            from samerun import engine

            return _write((f"{path}\n" for path in engine.files(request)), None)
        return _check(request, finder, settings, options)
    except SettingsError as error:
        _say(str(error))
        return ERROR


def _show_settings(request: Request, finder: SettingsFinder) -> int:
    from samerun import engine
    from samerun.cli.show_settings import boundary_lines, lines

    first = Path(finder.cwd, request.paths[0])
    folder = first if first.is_dir() else first.parent
    pieces = list(lines(finder.for_folder(folder.absolute().as_posix())))
    if request.stdin is None and first.exists():
        for program, _ in engine.linked(msgspec.structs.replace(request, paths=request.paths[:1])):
            pieces += boundary_lines(program)
    return _write(pieces, None)


def _check(request: Request, finder: SettingsFinder, settings: Settings, options: dict[str, Any]) -> int:
    from samerun.report.progress import Progress
    from samerun.timing import Timing

    loud = not (options["quiet"] or options["silent"])
    for code in finder.selection(settings).dormant if loud else ():
        _say(f"warning: {code} is in preview and was not run; --preview enables it")
    progress = Progress(sys.stderr) if loud and sys.stderr.isatty() else None
    started = time.perf_counter()
    try:
        timing = Timing()
        result = _asked(request, progress, timing)
    finally:
        if progress is not None:
            progress.close()
    if options["timing"]:
        for line in timing.lines():
            _say(line)
    if options["verbose"]:
        _say_more(result, settings, time.perf_counter() - started)
    if not options["silent"]:
        for sentence in result.errors:
            _say(f"error: {sentence}")
        for sentence in result.warnings if loud else ():
            _say(f"warning: {sentence}")
        for path, reason in result.dropped:
            _say(f"warning: {path}: {reason}, and was left out")
        if not result.files_read and not result.errors and not result.findings and loud:
            _say("warning: no Python files or notebooks found under the given paths")
    if result.baselined is not None and settings.output_format not in SUMMARISED and loud:
        _say(f"{result.baselined} baselined")
    if add_comments.asked(options):
        return add_comments.add(request, result, finder, options)
    _output(request, result, _view(request, result, finder, settings, options), settings, options)
    return _status(request, result, settings, options)


def _asked(request: Request, progress: Progress | None, timing: Timing) -> Result:
    if request.fix == "none":
        from samerun import engine

        return engine.check(request, progress, timing=timing)
    from samerun import fixing

    return fixing.fix(request, progress)


def _view(
    request: Request, result: Result, finder: SettingsFinder, settings: Settings, options: dict[str, Any]
) -> View:
    from samerun.report.paint import Paint, wanted
    from samerun.report.view import View
    from samerun.workspace.discovery import project_root

    terminal = options["output_file"] is None and sys.stdout.isatty()
    coloured = options["statistics"] or settings.output_format in ("full", "concise")
    return View(
        result,
        finder.rules,
        cwd=finder.cwd,
        root_of=project_root,
        paint=Paint(on=coloured and wanted(options["color"], os.environ, terminal=terminal)),
        unsafe_fixes=request.unsafe_fixes,
        brief=options["quiet"],
        stdin=f"{finder.cwd}/-" if request.stdin is not None and request.stdin_filename is None else None,
        show_fixes=bool(options["show_fixes"]),
        include_suppressed=bool(options["sarif_include_suppressed"]),
    )


def _output(request: Request, result: Result, view: View, settings: Settings, options: dict[str, Any]) -> None:
    """The report, or the diff; of standard input the fixed source, and then the report on standard error."""
    from samerun.report.fixes import diffs, fixed_count, fixed_list, fixed_sentence

    silent, brief = options["silent"], options["quiet"] or options["silent"]
    if request.fix == "diff":
        _write(diffs(view), options["output_file"])
        if fixed_count(result) and not brief:
            _note(fixed_sentence(result, "Would fix"))
        return
    piped = request.fix != "none" and request.stdin is not None
    if piped:
        sys.stdout.buffer.write(result.changes[0].new if result.changes else request.stdin or b"")
        sys.stdout.flush()
    if request.fix == "fix-only":
        if fixed_count(result) and not brief:
            listed = fixed_list(view) if view.show_fixes else ()
            _write([*listed, fixed_sentence(result, "Fixed") + "\n"], options["output_file"], to_error=piped)
    elif not silent:
        pieces = _pieces(view, settings.output_format, statistics=options["statistics"])
        _write(pieces, options["output_file"], to_error=piped)
    if settings.output_format == "github" and not silent:
        from samerun.report.step_summary import append

        if problem := append(view, os.environ):
            _say(f"warning: {problem}")


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


def _status(request: Request, result: Result, settings: Settings, options: dict[str, Any]) -> int:
    if result.errors:
        return ERROR
    if options["exit_zero"]:
        return CLEAN
    if result.fixed and (request.fix == "diff" or options["exit_non_zero_on_fix"]):
        return FINDINGS
    if request.fix in ("diff", "fix-only"):
        return CLEAN
    bar = LEVELS.index(settings.fail_on)
    return FINDINGS if any(LEVELS.index(finding.level) >= bar for finding in result.findings) else CLEAN


def _asked_folder(request: Request, cwd: str) -> str:
    """The folder whose settings govern the run itself: of the working folder, or of the file on standard input."""
    name = request.stdin_filename
    if name is None:
        return cwd
    return Path(cwd, name).parent.as_posix()


def _write(pieces: Iterable[str], output_file: str | None, *, to_error: bool = False) -> int:
    """Write UTF-8, wherever it goes."""
    from samerun.settings import SettingsError

    if output_file is None:
        out = sys.stderr.buffer if to_error else sys.stdout.buffer
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
    _note(f"samerun: {text}")


def _note(text: str) -> None:
    click.echo(text, err=True)


def _say_more(result: Result, settings: Settings, seconds: float) -> None:
    _say(f"settings: {settings.file or 'defaults'}")
    for path, reason in result.skipped:
        _say(f"skipped: {path}: {reason}")
    _say(f"{result.files_read} files read in {seconds:.2f} s")
