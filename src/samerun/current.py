"""The findings of one file, for tools that ask file by file: a flake8 plugin, an editor.

    answer = current_findings("src/train.py")
    for finding in answer.findings: ...

The first question of a process about a project checks the whole project, through the cache, while other processes that
ask the same wait for it; so however many processes a tool starts, a project is linked once. What was found is then
kept for the life of the process: who lives longer than a run calls `forget()` when files may have changed.

What is answered, per file:

- `findings`: those to be shown, as `engine.check` of the project's folder gives them (settings and ignore comments
  hold; a baseline too);
- `silenced`: the others, each with what silenced it, for a tool that reads ignore comments itself;
- `source`: the text that the spans are offsets into, None where the file can't be had;
- `warnings`, `errors`: sentences about the run, the same for every file of a project.

A file that the project leaves out (excluded, ignored by git) is checked by itself, because its tool asked for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun import engine
from samerun.cache.store import alone
from samerun.run import Request
from samerun.settings.finder import SettingsFinder
from samerun.settings.overrides import Overrides
from samerun.workspace.discovery import project_root
from samerun.workspace.sources import SourceProblem, identity, read_source

if TYPE_CHECKING:
    import os

    from samerun.rules.finding import Finding
    from samerun.run import Result, Silenced
    from samerun.workspace.sources import SourceFile


class FileAnswer(NamedTuple):
    """What is known of one file: see the module's docstring."""

    findings: tuple[Finding, ...]
    silenced: tuple[Silenced, ...]
    source: SourceFile | None
    warnings: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


class _Checked(NamedTuple):
    """A check: its result, and the files it was asked about."""

    result: Result
    files: frozenset[str]


_checked: dict[tuple[str, str, bool], _Checked] = {}


def current_findings(
    path: str | os.PathLike[str],
    *,
    overrides: Overrides = Overrides(),  # noqa: B008 -- a frozen value
    cache: bool = True,
) -> FileAnswer:
    """What samerun finds in one file as it is on disk. Raises `SettingsError` where the settings are wrong."""
    name = identity(path)
    root = project_root(name)
    checked = _check(root, overrides, cache)
    if name not in checked.files:
        checked = _check(name, overrides, cache)
    result = checked.result
    source = result.sources.get(name)
    if source is None:
        try:
            source = read_source(name)
        except SourceProblem:
            source = None
    return FileAnswer(
        tuple(finding for finding in result.findings if finding.path == name),
        tuple(each for each in result.silenced if each.finding.path == name),
        source,
        result.warnings,
        result.errors,
    )


def forget() -> None:
    """Files may have changed: the next question looks again."""
    _checked.clear()


def _check(path: str, overrides: Overrides, cache: bool) -> _Checked:
    key = (path, repr(overrides), cache)
    if key not in _checked:
        request = Request(paths=(path,), overrides=overrides, jobs=1, cache=cache)
        if cache:
            folder = (
                SettingsFinder(overrides).for_folder(path if path == project_root(path) else _above(path)).cache_dir
            )
            with alone(folder):
                result = engine.check(request)
        else:
            result = engine.check(request)
        _checked[key] = _Checked(result, frozenset(engine.files(request)))
    return _checked[key]


def _above(path: str) -> str:
    return path.rpartition("/")[0] or "/"
