"""`samerun baseline`: list the findings that are there today, so that only new ones are reported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from samerun.cli import CLEAN, ERROR, FINDINGS
from samerun.cli.options import BASELINE, FILES, MISC, SELECTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from samerun.baseline.listing import Slot
    from samerun.baseline.matching import Match
    from samerun.rules.finding import Finding
    from samerun.run import Request, Result
    from samerun.settings import SettingsFinder


@click.group("baseline")
def command() -> None:
    """List the findings of today, so that `samerun check` reports only new ones.

    The file is that of --baseline, or of the setting `baseline`. It knows a finding by its fingerprint (rule, file,
    function and stream), so it outlives moved lines, renamed files and formatting.
    """


def _options(function: Callable[..., int]) -> Callable[..., int]:
    """The options that these commands share with `check`, and the paths."""
    for option in reversed((*SELECTION, *(each for each in FILES if "stdin" not in str(each)), BASELINE[0], *MISC)):
        function = option(function)
    return click.argument("paths", nargs=-1, metavar="[PATHS]...")(function)


@command.command("write")
@_options
def write_command(paths: tuple[str, ...], **options: Any) -> int:
    """Write a baseline of all findings under PATHS, in place of the one there may be."""
    from samerun.baseline import listing

    def act(run: _Run) -> int:
        slots = [slot for _, slot in run.slots()]
        listing.write(run.file, slots)
        run.say(f"{_plural(len(slots), 'finding')} listed.")
        if run.unset:
            run.note(f'Add `baseline = "{listing.DEFAULT}"` to the settings of samerun, or give --baseline to check.')
        return CLEAN

    return _asked(paths, options, act, may_be_new=True)


@command.command("update")
@_options
def update_command(paths: tuple[str, ...], **options: Any) -> int:
    """Bring the baseline to what PATHS hold now: findings added, removed and moved."""
    from samerun.baseline import listing

    def act(run: _Run) -> int:
        match = run.match()
        kept, fixed = run.sorted_out(match.left)
        slots = [*kept, *(now for _, now, _ in match.known), *(now for _, now in match.new)]
        listing.write(run.file, slots)
        changes = f"{len(match.new)} added, {len(fixed)} removed, {_moved(match)} moved"
        run.say(f"{_plural(len(slots), 'finding')} listed ({changes}).")
        return CLEAN

    return _asked(paths, options, act)


@command.command("prune")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a fixed finding is still listed.")
@_options
def prune_command(paths: tuple[str, ...], check: bool, **options: Any) -> int:
    """Remove what is fixed from the baseline, and add nothing."""
    from samerun.baseline import listing

    def act(run: _Run) -> int:
        match = run.match()
        kept, fixed = run.sorted_out(match.left)
        if check:
            for line in _lines(fixed, run.finder):
                click.echo(line)
            run.say(f"{_plural(len(fixed), 'fixed finding')} still listed.")
            return FINDINGS if fixed else CLEAN
        slots = [*kept, *(now for _, now, _ in match.known)]
        listing.write(run.file, slots)
        run.say(f"{_plural(len(fixed), 'fixed finding')} removed, {len(slots)} left ({_moved(match)} moved).")
        return CLEAN

    return _asked(paths, options, act)


@command.command("show")
@click.option("--baseline", metavar="FILE", help="The baseline. Default: that of the settings.")
@click.option("--config", multiple=True, metavar="FILE|KEY=VALUE", help="A settings file, or one setting as TOML.")
@click.option("--isolated", is_flag=True, help="Ignore all settings files.")
def show_command(**options: Any) -> int:
    """Print what the baseline lists: one line for each file, function and rule."""
    from samerun.baseline import listing
    from samerun.cli.requested import request_of
    from samerun.settings import SettingsError, SettingsFinder

    try:
        finder = SettingsFinder(request_of((), _unasked() | options).overrides)
        slots = listing.read(_file(finder)[0])
    except SettingsError as error:
        return _failed(error)
    for line in _lines(slots, finder):
        click.echo(line)
    by_rule = sorted(Counter(slot.code for slot in slots).items())
    counts = f" ({', '.join(f'{count} {code}' for code, count in by_rule)})" if slots else ""
    click.echo(f"{_plural(len(slots), 'finding')} listed{counts}.")
    return CLEAN


class _Run(NamedTuple):
    """One run of the engine, without a baseline, and the file of the baseline."""

    request: Request
    finder: SettingsFinder
    result: Result
    file: str
    unset: bool

    def findings(self) -> Iterator[Finding]:
        """Those that this baseline is for: a folder inside may have settings that name another."""
        for finding in self.result.findings:
            if self.finder.for_file(finding.path).baseline in ("", self.file):
                yield finding

    def slots(self) -> list[tuple[Finding, Slot]]:
        """The slots that all findings take."""
        from samerun.baseline.comparison import slots_of
        from samerun.workspace.discovery import project_root

        return slots_of(self.findings(), self.text, project_root)

    def match(self) -> Match:
        """The findings against what the baseline lists."""
        from samerun.baseline.comparison import compare
        from samerun.workspace.discovery import project_root

        return compare(self.file, self.findings(), self.text, project_root)

    def text(self, path: str) -> bytes | None:
        """A file's text."""
        from samerun.baseline.comparison import text_on_disk

        source = self.result.sources.get(path)
        return text_on_disk(path) if source is None else source.data

    def sorted_out(self, left: Iterable[Slot]) -> tuple[list[Slot], list[Slot]]:
        """Of the slots that no finding took: those that the run says nothing about, and those that are fixed."""
        from samerun.suppressions.suppressions import UNPLACED
        from samerun.workspace.sources import identity

        asked = [identity(f"{self.finder.cwd}/{path}" if path[:1] != "/" else path) for path in self.request.paths]
        unread = {finding.path for finding in self.result.findings if finding.code in UNPLACED}
        unread |= {path for path, _ in self.result.skipped}
        kept: list[Slot] = []
        fixed: list[Slot] = []
        for slot in left:
            inside = any(f"{slot.path}/".startswith(f"{path.rstrip('/')}/") for path in asked)
            on = self.finder.selection(self.finder.for_file(slot.path)).enabled(slot.code, slot.path)
            (fixed if inside and on and slot.path not in unread else kept).append(slot)
        return kept, fixed

    def say(self, sentence: str) -> None:
        """Print what was done with the file."""
        from samerun.settings.sources import shown

        click.echo(f"{shown(self.file)}: {sentence}")

    def note(self, sentence: str) -> None:
        """Print something beside the result."""
        click.echo(f"samerun: {sentence}", err=True)


