"""Projects whose requirements only their build backend knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samerun.locks.model import Unreadable
from samerun.locks.reader import decode

if TYPE_CHECKING:
    from samerun.locks.reader import Reader
    from samerun.locks.uv_project import Project

_TEXT = (".py", ".toml", ".cfg", ".txt", ".in", ".json", ".yaml", ".yml", ".md", ".rst")
_MOST_BYTES = 2 * 1024 * 1024


def unsupported_names(reader: Reader, project: Project, names: list[str]) -> list[str]:
    """Locked names that the build cannot have given.

    Proved only for a backend that lies in the project and has no build requirements: whatever it says it
    has from the project's own files, so a name that stands in none of them is not what it says.
    """
    build = project.document.table("build-system")
    if build.get("requires") != [] or not build.get("backend-path"):
        return []
    prefix = f"{project.folder}/" if project.folder else ""
    text = []
    size = 0
    for path in reader.paths():
        if path.startswith(prefix) and path.endswith(_TEXT):
            try:
                data = reader.read(path) or b""
                text.append(decode(data, path).lower())
            except Unreadable:
                return []
            size += len(data)
            if size > _MOST_BYTES:
                return []
    everything = "\n".join(text)
    return [name for name in names if not re.search(re.escape(name).replace(r"\-", r"[-_.]+"), everything)]
