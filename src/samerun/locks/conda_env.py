"""``environment.yml``: what a person asks conda for, per platform, as conda-lock reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from samerun.locks.conda_version import channel_name, split_version_build
from samerun.locks.model import Place, Unreadable
from samerun.locks.yaml_text import YamlDocument, load_yaml, parse_yaml

if TYPE_CHECKING:
    from samerun.locks.reader import Reader

# conda-lock 4.0.3, src_parser/selectors.py
_SELECTORS = {
    "linux-64": {"linux64", "unix", "linux"},
    "linux-aarch64": {"aarch64", "unix", "linux"},
    "linux-ppc64le": {"ppc64le", "unix", "linux"},
    "osx-64": {"osx64", "osx", "unix"},
    "osx-arm64": {"arm64", "osx", "unix"},
    "win-64": {"win", "win64"},
}
_SELECTOR = re.compile(r"(.+?)\s*(#.*)\[([^\[\]]+)\](?(2)[^\(\)]*)$")
_BUILD = re.compile(r"^[A-Za-z0-9_.-]+\s*=+\s*[^=<>!~\s,|]+\s*=+\s*\S+$")
DEFAULT_PLATFORMS = ("linux-64", "osx-arm64", "osx-64", "win-64")
_HEAD = re.compile(r"([^ =<>!~]+)?([><!=~ ].+)?", re.DOTALL)


@dataclass(slots=True)
class Environment:
    """One source file."""

    document: YamlDocument
    data: dict[str, Any]
    selected: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.document.name

    def strings(self, key: str) -> list[str]:
        value = self.data.get(key)
        return [str(item) for item in value] if isinstance(value, list) else []

    def channels(self) -> list[str]:
        return [channel for channel in self.strings("channels") if channel != "nodefaults"]

    def place_of(self, spec: str) -> Place | None:
        """The line of a dependency, found again by its text."""
        items = self.data.get("dependencies")
        for index, item in enumerate(items if isinstance(items, list) else []):
            if item == spec:
                return self.document.place("dependencies", index)
            if isinstance(item, dict):
                for position, nested in enumerate(item.get("pip") or []):
                    if nested == spec:
                        return self.document.place("dependencies", index, "pip", position)
        return self.document.place("dependencies")


def load_environment(reader: Reader, path: str) -> Environment | None:
    data = reader.read(path)
    if data is None:
        return None
    document = parse_yaml(data, path)
    if not isinstance(document.data, dict):
        raise Unreadable(f"{path} is empty or not a mapping", Place(1))
    return Environment(document, document.data)


def select(environment: Environment, platform: str) -> dict[str, Any]:
    """The file without the lines whose selector names other platforms."""
    if platform not in environment.selected:
        wanted = _SELECTORS.get(platform, set())
        kept = []
        for line in environment.document.text.splitlines():
            if line.lstrip().startswith("#"):
                continue
            match = _SELECTOR.match(line)
            if not match or match[3] in wanted:
                kept.append(line)
        data = load_yaml("\n".join(kept), environment.name)
        environment.selected[platform] = data if isinstance(data, dict) else {}
    return environment.selected[platform]


def is_export(environment: Environment) -> bool:
    """``conda env export`` writes the build of every package: that is a lock itself."""
    specs = [item for item in environment.data.get("dependencies") or [] if isinstance(item, str)]
    return bool(specs) and all(_BUILD.match(spec) for spec in specs)


def has_dependencies(environment: Environment) -> bool:
    return bool(environment.data.get("dependencies"))


def conda_dependency(spec: str, category: str) -> dict[str, Any]:
    """One conda spec with the fields that conda-lock hashes (its ``MatchSpec``, by running it)."""
    text = spec.partition("#")[0].partition(" if ")[0].strip()
    brackets: dict[str, str] = {}
    found = re.match(r".*(\[.*\])", text)
    if found:
        text = text.replace(found[1], "")
        for match in re.finditer(r'([a-zA-Z0-9_-]+?)=(["\']?)([^\'"]*?)(\2)(?:[, ]|$)', found[1][1:-1]):
            brackets[match[1]] = match[3]
    pieces = text.rsplit(":", 2)
    channel = pieces[0] if len(pieces) == 3 else brackets.get("channel", "")
    head = _HEAD.match(pieces[-1])
    name, rest = (head[1] or "", head[2] or "") if head else ("", "")
    version, build = _translate(*split_version_build(rest), rest)
    return {
        "name": brackets.get("name", name).lower(),
        "manager": "conda",
        "category": category,
        "extras": [],
        "version": brackets.get("version", version),
        "build": brackets.get("build", build) or None,
        "conda_channel": channel_name(channel) if channel else None,
        "hash": None,
    }


def _translate(version: str, build: str, text: str) -> tuple[str, str]:
    if version.startswith("=="):
        version = version if build else version[2:]
    elif version.startswith("="):
        bare = version[1:]
        if not re.search(r"[=,|]", bare):
            version = bare if build else bare if bare.endswith("*") else f"{bare}*"
    # conda writes a trailing star as a part of its own.
    if re.search(r"[^.*]\*$", version) and not re.search(r"[|,]", version):
        version = f"{version[:-1]}.*"
    return version, build


def pip_dependency(text: str, category: str) -> dict[str, Any] | None:
    """One ``pip:`` entry; None for forms that aren't reproduced here."""
    try:
        requirement = Requirement(text)
    except (InvalidRequirement, RecursionError):
        return None
    if requirement.url or requirement.marker:
        return None
    return {
        "name": str(canonicalize_name(requirement.name)),
        "manager": "pip",
        "category": category,
        "extras": sorted(requirement.extras),
        "version": str(requirement.specifier) or "*",
        "build": None,
        "conda_channel": None,
        "hash": None,
    }


def dependencies(data: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """What one file asks for, and the entries that could not be read the way conda-lock does."""
    category = str(data.get("category") or "main")
    unread: list[str] = []
    items = data.get("dependencies")
    items = items if isinstance(items, list) else []
    found = [conda_dependency(item, category) for item in items if isinstance(item, str)]
    for item in items:
        nested = item.get("pip") if isinstance(item, dict) else None
        if nested is None:
            continue
        for text in nested:
            if re.match(r"^-e .*$", str(text)):
                continue
            dependency = pip_dependency(str(text), category)
            if dependency is None:
                unread.append(str(text))
            else:
                found.append(dependency)
        found.append({**conda_dependency("pip", "main"), "version": "*"})
    return found, unread
