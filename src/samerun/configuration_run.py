"""The way of configuration files through a run: which may speak of judges, and what the rules say of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from samerun.program.models.hints import may_configure
from samerun.workspace.configurations import configurations, is_configuration
from samerun.workspace.documents import is_document
from samerun.workspace.sources import SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.rules.base import Rule
    from samerun.rules.finding import Finding
    from samerun.settings.finder import SettingsFinder
    from samerun.workspace.discovery import FileTree


class ConfigurationRun:
    """Asks the rules that have something to say of configuration files. `sources` are the files read, by path; they
    are `kept` for the report too."""

    def __init__(
        self,
        tree: FileTree,
        rules: Mapping[str, type[Rule]],
        settings: SettingsFinder,
        kept: dict[str, SourceFile],
    ) -> None:
        self.tree, self.settings, self.kept = tree, settings, kept
        self.rules = {code: rule for code, rule in rules.items() if rule.configurations}
        self.sources: dict[str, SourceFile] = {}

    def read(self, paths: tuple[str, ...], contents: Mapping[str, bytes]) -> dict[str, str]:
        """Read the files at and below `paths` whose text may speak of a judge; `contents` stand in for the disk.

        The answer gives the root of each one's project: as for code, the outermost of `paths` where nothing marks one.
        """
        if not any(self._enabled(code, path) for code in self.rules for path in paths):
            return {}
        tops = [path for path in paths if os.path.isdir(path) or is_configuration(path)]  # noqa: PTH112
        roots = {self._root(f"{path}/", paths) if os.path.isdir(path) else self._root(path, paths) for path in tops}  # noqa: PTH112
        for path in configurations(self.tree, tuple(sorted({*roots, *tops}))):
            try:
                data = contents[path] if path in contents else Path(path).read_bytes()
            except OSError:
                continue
            if b"\0" not in data and may_configure(data):
                self.sources[path] = SourceFile(path, "document", data.removeprefix(b"\xef\xbb\xbf"))
        asked = [path for path in self.sources if any(f"{path}/".startswith(f"{top.rstrip('/')}/") for top in tops)]
        return {path: self._root(path, paths) for path in asked}

    def _root(self, path: str, paths: tuple[str, ...]) -> str:
        folder = path.rpartition("/")[0] or "/"
        holding = [top for top in paths if f"{folder}/".startswith(f"{top.rstrip('/')}/")]
        return self.tree.markers.root(folder) or min(holding, key=len, default=folder)

    def add_findings(self, projects: Mapping[str, set[str]], found: dict[str, list[Finding]]) -> None:
        """Add the findings on the files that were read; `projects` are the targets by their project's root."""
        for root, targets in sorted(projects.items()):
            if not targets & self.sources.keys():
                continue
            below = f"{root.rstrip('/')}/"
            own = {path: source for path, source in self.sources.items() if path.startswith(below)}
            for finding in self._ask(root, own):
                if finding.path in targets and self._enabled(finding.code, finding.path):
                    found.setdefault(finding.path, []).append(finding)
        self.kept.update(self.sources)

    def _ask(self, root: str, sources: Mapping[str, SourceFile]) -> list[Finding]:
        from samerun.catalog.judge_settings import judge_settings
        from samerun.program.models.configs import ConfigReader

        settings = self.settings.for_folder(root)
        own = judge_settings(settings.judges, settings.origin("judges"))
        judged = list(ConfigReader(sources, own.families(), own.strictness, own.jury).judged())
        return [finding for rule in self.rules.values() for finding in rule().configured(judged)]

    def _enabled(self, code: str, path: str) -> bool:
        return self.settings.selection(self.settings.for_file(path)).enabled(code, path)


def may_be_code(path: str) -> bool:
    """Whether a target is read as a document or as Python: any but a configuration file."""
    return is_document(path) or not is_configuration(path)