def _asked(
    paths: tuple[str, ...], options: dict[str, Any], act: Callable[[_Run], int], *, may_be_new: bool = False
) -> int:
    from msgspec.structs import replace

    from samerun import engine
    from samerun.baseline.listing import DEFAULT, read
    from samerun.cli.requested import request_of
    from samerun.settings import SettingsError, SettingsFinder

    try:
        request = request_of(paths, _unasked() | options)
        finder = SettingsFinder(request.overrides)
        file, unset = _file(finder, DEFAULT if may_be_new else "")
        if not may_be_new or Path(file).exists():
            read(file)  # a wrong file is not to be written over, and said before the work
        values = {**request.overrides.values, "baseline": ""}
        result = engine.check(replace(request, overrides=replace(request.overrides, values=values)))
        for sentence in result.errors:
            click.echo(f"samerun: error: {sentence}", err=True)
        if result.errors:
            return ERROR
        return act(_Run(request, finder, result, file, unset))
    except SettingsError as error:
        return _failed(error)


def _unasked() -> dict[str, Any]:
    """What the options of `check` are when none is given."""
    from samerun.cli.check import command as check

    options = [each for each in check.params if isinstance(each, click.Option)]
    return {str(each.name): () if each.multiple else False if each.is_flag else None for each in options}


def _file(finder: SettingsFinder, default: str = "") -> tuple[str, bool]:
    """The baseline's path, and whether nobody has named it."""
    from samerun.settings import SettingsError

    settings = finder.for_folder(finder.cwd)
    if settings.baseline:
        return settings.baseline, False
    if not default:
        raise SettingsError("samerun baseline", "there is no baseline: give --baseline FILE, or set `baseline`")
    return f"{settings.root}/{default}", True


def _failed(error: Exception) -> int:
    click.echo(f"samerun: {error}", err=True)
    return ERROR


def _moved(match: Match) -> int:
    return sum((now.path, now.fingerprint) != (was.path, was.fingerprint) for _, now, was in match.known)


def _lines(slots: Iterable[Slot], finder: SettingsFinder) -> Iterator[str]:
    from samerun.settings.sources import shown

    counts = Counter((slot.path, slot.code, slot.enclosing, slot.key) for slot in slots)
    for (path, code, enclosing, key), count in sorted(counts.items()):
        name = finder.rules[code].name if code in finder.rules else "no rule of this version"
        place = f" in `{enclosing}`" if enclosing else ""
        yield f"{shown(path)}: {code} {name}{place}: {key}" + (f" ({count} times)" if count > 1 else "")


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
