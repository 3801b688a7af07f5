"""conda-lock: ``conda-lock.yml`` records one digest of the sources for each platform.

From conda-lock 4.0.3 (content_hash.py, virtual_package.py, src_parser). The digest also covers the virtual
packages that conda-lock assumes, which changed over time: a digest that matches no known form is called
stale only when something in the sources shows it.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from typing import TYPE_CHECKING, Any

from samerun.locks.conda_env import DEFAULT_PLATFORMS, Environment, dependencies, load_environment, select
from samerun.locks.conda_version import version_matches
from samerun.locks.digest_clues import find_change
from samerun.locks.model import Comparison, LockResult, Place, Reason, Unreadable
from samerun.locks.yaml_text import YamlDocument, load_yaml, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.locks.reader import Reader

TOOL = "conda-lock"
_TIME = 1577854800000
_ARCH = {"linux-64": "x86_64", "linux-aarch64": "aarch64", "linux-ppc64le": "ppc64le", "osx-64": "x86_64"}
_ARCH |= {"osx-arm64": "arm64", "win-64": "x86_64"}
_VIRTUAL_FILES = ("virtual-packages.yml", "virtual-packages.yaml")
_PACKAGE_KEYS = frozenset(
    {"name", "version", "manager", "platform", "dependencies", "url", "hash", "source"}
    | {"build", "category", "optional", "arch", "subdir"}
)


def check(reader: Reader, lock: str) -> LockResult:
    refresh = "conda-lock lock --lockfile " + lock
    manifest: str | None = None
    try:
        data = reader.read(lock)
        held = parse_yaml(data or b"", lock)
        metadata = held.get("metadata")
        sources = metadata.get("sources") if isinstance(metadata, dict) else None
        _check_shape(held)
    except Unreadable as problem:
        manifest = _manifest_beside(reader, lock)
        return LockResult(TOOL, manifest, lock, "error", (problem.in_lock,), refresh)
    folder = posixpath.dirname(lock)
    names = [str(name) for name in sources] if isinstance(sources, list) else ["environment.yml"]
    paths = [posixpath.normpath(posixpath.join(folder, name)) for name in names]
    manifest = paths[0] if paths else None
    if not any(path.startswith("..") or reader.read(path) is not None for path in paths):
        reason = Reason(
            f"none of the lock's sources ({', '.join(names)}) is there", None, held.place("metadata", "sources")
        )
        return LockResult(TOOL, None, lock, "no-manifest", (reason,), refresh)
    refresh = f"conda-lock lock {' '.join(f'-f {path}' for path in paths)} --lockfile {lock}"
    try:
        found = _compare(reader, held, paths, folder)
    except Unreadable as problem:
        return LockResult(TOOL, manifest, lock, "error", (problem.in_manifest,), refresh)
    settled = refresh + " --check-input-hash"
    if found.verdict == "unknown":
        because = "; ".join(reason.message for reason in found.unknown)
        return LockResult(TOOL, manifest, lock, "unknown", found.unknown, refresh, because, settled, tuple(paths))
    return LockResult(TOOL, manifest, lock, found.verdict, found.reasons, refresh, inputs=tuple(paths))


def _manifest_beside(reader: Reader, lock: str) -> str | None:
    for name in ("environment.yml", "environment.yaml"):
        path = posixpath.join(posixpath.dirname(lock), name)
        if reader.read(path) is not None:
            return path
    return None


def _check_shape(held: YamlDocument) -> None:
    """conda-lock refuses unknown versions, and tables with fields that its schema hasn't."""
    if not isinstance(held.data, dict) or not isinstance(held.get("metadata", "content_hash"), dict):
        raise Unreadable(f"{held.name} has no metadata.content_hash: it is empty or not a conda lock", Place(1))
    version = held.data.get("version", 1)
    if version not in {1, "1"}:
        raise Unreadable(f"{held.name} has version {version!r}, conda-lock reads version 1", held.place("version"))
    packages = held.data.get("package")
    if not isinstance(packages, list):
        raise Unreadable(f"{held.name} has no list of packages", held.place("package") or Place(1))
    for index, package in enumerate(packages):
        if not isinstance(package, dict) or not set(package) <= _PACKAGE_KEYS or "name" not in package:
            raise Unreadable(f"{held.name} has a package entry with unknown fields", held.place("package", index))


