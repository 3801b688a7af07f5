"""Which settings hold where: the nearest file, what it extends, and the command line on top."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samerun.settings.errors import SettingsError
from samerun.settings.model import Keys, Settings
from samerun.settings.patterns import anchored
from samerun.settings.selection import RuleSelection, Selectors
from samerun.settings.sources import FIELD_OF_KEY, FILE_NAMES, Source, checked, parse, read_file, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.settings.overrides import Overrides
    from samerun.settings.selection import RuleInfo


class SettingsFinder:
    """Answers which settings hold for a folder or file, under one command line; every answer is kept.

    All paths asked about are absolute. `rules` are all rules there are, by code.
    """

    def __init__(self, overrides: Overrides, rules: Mapping[str, RuleInfo] | None = None) -> None:
        if rules is None:
            # Settings name rules, and a name that no rule has is an error, so somebody has to know them all.
            from samerun.rules.registry import all_rules  # samerun: ignore[REP402] -- a default; faces may give theirs

            rules = all_rules()
        self.rules = rules
        self.cwd = Path(overrides.cwd).absolute().as_posix()
        self._selectors = Selectors(rules)
        self._overrides = overrides
        self._top = self._command_line(overrides)
        self._fixed: Settings | None = None
        if overrides.file is not None:
            chain = self._chain(posixpath.join(self.cwd, overrides.file), base=self.cwd)
            self._fixed = self._merged(chain, self.cwd)
        elif overrides.isolated:
            self._fixed = self._merged([], self.cwd)
        self._by_folder: dict[str, Settings | None] = {}
        self._defaults: dict[str, Settings] = {}
        self._selections: dict[int, tuple[Settings, RuleSelection]] = {}

    def for_file(self, path: str) -> Settings:
        """The settings of the folder that holds `path`."""
        return self.for_folder(posixpath.dirname(path))

    def for_folder(self, folder: str) -> Settings:
        """The settings of the nearest file at or above `folder`, else the defaults rooted at `folder`."""
        if self._fixed is not None:
            return self._fixed
        found = self._nearest(folder)
        if found is not None:
            return found
        if folder not in self._defaults:
            self._defaults[folder] = self._merged([], folder)
        return self._defaults[folder]

    def selection(self, settings: Settings) -> RuleSelection:
        """The rules that are on under `settings`."""
        known = self._selections.get(id(settings))
        if known is None:
            known = self._selections[id(settings)] = (settings, RuleSelection(settings, self.rules))
        return known[1]

    def _nearest(self, folder: str) -> Settings | None:
        if folder in self._by_folder:
            return self._by_folder[folder]
        settings = None
        for name in FILE_NAMES:
            path = posixpath.join(folder, name)
            if Path(path).is_file() and (table := read_file(path)) is not None:
                settings = self._merged(self._chain(path, table=table), folder)
                break
        else:
            parent = posixpath.dirname(folder)
            if parent != folder:
                settings = self._nearest(parent)
        self._by_folder[folder] = settings
        return settings

    def _chain(self, path: str, *, table: dict[str, Any] | None = None, base: str | None = None) -> list[Source]:
        """The file at `path` and, before it, the files it extends."""
        chain: list[Source] = []
        seen: list[str] = []
        asked = "--config"
        while True:
            path = posixpath.normpath(path)
            if path in seen:
                loop = " extends ".join(map(shown, [*seen[seen.index(path) :], path]))
                raise SettingsError(asked, f"these settings go round in a circle: {loop}")
            seen.append(path)
            if not Path(path).is_file():
                raise SettingsError(asked, f'the settings file "{shown(path)}" does not exist')
            if table is None:
                table = read_file(path)
            if table is None and chain:
                raise SettingsError(asked, f'"{shown(path)}" has no [tool.samerun] table to extend')
            source = checked(table or {}, base or posixpath.dirname(path), file=path)
            source.check_selectors(self._selectors)
            chain.insert(0, source)
            if source.keys.extend is None:
                return chain
            asked = source.place("extend")
            onward = os.path.expandvars(Path(source.keys.extend).expanduser()).replace(os.sep, "/")
            path, table = posixpath.join(posixpath.dirname(path), onward), None

    def _command_line(self, overrides: Overrides) -> list[Source]:
        """The `--config` pairs as one source, then the dedicated options."""
        if overrides.isolated and overrides.file is not None:
            raise SettingsError("--isolated", f'it can\'t be combined with --config "{overrides.file}"')
        sources: list[Source] = []
        inline: dict[str, Any] = {}
        for text in overrides.inline:
            inline |= parse(text.encode(), f'--config "{text}"')
        if "extend" in inline:
            raise SettingsError("--config", '"extend" can only be set in a settings file')
        if inline:
            sources.append(checked(inline, self.cwd, option="--config"))
        if overrides.values:
            sources.append(checked(overrides.values, self.cwd))
        for source in sources:
            source.check_selectors(self._selectors)
        return sources

    def _merged(self, chain: list[Source], root: str) -> Settings:
        values: dict[str, Any] = {}
        sources = [Source({}, Keys(), root), *chain, *self._top]
        for source in sources:
            asked = FIELD_OF_KEY if source is sources[0] else source.table
            for key in asked:
                name = FIELD_OF_KEY[key]
                values[name] = _combined(key, values.get(name), _absolute(key, source))
        return Settings(
            **values,
            root=root,
            file=chain[-1].file if chain else None,
            origins={key: source.origin(key) for source in sources[1:] for key in source.table},
            layers=tuple(source.layer() for source in sources[1:]),
            offered=self._overrides.offered,
        )


def _combined(key: str, old: Any, new: Any) -> Any:
    """The `extend-` keys of files add up; every other key replaces."""
    if key == "extend-exclude":
        return (old or ()) + new
    if key == "extend-per-file-ignores":
        old = old or {}
        return {**old, **{pattern: old.get(pattern, ()) + words for pattern, words in new.items()}}
    return new


def _absolute(key: str, source: Source) -> Any:
    """The value of `key`, its paths and patterns made absolute."""
    value = getattr(source.keys, FIELD_OF_KEY[key])
    base = source.base
    if key in ("exclude", "extend-exclude"):
        return tuple(anchored(pattern, base) for pattern in value)
    if key in ("per-file-ignores", "extend-per-file-ignores"):
        return {anchored(pattern, base): words for pattern, words in value.items()}
    if key == "waivers":
        return {
            anchored(f"./{pattern}" if "/" not in pattern else pattern, base): each for pattern, each in value.items()
        }
    if key in ("src", "entry-points"):
        return tuple(_joined(base, path) for path in value)
    return _joined(base, value) if value and key in ("cache-dir", "baseline") else value


def _joined(base: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(base, Path(path).expanduser().as_posix()))
