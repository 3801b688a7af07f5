"""Where a project begins: settings of samerun, a pyproject.toml, or a repository."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal

SETTINGS_FILES = (".samerun.toml", "samerun.toml")
_PROJECT_TABLE = re.compile(
    rb"^[ \t]*\[{1,2}[ \t]*"
    rb"(?:project|build-system|tool[ \t]*\.[ \t]*[\"']?(?:samerun|poetry|pdm|flit|setuptools|hatch))"
    rb"[\"']?[ \t]*[\].]",
    re.MULTILINE,
)

Marker = Literal["project", "tools", ""]


class Markers:
    """Which folders begin a project; every folder is looked at once.

    A pyproject.toml that only configures tools (`[tool.ruff]` in a tests folder) begins a project where
    nothing above it does, and is no project of its own inside another.
    """

    def __init__(self) -> None:
        self._markers: dict[str, Marker] = {}
        self._roots: dict[str, str | None] = {}

    def root(self, folder: str) -> str | None:
        """The nearest project at or above a folder (absolute, POSIX); None where there is none."""
        if folder in self._roots:
            return self._roots[folder]
        above: list[str] = []
        nearest_tools = found = None
        current = folder
        while True:
            marker = self.marker(current)
            if marker == "project":
                found = current
                break
            if marker == "tools" and nearest_tools is None:
                nearest_tools = current
            above.append(current)
            parent = current.rpartition("/")[0] or "/"
            if parent == current:
                break
            current = parent
        found = found or nearest_tools
        self._roots[folder] = found
        return found

    def is_nested(self, folder: str, root: str) -> bool:
        """Whether `folder`, below `root`, is a project of its own."""
        marker = self.marker(folder)
        return marker == "project" or (marker == "tools" and self.marker(root) != "project")

    def marker(self, folder: str, names: frozenset[str] | None = None) -> Marker:
        """What begins in a folder; `names` are its entries, when they are known already."""
        known = self._markers.get(folder)
        if known is None:
            known = self._markers[folder] = _marker(folder, names)
        return known


def _marker(folder: str, names: frozenset[str] | None) -> Marker:
    def has(name: str) -> bool:
        return name in names if names is not None else os.path.lexists(f"{folder}/{name}")

    if has(".git") or any(map(has, SETTINGS_FILES)):
        return "project"
    if not has("pyproject.toml"):
        return ""
    try:
        data = Path(folder, "pyproject.toml").read_bytes()
    except OSError:
        return "tools"
    return "project" if _PROJECT_TABLE.search(data) else "tools"
