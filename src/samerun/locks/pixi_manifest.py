"""``pixi.toml`` (or ``[tool.pixi]`` in ``pyproject.toml``): environments, features, and what they ask for."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from samerun.locks.conda_version import MatchSpec, parse_match_spec
from samerun.locks.model import Unreadable
from samerun.locks.toml_text import TomlDocument, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.locks.model import Place
    from samerun.locks.reader import Reader

DEFAULT = "default"
_TABLES = ("dependencies", "host-dependencies", "build-dependencies")


@dataclass(frozen=True, slots=True)
class CondaNeed:
    spec: MatchSpec
    label: str
    place: Place | None
    source: bool = False


@dataclass(frozen=True, slots=True)
class PypiNeed:
    """A requirement from PyPI; ``specifier`` is None for one with a source of its own."""

    name: str
    label: str
    specifier: str | None
    extras: tuple[str, ...]
    marker: str
    place: Place | None
    path: str = ""
    index: str = ""
    editable: bool = False


@dataclass(slots=True)
class PixiEnvironment:
    name: str
    features: list[str]
    solve_group: str = ""


@dataclass(slots=True)
class PixiManifest:
    document: TomlDocument
    prefix: tuple[str, ...]
    folder: str
    environments: dict[str, PixiEnvironment] = field(default_factory=dict)

    def get(self, *path: str) -> Any:
        return self.document.get(*self.prefix, *path)

    def table(self, *path: str) -> dict[str, Any]:
        return self.document.table(*self.prefix, *path)

    def place(self, *path: str | int) -> Place | None:
        return self.document.place(*self.prefix, *path) or self.document.place(*self.prefix)

    def workspace(self, key: str) -> Any:
        value = self.get("workspace", key)
        return value if value is not None else self.get("project", key)

    def workspace_place(self, key: str) -> Place | None:
        root = "workspace" if self.get("workspace") is not None else "project"
        return self.place(root, key)

    def feature_path(self, feature: str) -> tuple[str, ...]:
        return () if feature == DEFAULT else ("feature", feature)

    def feature(self, feature: str, *path: str) -> Any:
        return self.get(*self.feature_path(feature), *path)


def load_manifest(reader: Reader, folder: str) -> PixiManifest | None:
    """The manifest in this folder: ``pixi.toml`` first, as pixi does."""
    for name, prefix in (("pixi.toml", ()), ("pyproject.toml", ("tool", "pixi"))):
        path = posixpath.join(folder, name)
        data = reader.read(path)
        if data is None:
            continue
        document = parse_toml(data, path)
        if prefix and not document.table(*prefix):
            continue
        manifest = PixiManifest(document, prefix, folder)
        _read_environments(manifest)
        return manifest
    return None


def _read_environments(manifest: PixiManifest) -> None:
    manifest.environments[DEFAULT] = PixiEnvironment(DEFAULT, [DEFAULT])
    for name, value in manifest.table("environments").items():
        table = value if isinstance(value, dict) else {"features": value}
        listed = table.get("features") or []
        if not isinstance(listed, list):
            raise Unreadable(f"the environment {name} doesn't list its features", manifest.place("environments", name))
        features = [str(feature) for feature in listed]
        for feature in features:
            if feature not in manifest.table("feature") and feature not in _pyproject_features(manifest):
                place = manifest.place("environments", name)
                raise Unreadable(f"the environment {name} names the feature {feature}, which isn't there", place)
        if table.get("no-default-feature") is not True and DEFAULT not in features:
            features.append(DEFAULT)
        manifest.environments[name] = PixiEnvironment(name, features, str(table.get("solve-group") or ""))


def _pyproject_features(manifest: PixiManifest) -> set[str]:
    """In a ``pyproject.toml`` extras and dependency groups are features as well."""
    if not manifest.prefix:
        return set()
    document = manifest.document
    return {*document.table("project", "optional-dependencies"), *document.table("dependency-groups")}


def channels(manifest: PixiManifest, environment: PixiEnvironment) -> list[str]:
    found: list[tuple[int, str]] = []
    for feature in environment.features:
        items = manifest.feature(feature, "channels") if feature != DEFAULT else None
        items = items if isinstance(items, list) else manifest.workspace("channels")
        for item in items if isinstance(items, list) else []:
            priority = item.get("priority", 0) if isinstance(item, dict) else 0
            channel = str(item.get("channel", "")) if isinstance(item, dict) else str(item)
            if all(channel != known for _, known in found):
                found.append((int(priority or 0), channel))
    return [channel for _, channel in sorted(found, key=lambda pair: -pair[0])]


def platforms(manifest: PixiManifest, environment: PixiEnvironment) -> list[tuple[str, str]]:
    """Names with the system each stands for."""
    declared = _platform_names(manifest.workspace("platforms"))
    for feature in environment.features:
        limits = manifest.feature(feature, "platforms") if feature != DEFAULT else None
        if isinstance(limits, list):
            allowed = {name for name, _ in _platform_names(limits)}
            declared = [pair for pair in declared if pair[0] in allowed]
    return declared


def _platform_names(value: Any) -> list[tuple[str, str]]:
    found = []
    for item in value if isinstance(value, list) else []:
        if isinstance(item, dict):
            system = str(item.get("platform", item.get("name", "")))
            found.append((str(item.get("name", system)), system))
        else:
            found.append((str(item), str(item)))
    return found


def declared_virtual(manifest: PixiManifest, name: str) -> list[str]:
    """Virtual packages that a platform declares beyond its system's own."""
    for item in manifest.workspace("platforms") or []:
        if isinstance(item, dict) and item.get("name") == name and item.get("cuda"):
            return [f"__cuda={item['cuda']}"]
    return []


