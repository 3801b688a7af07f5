"""``pixi.lock``, versions 4 to 7: per environment and platform, the records that were chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from packaging.utils import canonicalize_name

from samerun.locks.model import Place, Unreadable
from samerun.locks.yaml_text import YamlDocument, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSIONS = range(4, 8)
_EXTENSION = re.compile(r"\.(?:conda|tar\.bz2)$")


@dataclass(slots=True)
class Record:
    """One locked package of either kind."""

    kind: str
    name: str
    version: str
    build: str
    location: str
    index: int
    data: Mapping[str, Any]
    source: bool = False

    @property
    def depends(self) -> list[str]:
        value = self.data.get("depends")
        return [str(item) for item in value] if isinstance(value, list) else []

    @property
    def requires(self) -> list[str]:
        value = self.data.get("requires_dist")
        return [str(item) for item in value] if isinstance(value, list) else []

    def provides(self) -> set[str]:
        """Names on PyPI that a conda package stands for; those of conda-forge do even when not said."""
        purls = self.data.get("purls")
        if not isinstance(purls, list):
            return {str(canonicalize_name(self.name))}
        names = [str(purl).partition("pkg:pypi/")[2] for purl in purls]
        return {str(canonicalize_name(re.split(r"[@?#]", name)[0])) for name in names if name}


@dataclass(slots=True)
class LockedEnvironment:
    name: str
    channels: list[str]
    indexes: list[str] | None
    find_links: list[Any]
    options: dict[str, Any]
    platforms: dict[str, list[Record]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PixiLock:
    document: YamlDocument
    version: int
    environments: dict[str, LockedEnvironment]
    # For version 7: the system of each named platform, and its virtual packages.
    systems: dict[str, str]
    virtual: dict[str, list[str]]

    def place(self, record: Record) -> Place | None:
        return self.document.place("packages", record.index)


def read_pixi_lock(data: bytes, name: str) -> PixiLock:
    document = parse_yaml(data, name)
    if not isinstance(document.data, dict) or "version" not in document.data:
        raise Unreadable(f"{name} is empty or not a pixi lock", Place(1))
    version = document.data["version"]
    if version not in _VERSIONS:
        message = f"{name} has version {version!r}, pixi reads {_VERSIONS[0]} to {_VERSIONS[-1]}"
        raise Unreadable(message, document.place("version"))
    records = _records(document)
    environments = document.get("environments")
    if not isinstance(environments, dict):
        raise Unreadable(f"{name} has no environments", Place(1))
    lock = PixiLock(document, version, {}, {}, {})
    for item in document.get("platforms") or []:
        if isinstance(item, dict) and "name" in item:
            lock.systems[str(item["name"])] = str(item.get("subdir", item["name"]))
            lock.virtual[str(item["name"])] = [str(v) for v in item.get("virtual-packages") or []]
    for title, table in environments.items():
        lock.environments[str(title)] = _environment(document, str(title), table, records)
    return lock


def _records(document: YamlDocument) -> dict[tuple[str, str], Record]:
    found: dict[tuple[str, str], Record] = {}
    items = document.get("packages")
    for index, item in enumerate(items if isinstance(items, list) else []):
        if not isinstance(item, dict):
            raise Unreadable(f"{document.name} has a package that is not a table", document.place("packages", index))
        kind = str(item.get("kind") or next((key for key in ("conda", "pypi") if key in item), ""))
        location = str(item.get(kind) or item.get("url") or item.get("path") or "")
        record = _conda(item, location, index) if kind == "conda" else _pypi(item, location, index)
        found[(kind, location)] = record
    return found


def _conda(item: dict[str, Any], location: str, index: int) -> Record:
    file = unquote(urlsplit(location).path.rpartition("/")[2]) if "://" in location else location.rpartition("/")[2]
    source = not _EXTENSION.search(file)
    parts = _EXTENSION.sub("", file).rsplit("-", 2)
    name, version, build = (parts[0], parts[1], parts[2]) if len(parts) == 3 and not source else (file, "", "")
    return Record(
        "conda",
        str(item.get("name", name)).lower(),
        str(item.get("version", version)),
        str(item.get("build", build)),
        location,
        index,
        item,
        source,
    )


def _pypi(item: dict[str, Any], location: str, index: int) -> Record:
    name = str(canonicalize_name(str(item.get("name", ""))))
    return Record("pypi", name, str(item.get("version", "")), "", location, index, item, "://" not in location)


def _environment(
    document: YamlDocument, title: str, table: Any, records: dict[tuple[str, str], Record]
) -> LockedEnvironment:
    table = table if isinstance(table, dict) else {}
    items = table.get("channels")
    channels = [
        str(item.get("url", "")) if isinstance(item, dict) else str(item)
        for item in (items if isinstance(items, list) else [])
    ]
    indexes = table.get("indexes")
    options = table.get("options")
    found = LockedEnvironment(
        title,
        channels,
        [str(url) for url in indexes] if isinstance(indexes, list) else None,
        table.get("find-links") or [],
        options if isinstance(options, dict) else {},
    )
    packages = table.get("packages")
    for platform, entries in packages.items() if isinstance(packages, dict) else ():
        chosen = []
        for position, entry in enumerate(entries or []):
            kind, location = next(iter(entry.items())) if isinstance(entry, dict) and entry else ("", "")
            record = records.get((str(kind), str(location)))
            if record is None:
                place = document.place("environments", title, "packages", platform, position)
                raise Unreadable(f"{document.name} names a package that it doesn't hold: {location}", place)
            chosen.append(record)
        found.platforms[str(platform)] = chosen
    return found
