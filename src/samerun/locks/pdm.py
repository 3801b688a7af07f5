"""pdm: ``pdm.lock``, or ``pylock.toml`` when ``pdm.toml`` says so, with a digest of the manifest.

From pdm 2.29.3 (project/project_file.py ``content_hash``, project/lockfile, cli/actions.py
``check_lockfile``) and 2.15.4 by running it. With ``tool.pdm.resolution.lock_inputs`` the lock records the
inputs themselves instead; see ``pdm_inputs``.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.digest_lock import explain_mismatch, read_both
from samerun.locks.locked_packages import (
    Direct,
    LockedPackages,
    direct_from_pep508,
    line_with,
    needs_of,
    package_places,
)
from samerun.locks.model import LockResult, Place, Reason, Unreadable
from samerun.locks.pdm_inputs import compare_inputs
from samerun.locks.pdm_project import load_members, normal_name
from samerun.locks.toml_text import TomlDocument, parse_toml
from samerun.locks.versions import parse_version

if TYPE_CHECKING:
    from samerun.locks.reader import Reader
    from samerun.locks.toml_text import Path

TOOL = "pdm"
REFRESH = "pdm lock"
CHECK = "pdm lock --check"
_MAJOR, _MINOR = 4, 5
_ROOTS: list[Path] = [
    ("project", "dependencies"),
    ("project", "optional-dependencies"),
    ("project", "requires-python"),
    ("dependency-groups",),
    ("tool", "pdm", "dev-dependencies"),
    ("tool", "pdm", "resolution"),
    ("tool", "pdm", "source"),
]


def uses_pylock(reader: Reader, folder: str) -> bool:
    """Whether the project's own pdm configuration asks for ``pylock.toml``."""
    file = posixpath.join(folder, "pdm.toml")
    data = reader.read(file)
    if data is None:
        return False
    try:
        return bool(parse_toml(data, file).get("lock", "format") == "pylock")
    except Unreadable:
        return False


def _is_pylock(path: str) -> bool:
    return path.endswith(".toml")


def lock_path(reader: Reader, folder: str) -> str:
    pylock, own = posixpath.join(folder, "pylock.toml"), posixpath.join(folder, "pdm.lock")
    if not uses_pylock(reader, folder):
        return own
    return own if reader.read(pylock) is None and reader.read(own) is not None else pylock


def check(reader: Reader, folder: str, lock: str = "") -> LockResult:
    """The verdict on the folder's lock, or on ``lock`` where another name was found to be pdm's."""
    manifest = posixpath.join(folder, "pyproject.toml")
    lock = lock or lock_path(reader, folder)
    both = read_both(reader, TOOL, REFRESH, manifest, lock)
    if isinstance(both, LockResult):
        return both
    document, data = both
    try:
        members = load_members(reader, folder, document)
    except Unreadable as problem:
        return LockResult(TOOL, manifest, lock, "error", (problem.in_manifest,), REFRESH)
    inputs = tuple(member.name for member in members.values())
    if data is None:
        place = document.place("project", "dependencies") or document.place("project")
        reason = Reason(f"there is no {lock}", place)
        return LockResult(TOOL, manifest, None, "missing", (reason,), REFRESH, inputs=inputs)
    try:
        held = parse_toml(data, lock)
        _check_version(held)
    except Unreadable as problem:
        return LockResult(TOOL, manifest, lock, "error", (problem.in_lock,), REFRESH, inputs=inputs)
    return _compare(reader, folder, document, held, members, inputs)


def _check_version(held: TomlDocument) -> None:
    if _is_pylock(held.name):
        return
    text = held.get("metadata", "lock_version")
    version = parse_version(text)
    if version is None:
        raise Unreadable(f"{held.name} has no lock_version: it is empty, cut off or not a pdm lock", Place(1))
    if version.major != _MAJOR or version.minor > _MINOR:
        message = f"{held.name} has lock_version {text}, pdm reads {_MAJOR}.0 to {_MAJOR}.{_MINOR}"
        raise Unreadable(message, line_with(held.text, "lock_version"))