def conda_needs(manifest: PixiManifest, environment: PixiEnvironment, name: str, system: str) -> Iterator[CondaNeed]:
    for feature in environment.features:
        merged: dict[str, CondaNeed] = {}
        for path in _target_paths(manifest, feature, name, system):
            for table in _TABLES:
                for package, value in manifest.table(*path, table).items():
                    place = manifest.place(*path, table, package)
                    merged[package.lower()] = _conda_need(package, value, place)
        yield from merged.values()
    if manifest.prefix and DEFAULT in environment.features:
        bound = manifest.document.get("project", "requires-python")
        if isinstance(bound, str) and bound:
            place = manifest.document.place("project", "requires-python")
            yield CondaNeed(MatchSpec("python", bound.replace(" ", "")), f"requires-python {bound}", place)


def _target_paths(manifest: PixiManifest, feature: str, name: str, system: str) -> list[tuple[str, ...]]:
    """The feature's own tables, then those of its targets, the most specific last."""
    base = manifest.feature_path(feature)
    family = system.partition("-")[0]
    families = [*(["unix"] if family in {"linux", "osx"} else []), family, system, name]
    return [base, *((*base, "target", target) for target in dict.fromkeys(families))]


def _conda_need(package: str, value: Any, place: Place | None) -> CondaNeed:
    if isinstance(value, dict):
        source = any(key in value for key in ("path", "git", "url"))
        extras = tuple(str(extra) for extra in value.get("extras") or [])
        more = tuple(f"{k}={value[k]}" for k in ("subdir", "md5", "sha256", "file-name") if k in value)
        spec = MatchSpec(
            package.lower(),
            str(value.get("version", "")),
            str(value.get("build", "")),
            str(value.get("channel", "")),
            more,
            str(value.get("when", "")),
            extras,
        )
        return CondaNeed(spec, f"{package} = {value.get('version', '*')!r}", place, source)
    parsed = parse_match_spec(f"{package} {value}")
    return CondaNeed(parsed or MatchSpec(package.lower(), str(value)), f"{package} = {value!r}", place)


def pypi_needs(manifest: PixiManifest, environment: PixiEnvironment, name: str, system: str) -> Iterator[PypiNeed]:
    for feature in environment.features:
        merged: dict[str, PypiNeed] = {}
        for path in _target_paths(manifest, feature, name, system):
            for package, value in manifest.table(*path, "pypi-dependencies").items():
                place = manifest.place(*path, "pypi-dependencies", package)
                merged[str(canonicalize_name(package))] = _pypi_need(package, value, place)
        yield from merged.values()
        if manifest.prefix:
            yield from _pyproject_needs(manifest, feature)


def _pypi_need(package: str, value: Any, place: Place | None) -> PypiNeed:
    name = str(canonicalize_name(package))
    if not isinstance(value, dict):
        return PypiNeed(name, f"{package} = {value!r}", _bounds(value), (), "", place)
    own = any(key in value for key in ("path", "git", "url"))
    return PypiNeed(
        name,
        f"{package} = {value.get('version', value)!r}",
        None if own else _bounds(value.get("version", "*")),
        tuple(str(canonicalize_name(str(extra))) for extra in value.get("extras") or []),
        str(value.get("env-markers", "")),
        place,
        str(value.get("path", "")),
        str(value.get("index", "")),
        value.get("editable") is True,
    )


def _bounds(value: Any) -> str:
    text = str(value).strip()
    if text in {"", "*"}:
        return ""
    return text if text[0] in "<>=!~" else f"=={text}"


def _pyproject_needs(manifest: PixiManifest, feature: str) -> Iterator[PypiNeed]:
    document = manifest.document
    paths: list[tuple[str, ...]] = [("project", "dependencies")]
    if feature != DEFAULT:
        paths = [("project", "optional-dependencies", feature), ("dependency-groups", feature)]
    for path in paths:
        items = document.get(*path)
        for index, text in enumerate(items if isinstance(items, list) else []):
            place = document.place(*path, index)
            if isinstance(text, dict):
                yield from _pyproject_needs(manifest, str(text.get("include-group", "")))
                continue
            try:
                requirement = Requirement(str(text))
            except (InvalidRequirement, RecursionError):
                raise Unreadable(f"`{text}` is not a requirement", place) from None
            yield PypiNeed(
                str(canonicalize_name(requirement.name)),
                str(text),
                None if requirement.url else str(requirement.specifier),
                tuple(str(canonicalize_name(extra)) for extra in requirement.extras),
                str(requirement.marker or ""),
                place,
            )


def pypi_options(manifest: PixiManifest, environment: PixiEnvironment) -> dict[str, Any]:
    """The options of all features together with the workspace's own."""
    merged: dict[str, Any] = {}
    tables = [manifest.feature(feature, "pypi-options") for feature in environment.features]
    for options in [*tables, manifest.workspace("pypi-options")]:
        for key, value in options.items() if isinstance(options, dict) else ():
            if isinstance(value, list):
                merged[key] = [*merged.get(key, []), *(item for item in value if item not in merged.get(key, []))]
            elif isinstance(value, dict):
                merged[key] = {**value, **merged.get(key, {})}
            else:
                merged.setdefault(key, value)
    return merged