def _compare(reader: Reader, held: YamlDocument, paths: list[str], folder: str) -> Comparison:
    sources = []
    for path in paths:
        if path.startswith("..") or posixpath.basename(path) in {"meta.yaml", "pyproject.toml"}:
            reason = Reason(f"the source {path} is not one that is read here", None, held.place("metadata", "sources"))
            return Comparison(unknown=(reason,))
        source = load_environment(reader, path)
        if source is None:
            raise Unreadable(f"the source {path} is gone")
        sources.append(source)
    check = _Check(held, sources, _virtual_file(reader, folder))
    return check.run()


def _virtual_file(reader: Reader, folder: str) -> dict[str, Any] | None:
    for name in _VIRTUAL_FILES:
        data = reader.read(posixpath.join(folder, name))
        if data is not None:
            value = load_yaml(data.decode("utf-8", "replace"), name)
            return value if isinstance(value, dict) else {}
    return None


class _Check:
    def __init__(self, held: YamlDocument, sources: list[Environment], virtual: dict[str, Any] | None) -> None:
        self.held = held
        self.sources = sources
        self.virtual = virtual
        self.hashes: dict[str, str] = {str(k): str(v) for k, v in held.get("metadata", "content_hash").items()}

    def run(self) -> Comparison:
        platforms = _platforms(self.sources)
        main = self.sources[0]
        reasons: list[Reason] = []
        matched, differing = [], []
        for platform in platforms:
            if platform not in self.hashes:
                place = main.document.place("platforms") or Place(1)
                at = self.held.place("metadata", "platforms")
                reasons.append(Reason(f"the platform {platform} is not in the lock", place, at, main.name))
            elif self.hashes[platform] in self._digests(platform):
                matched.append(platform)
            else:
                differing.append(platform)
        if not differing:
            return Comparison(tuple(reasons))
        reasons += self._visible(differing)
        if not reasons and self.virtual is not None:
            reasons += self._virtual_added(differing)
        if not reasons:
            reasons += self._change(differing[0])
        if not reasons and matched:
            # The other platform's digest proves that the way of computing it is right.
            near = main.document.place("dependencies")
            spot = self.held.place("metadata", "content_hash", differing[0])
            reasons.append(Reason(f"the digest for {', '.join(differing)} differs", near, spot, main.name))
        if reasons:
            return Comparison(tuple(reasons))
        message = "the digest differs, from an edit or from another conda-lock's virtual packages"
        at = self.held.place("metadata", "content_hash")
        return Comparison(unknown=(Reason(message, main.document.place("dependencies"), at, main.name),))

    def _digests(self, platform: str) -> set[str]:
        datas = [select(source, platform) for source in self.sources]
        return set(_digests(datas, platform, self.virtual))

    def _virtual_added(self, platforms: list[str]) -> list[Reason]:
        """The lock matches without the file of virtual packages, which by its presence changes the digest."""
        platform = platforms[0]
        datas = [select(source, platform) for source in self.sources]
        if self.hashes[platform] not in _digests(datas, platform, None):
            return []
        at = self.held.place("metadata", "content_hash", platform)
        message = f"a {_VIRTUAL_FILES[0]} was added or changed after the lock was made"
        return [Reason(message, self.sources[0].document.place("dependencies"), at, self.sources[0].name)]

    def _visible(self, platforms: list[str]) -> list[Reason]:
        """Differences between the sources and the lock's packages that need no digest."""
        reasons = []
        wanted = _channels(self.sources)
        held = [str(c.get("url")) for c in self.held.get("metadata", "channels") or [] if isinstance(c, dict)]
        at: Place | None
        if wanted != held:
            place = self.sources[0].document.place("channels")
            at = self.held.place("metadata", "channels")
            message = f"the channels are {', '.join(wanted)} but {', '.join(held)} in the lock"
            reasons.append(Reason(message, place, at, self.sources[0].name))
        seen: set[str] = set()
        for platform in platforms:
            for reason in self._packages(platform):
                if reason.message not in seen:
                    seen.add(reason.message)
                    reasons.append(reason)
        return reasons

    def _packages(self, platform: str) -> Iterator[Reason]:
        locked: dict[tuple[str, str], tuple[dict[str, Any], int]] = {}
        needed: set[str] = set()
        for index, package in enumerate(self.held.data["package"]):
            if package.get("platform") == platform:
                locked[(str(package.get("manager")), str(package["name"]).lower())] = (package, index)
                needed |= {str(name).lower() for name in package.get("dependencies") or {}}
        asked: set[str] = set()
        for source in self.sources:
            for text, dependency in _texts(select(source, platform)):
                asked.add(dependency["name"])
                found = locked.get((dependency["manager"], dependency["name"]))
                place = source.place_of(text)
                if found is None:
                    at = self.held.place("metadata", "content_hash", platform)
                    yield Reason(f"`{text}` is not in the lock for {platform}", place, at, source.name)
                elif version_matches(dependency["version"], str(found[0].get("version"))) is False:
                    at = self.held.place("package", found[1])
                    message = f"`{text}` doesn't admit the locked {dependency['name']} {found[0].get('version')}"
                    yield Reason(message, place, at, source.name)
        for (_, name), (_, index) in locked.items():
            if name not in asked and name not in needed:
                at = self.held.place("package", index)
                place = self.sources[0].document.place("dependencies")
                yield Reason(f"the lock holds {name}, which nothing asks for", place, at, self.sources[0].name)

    def _change(self, platform: str) -> list[Reason]:
        """The one edit that explains the digest."""
        recorded = self.hashes[platform]
        datas = [select(source, platform) for source in self.sources]
        names = sorted({str(p["name"]) for p in self.held.data["package"] if p.get("platform") == platform})

        def matches() -> bool:
            return recorded in _digests(datas, platform, self.virtual)

        for source, data in zip(self.sources, datas, strict=True):
            clue = find_change(data, [("dependencies",), ("category",), ("channels",)], matches, _conda_forms)
            if clue:
                now = clue.now if isinstance(clue.now, str) else ".".join(map(str, clue.path))
                place = source.place_of(now) if clue.path[0] == "dependencies" else source.document.place(*clue.path)
                name = dependencies({"dependencies": [now]})[0][0]["name"] if isinstance(clue.now, str) else ""
                before = "was added after" if clue.before is None else f"was `{clue.before}` when"
                at = self._package_place(name, platform)
                return [Reason(f"`{now}` {before} the lock was made", place, at, source.name)]
            gone = _readded(data, names, matches)
            if gone:
                message = f"`{gone}` was asked for when the lock was made"
                at = self._package_place(gone.split(" ")[0], platform)
                return [Reason(message, source.document.place("dependencies"), at, source.name)]
        return []

    def _package_place(self, name: str, platform: str) -> Place | None:
        for index, package in enumerate(self.held.data["package"]):
            if package.get("name") == name and package.get("platform") == platform:
                return self.held.place("package", index)
        return self.held.place("metadata", "content_hash", platform)


