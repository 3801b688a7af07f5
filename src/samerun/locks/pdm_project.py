"""The parts of a pdm project that its digest and its recorded inputs share."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from typing import TYPE_CHECKING

from samerun.locks.toml_text import TomlDocument, parse_toml

if TYPE_CHECKING:
    from samerun.locks.reader import Reader


def normal_name(name: str) -> str:
    """pdm's own normalising, which differs from PEP 503 in what it takes for a separator."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).lower()


def load_members(reader: Reader, folder: str, document: TomlDocument) -> dict[str, TomlDocument]:
    """The members of a workspace root by relative path (pdm 2.28 and later)."""
    patterns = document.get("tool", "pdm", "workspace", "members")
    found: dict[str, TomlDocument] = {}
    if not isinstance(patterns, list):
        return found
    prefix = f"{folder}/" if folder else ""
    for path in reader.paths():
        if not path.startswith(prefix) or posixpath.basename(path) != "pyproject.toml":
            continue
        member = posixpath.dirname(path[len(prefix) :])
        if member and any(_matches(member, str(pattern)) for pattern in patterns):
            data = reader.read(path)
            if data is not None:
                found[member] = parse_toml(data, path)
    return dict(sorted(found.items()))


def _matches(member: str, pattern: str) -> bool:
    names, parts = member.split("/"), posixpath.normpath(pattern).split("/")
    if "**" in parts:
        return fnmatch.fnmatchcase(member, pattern.replace("**/", "*"))
    return len(names) == len(parts) and all(map(fnmatch.fnmatchcase, names, parts))