def _compare(
    reader: Reader,
    folder: str,
    document: TomlDocument,
    held: TomlDocument,
    members: dict[str, TomlDocument],
    inputs: tuple[str, ...],
) -> LockResult:
    manifest, lock = document.name, held.name
    pylock = _is_pylock(lock)
    table = held.table("tool", "pdm") if pylock else held.table("metadata")
    if "lock_inputs" in table:
        found = compare_inputs(reader, folder, document, held, table, members)
        if found.verdict == "unknown":
            because = "; ".join(reason.message for reason in found.unknown)
            return LockResult(TOOL, manifest, lock, "unknown", found.unknown, REFRESH, because, CHECK, inputs)
        return LockResult(TOOL, manifest, lock, found.verdict, found.reasons, REFRESH, inputs=inputs)
    if document.get("tool", "pdm", "resolution", "lock_inputs") is True:
        place = document.place("tool", "pdm", "resolution", "lock_inputs")
        spot = line_with(held.text, "content_hash") or line_with(held.text, "[metadata]") or Place(1)
        reason = Reason("`lock_inputs` is on but the lock records none", place, spot)
        return LockResult(TOOL, manifest, lock, "stale", (reason,), REFRESH, inputs=inputs)
    recorded, place = _recorded(held, table, pylock)
    try:
        return _by_digest(document, held, members, recorded, place, inputs)
    except (TypeError, RecursionError):
        reason = Reason(f"{manifest} holds a value that pdm cannot hash, such as a date", Place(1))
        return LockResult(TOOL, manifest, lock, "error", (reason,), REFRESH, inputs=inputs)


def _recorded(held: TomlDocument, table: dict[str, Any], pylock: bool) -> tuple[str, Place | None]:
    if pylock:
        hashes = table.get("hashes")
        value = hashes.get("sha256") if isinstance(hashes, dict) else None
        return str(value or ""), line_with(held.text, "hashes = {sha256 =") or line_with(held.text, "[tool.pdm]")
    digest = str(table.get("content_hash") or "")
    place = line_with(held.text, "content_hash") or line_with(held.text, "[metadata]")
    return digest.removeprefix("sha256:"), place


def _by_digest(
    document: TomlDocument,
    held: TomlDocument,
    members: dict[str, TomlDocument],
    recorded: str,
    place: Place | None,
    inputs: tuple[str, ...],
) -> LockResult:
    manifest, lock = document.name, held.name

    def matches() -> bool:
        return recorded in _current(document, members) | _earlier(document, held)

    if recorded and matches():
        return LockResult(TOOL, manifest, lock, "fresh", refresh=REFRESH, inputs=inputs)
    if recorded and _ignores_groups(document, held, recorded):
        message = "pdm before 2.20 ignored [dependency-groups] and calls this lock fresh, later ones call it stale"
        reason = Reason(message, document.place("dependency-groups"), place)
        return LockResult(TOOL, manifest, lock, "unknown", (reason,), REFRESH, message, CHECK, inputs)
    if not recorded:
        reason = Reason("the lock records no digest", document.place("project"), place or Place(1))
        return LockResult(TOOL, manifest, lock, "stale", (reason,), REFRESH, inputs=inputs)
    gone = _lost_groups(document, held)
    reasons = explain_mismatch(document, _ROOTS, matches, _directs(document), _locked(held), place, gone)
    if members and all("digest of" in reason.message for reason in reasons):
        files = ", ".join(member.name for member in members.values())
        reasons = [Reason(f"{reasons[0].message}; it also covers {files}", reasons[0].manifest, place)]
    return LockResult(TOOL, manifest, lock, "stale", tuple(reasons), REFRESH, inputs=inputs)


def _current(document: TomlDocument, members: dict[str, TomlDocument]) -> set[str]:
    """The digest of pdm 2.20 and later; a workspace root's takes in its members."""
    own = _digest(_content(document, _dev(document, groups=True)))
    if not members:
        return {own}
    hasher = hashlib.sha256(own.encode())
    for path, member in sorted(members.items()):
        digest = _digest(_content(member, _dev(member, groups=True)))
        hasher.update(b"\0" + path.encode() + b"\0" + digest.encode())
    return {hasher.hexdigest()}


def _earlier(document: TomlDocument, held: TomlDocument) -> set[str]:
    """The digests of older pdm, for a lock that such a one wrote."""
    version = parse_version(held.get("metadata", "lock_version"))
    if version is None or version.release >= (4, 5, 1) or document.table("dependency-groups"):
        return set()
    found = {_digest(_content(document, _dev(document, groups=False)))}
    if version.release < (4, 5):
        found |= {_digest(_old_content(document, _dev(document, groups=groups))) for groups in (False, True)}
    return found


