"""Entries of `per-file-ignores` whose pattern matches no file: they rot as ignore comments do."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from samerun.rules.finding import Finding
from samerun.rules.hygiene.unused_suppression import UnusedSuppression
from samerun.settings.patterns import anchored, matches
from samerun.settings.places import line_of
from samerun.settings.sources import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from samerun.settings.model import Settings
    from samerun.workspace.sources import SourceFile

KEYS = ("per-file-ignores", "extend-per-file-ignores")


def stale_entries(
    files: Collection[str],
    asked: Collection[str],
    settings_of: Callable[[str], Settings],
    enabled: Callable[[str, str], bool],
    text_of: Callable[[str], SourceFile],
) -> Iterator[Finding]:
    """Findings on the settings of `files`, where the paths `asked` for hold every file that the settings hold for."""
    used: dict[str, Settings] = {}
    for path in files:
        settings = settings_of(path)
        if settings.file is not None and _wholly_in(settings.root, asked):
            used[settings.file] = settings
    for file, settings in sorted(used.items(), key=lambda entry: entry[0]):
        if any(settings.origin(key).file == file for key in KEYS) and enabled(UnusedSuppression.code, file):
            held = [path for path in files if settings_of(path) is settings]
            yield from _stale(settings, file, held, text_of)


def _wholly_in(folder: str, asked: Collection[str]) -> bool:
    return any(folder == path or folder.startswith(f"{path.rstrip('/')}/") for path in asked)


def _stale(
    settings: Settings, file: str, held: Collection[str], text_of: Callable[[str], SourceFile]
) -> Iterator[Finding]:
    table = read_file(file) or {}
    prefix = ("tool", "samerun") if posixpath.basename(file) == "pyproject.toml" else ()
    for key in KEYS:
        for pattern in table.get(key, {}) if settings.origin(key).file == file else ():
            whole = anchored(pattern, settings.root)
            if any(matches(whole, path) for path in held) or Path(settings.root, pattern).exists():
                continue  # a file that is left out of the run may be named on another command line
            source = text_of(file)
            line = source.lines.line_span(line_of(source.text, (*prefix, key, pattern)))
            yield Finding(
                code=UnusedSuppression.code,
                message=f'Unused suppression: the pattern "{pattern}" of {key} matches no file',
                level=UnusedSuppression.level,
                path=file,
                span=line,
                statement=line,
                key=f"{key} {pattern}",
                help="Remove the entry, or mend its pattern",
            )