def _conda_forms(now: Any) -> Iterator[Any]:
    """Other spellings of one entry that a person may have changed."""
    if not isinstance(now, str):
        return
    bare = now.rpartition("::")[2]
    yield bare
    yield bare.replace("==", "=")
    yield re.sub(r"(?<![=<>!~])=(?!=)", "==", bare)
    yield re.split(r"[ =<>!~]", bare)[0]
    yield re.sub(r"=[^=<>]*$", "", bare)
    yield from ("main", "dev", "test", "docs")


def _readded(data: dict[str, Any], names: list[str], matches: Any) -> str | None:
    items = data.get("dependencies")
    if not isinstance(items, list):
        return None
    asked = {dependency["name"] for dependency in dependencies(data)[0]}
    for name in names:
        if name in asked:
            continue
        items.append(name)
        found = matches()
        items.pop()
        if found:
            return name
    return None


def _texts(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    items = data.get("dependencies")
    for item in items if isinstance(items, list) else []:
        texts = [item] if isinstance(item, str) else []
        nested = item.get("pip") if isinstance(item, dict) else None
        for text in texts:
            yield text, dependencies({"dependencies": [text]})[0][0]
        for text in nested or []:
            found, _ = dependencies({"dependencies": [{"pip": [text]}]})
            for dependency in found:
                if dependency["manager"] == "pip":
                    yield str(text), {**dependency, "version": "*"}


def _platforms(sources: list[Environment]) -> list[str]:
    found: dict[str, None] = {}
    for source in sources:
        found.update(dict.fromkeys(source.strings("platforms")))
    return list(found) or list(DEFAULT_PLATFORMS)


def _channels(sources: list[Environment]) -> list[str]:
    """The longest list; the others must be its end."""
    return max((source.channels() for source in sources), key=len)


def _digests(datas: list[dict[str, Any]], platform: str, virtual: dict[str, Any] | None) -> Iterator[str]:
    unique: dict[tuple[str, str], dict[str, Any]] = {}
    for data in datas:
        for dependency in dependencies(data)[0]:
            unique[(dependency["manager"], dependency["name"])] = dependency
    specs = sorted(unique.values(), key=lambda item: (item["manager"], item["name"]))
    lists = [[str(c) for c in data.get("channels") or [] if c != "nodefaults"] for data in datas]
    channels = max(lists, key=len)
    content: dict[str, Any] = {"channels": [_source_json(channel) for channel in channels]}
    repositories = max(([str(r) for r in data.get("pip-repositories") or []] for data in datas), key=len)
    if repositories:
        content["pip_repositories"] = [_source_json(url) for url in repositories]
    for packages in _virtual_variants(platform, virtual):
        empty = {"info": {"subdir": "noarch"}, "packages": {}}
        content["virtual_package_hash"] = {
            "noarch": empty,
            platform: {"info": {"subdir": platform}, "packages": packages},
        }
        for nulls in ({}, {"markers": None}):
            content["specs"] = [{**spec, **nulls} for spec in specs]
            yield hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _source_json(url: str) -> str:
    return json.dumps({"url": url, "used_env_vars": []}, separators=(",", ":"))


def _virtual_variants(platform: str, given: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """The virtual packages of a platform, in each of the forms that conda-lock accepts."""
    if given is not None:
        subdirs = given.get("subdirs")
        table = subdirs.get(platform, {}) if isinstance(subdirs, dict) else {}
        listed = table.get("packages", {}) if isinstance(table, dict) else {}
        entries = []
        for name, text in listed.items():
            version, _, build = str(text).partition(" ")
            entries.append((str(name), version, build))
    else:
        entries = _default_virtual(platform)
    options = [entries]
    if platform == "osx-64" and ("__osx", "11.0", "") in entries:
        options.append([*entries, ("__osx", "10.15", "")])
    for option in options:
        for suffix in ("_0", ""):
            yield dict(_virtual_entry(platform, *entry, suffix) for entry in option)


def _default_virtual(platform: str) -> list[tuple[str, str, str]]:
    arch = ("__archspec", "1", _ARCH.get(platform, "x86_64"))
    if platform.startswith("linux"):
        return [("__unix", "0", ""), ("__linux", "5.10", ""), arch, ("__glibc", "2.28", ""), ("__cuda", "11.4", "")]
    if platform.startswith("osx"):
        return [("__unix", "0", ""), arch, ("__osx", "11.0", "")]
    return [("__win", "0", ""), arch, ("__cuda", "11.4", "")]


def _virtual_entry(platform: str, name: str, version: str, build: str, suffix: str) -> tuple[str, dict[str, Any]]:
    full = f"{build}{suffix}" if build else "0"
    return f"{name}-{version}-{full}.tar.bz2", {
        "name": name,
        "version": version,
        "build_string": build,
        "build_number": 0,
        "noarch": "",
        "depends": [],
        "timestamp": _TIME,
        "package_type": "virtual_system",
        "build": full,
        "subdir": platform,
    }