def _ignores_groups(document: TomlDocument, held: TomlDocument, recorded: str) -> bool:
    version = parse_version(held.get("metadata", "lock_version"))
    if version is None or version.release >= (4, 5, 1) or not document.table("dependency-groups"):
        return False
    dev = _dev(document, groups=False)
    return recorded in {_digest(_content(document, dev)), _digest(_old_content(document, dev))}


def _dev(document: TomlDocument, groups: bool) -> dict[str, Any]:
    old = document.table("tool", "pdm", "dev-dependencies")
    if not groups:
        return old
    found: dict[str, Any] = {}
    for name, items in document.table("dependency-groups").items():
        found[normal_name(name)] = list(items) if isinstance(items, list) else items
    for name, items in old.items():
        found.setdefault(normal_name(name), []).extend(items)
    return found


def _content(document: TomlDocument, dev: dict[str, Any]) -> dict[str, Any]:
    return {**_common(document, dev), "resolution": document.table("tool", "pdm", "resolution")}


def _old_content(document: TomlDocument, dev: dict[str, Any]) -> dict[str, Any]:
    return {**_common(document, dev), "overrides": document.table("tool", "pdm", "resolution", "overrides")}


def _common(document: TomlDocument, dev: dict[str, Any]) -> dict[str, Any]:
    project = document.table("project")
    return {
        "sources": document.get("tool", "pdm", "source") or [],
        "dependencies": project.get("dependencies", []),
        "dev-dependencies": dev,
        "optional-dependencies": project.get("optional-dependencies", {}),
        "requires-python": project.get("requires-python", ""),
    }


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _lost_groups(document: TomlDocument, held: TomlDocument) -> dict[str, Place | None]:
    groups = held.get("metadata", "groups")
    known = {"default", *map(normal_name, document.table("project", "optional-dependencies"))}
    known |= set(_dev(document, groups=True))
    names = [str(name) for name in groups] if isinstance(groups, list) else []
    return {name: line_with(held.text, "groups = [") for name in names if normal_name(name) not in known}


def _directs(document: TomlDocument) -> list[Direct]:
    found: list[Direct | None] = []
    lists: list[tuple[tuple[str, ...], Any]] = [(("project", "dependencies"), document.get("project", "dependencies"))]
    tables: tuple[tuple[str, ...], ...] = (
        ("project", "optional-dependencies"),
        ("dependency-groups",),
        ("tool", "pdm", "dev-dependencies"),
    )
    for path in tables:
        lists += [((*path, name), items) for name, items in document.table(*path).items()]
    for path, items in lists:
        for index, text in enumerate(items if isinstance(items, list) else []):
            if isinstance(text, str) and not text.startswith("-"):
                found.append(direct_from_pep508(text, document.place(*path, index)))
    overrides = {normal_name(name) for name in document.table("tool", "pdm", "resolution", "overrides")}
    excludes = document.get("tool", "pdm", "resolution", "excludes")
    excluded = {normal_name(str(name)) for name in excludes} if isinstance(excludes, list) else set()
    own = str(canonicalize_name(str(document.get("project", "name") or "")))
    return [
        Direct(d.name, d.label, None if d.name in overrides else d.specifier, d.place)
        for d in found
        if d and d.name not in excluded and d.name != own
    ]


def _locked(held: TomlDocument) -> LockedPackages:
    locked = LockedPackages()
    pylock = _is_pylock(held.name)
    key = "packages" if pylock else "package"
    places = package_places(held.text, f"[[{key}]]")
    for package in held.get(key) or []:
        if not isinstance(package, dict) or "name" not in package:
            continue
        name = str(canonicalize_name(str(package["name"])))
        needs = package.get("dependencies")
        if pylock:
            tool = package.get("tool")
            needs = tool.get("pdm", {}).get("dependencies") if isinstance(tool, dict) else None
        place = places[name].pop(0) if places.get(name) else None
        locked.add(name, str(package.get("version", "")), needs_of(needs), place)
    return locked


def is_project(document: TomlDocument) -> bool:
    build = document.get("build-system", "build-backend")
    return bool(document.table("tool", "pdm")) or bool(re.match(r"pdm\b", str(build or "")))
