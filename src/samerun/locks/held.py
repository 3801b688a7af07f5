"""Which version of each package a lock holds, whatever tool wrote it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.model import Unreadable
from samerun.locks.requirements_txt import read_requirements
from samerun.locks.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOML = ("uv.lock", "poetry.lock", "pdm.lock", ".py.lock")


def held_versions(name: str, data: bytes) -> dict[str, str | None]:
    """Versions by normalised name; None where the lock holds several. Nothing of a lock that can't be read."""
    found: dict[str, str | None] = {}
    try:
        for package, version in _pairs(name, data):
            key = str(canonicalize_name(package))
            found[key] = version if found.get(key, version) == version else None
    except (Unreadable, ValueError, TypeError, AttributeError):
        return {}
    return found


def _pairs(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if name.endswith(_TOML):
        yield from _of_tables(parse_toml(data, name).data.get("package"))
    elif name.endswith(".toml"):
        yield from _of_tables(parse_toml(data, name).data.get("packages"))
    elif name.endswith("Pipfile.lock"):
        content = json.loads(data)
        for section, packages in content.items():
            if section != "_meta":
                for package, entry in packages.items():
                    yield package, str(entry.get("version", "")).removeprefix("==")
    elif name.endswith((".yml", ".yaml")):
        from samerun.locks.yaml_text import parse_yaml

        content = parse_yaml(data, name).data
        yield from _of_tables(content.get("package") if isinstance(content, dict) else None)
    elif name.endswith((".txt", ".lock")) and not name.endswith("pixi.lock"):
        for line in read_requirements(data, name).lines:
            if line.pinned:
                yield line.name, line.pinned


def _of_tables(packages: Any) -> Iterator[tuple[str, str]]:
    for package in packages or []:
        if package.get("name") and package.get("version"):
            yield str(package["name"]), str(package["version"])
