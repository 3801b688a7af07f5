"""poetry: ``poetry.lock`` records ``metadata.content-hash`` of chosen keys of ``pyproject.toml``.

From poetry/packages/locker.py (2.5.1; 1.8 and earlier by running them): SHA-256 of ``json.dumps`` with
sorted keys. Before 2.0 only ``[tool.poetry]`` counted, from 2.0 also ``[project]``, from 2.3 also
``[dependency-groups]``; a lock whose first line names an earlier poetry may match without the last.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name
from packaging.version import Version

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
from samerun.locks.reader import refuse_mark
from samerun.locks.toml_text import TomlDocument, parse_toml
from samerun.locks.versions import parse_version

if TYPE_CHECKING:
    from samerun.locks.reader import Reader
    from samerun.locks.toml_text import Path

TOOL = "poetry"
REFRESH = "poetry lock"
_LEGACY = ("dependencies", "source", "extras", "dev-dependencies")
_PROJECT = ("requires-python", "dependencies", "optional-dependencies")
_GENERATED = re.compile(r"Poetry ([^ ]+)")
_ROOTS: list[Path] = [
    ("project", "dependencies"),
    ("project", "optional-dependencies"),
    ("project", "requires-python"),
    ("dependency-groups",),
    ("tool", "poetry", "dependencies"),
    ("tool", "poetry", "group"),
    ("tool", "poetry", "dev-dependencies"),
    ("tool", "poetry", "extras"),
    ("tool", "poetry", "source"),
]


def check(reader: Reader, folder: str) -> LockResult:
    manifest = posixpath.join(folder, "pyproject.toml")
    lock = posixpath.join(folder, "poetry.lock")
    both = read_both(reader, TOOL, REFRESH, manifest, lock)
    if isinstance(both, LockResult):
        return both
    document, data = both
    if data is None:
        place = document.place("tool", "poetry", "dependencies") or document.place("project", "dependencies")
        return LockResult(TOOL, manifest, None, "missing", (Reason(f"there is no {lock}", place),), REFRESH)
    try:
        held = parse_toml(refuse_mark(data, lock), lock)
        recorded = _recorded(held)
        if _fresh(document, held, recorded):
            return LockResult(TOOL, manifest, lock, "fresh", refresh=REFRESH)
    except Unreadable as problem:
        return LockResult(TOOL, manifest, lock, "error", (problem.in_lock,), REFRESH)
    if recorded is None:
        return _without_digest(document, held, manifest, lock)
    return LockResult(TOOL, manifest, lock, "stale", tuple(_reasons(document, held, recorded)), REFRESH)


def _without_digest(document: TomlDocument, held: TomlDocument, manifest: str, lock: str) -> LockResult:
    """poetry takes a lock that lost its digest for an old one; for us it is broken or cut off."""
    last = held.text.count("\n") + (not held.text.endswith("\n"))
    message = f"{lock} has no metadata.content-hash: it is empty or cut off"
    place = document.place("project") or document.place("tool", "poetry") or Place(1)
    return LockResult(TOOL, manifest, lock, "stale", (Reason(message, place, Place(max(last, 1))),), REFRESH)


def _recorded(held: TomlDocument) -> str | None:
    digest = held.get("metadata", "content-hash")
    return digest if isinstance(digest, str) else None


def _generator(held: TomlDocument) -> Version | None:
    found = _GENERATED.search(held.text.partition("\n")[0])
    return parse_version(found[1]) if found else None


def _fresh(document: TomlDocument, held: TomlDocument, recorded: str | None) -> bool:
    if recorded is None:
        return False
    if content_hash(document.data) == recorded:
        return True
    generator = _generator(held)
    # Before 2.3 dependency groups were not part of the digest.
    without_groups = generator is not None and generator < Version("2.3.0")
    if without_groups and content_hash(document.data, with_groups=False) == recorded:
        return True
    return _made_before_two(held, generator) and recorded in _old_hashes(document.data)


def _made_before_two(held: TomlDocument, generator: Version | None) -> bool:
    if generator is not None:
        return generator < Version("2.0.0.dev0")
    version = parse_version(held.get("metadata", "lock-version"))
    return version is not None and version < Version("2.1")


def content_hash(data: dict[str, Any], with_groups: bool = True) -> str:
    project = _table(data.get("project"))
    groups = _table(data.get("dependency-groups")) if with_groups else {}
    poetry = _table(_table(data.get("tool")).get("poetry"))
    standard = {key: project[key] for key in _PROJECT if project.get(key) is not None}
    own: dict[str, Any] = {}
    for key in (*_LEGACY, "group"):
        value = poetry.get(key)
        if value is not None or (key in _LEGACY and not standard and not groups):
            own[key] = value
    content: dict[str, Any] = {}
    if standard:
        content["project"] = standard
    if groups:
        content["dependency-groups"] = groups
    content = {**content, "tool": {"poetry": own}} if content else own
    return _digest(content)


def _old_hashes(data: dict[str, Any]) -> set[str]:
    """As poetry 1.x computed it: 1.0 and 1.1 without groups, 1.2 to 1.8 with them."""
    poetry = _table(_table(data.get("tool")).get("poetry"))
    if not poetry:
        return set()
    flat = {key: poetry.get(key) for key in _LEGACY}
    return {_digest({**flat, "group": poetry["group"]}) if poetry.get("group") is not None else _digest(flat)}


def _digest(content: dict[str, Any]) -> str:
    try:
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    except (TypeError, RecursionError):
        raise Unreadable("the manifest holds a value that poetry cannot hash, such as a date") from None


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _reasons(document: TomlDocument, held: TomlDocument, recorded: str) -> list[Reason]:
    return explain_mismatch(
        document,
        _ROOTS,
        lambda: _fresh(document, held, recorded),
        directs(document),
        _locked(held),
        line_with(held.text, "content-hash = "),
        _lost_groups(document, held),
    )


def _lost_groups(document: TomlDocument, held: TomlDocument) -> dict[str, Place | None]:
    """Groups that packages of the lock belong to (2.0 and later) and the manifest doesn't have."""
    known = {"main", "dev", *map(str, document.table("tool", "poetry", "group"))}
    known |= set(document.table("dependency-groups"))
    known = {str(canonicalize_name(name)) for name in known}
    if not document.table("tool", "poetry", "group", "dev") and "dev" not in document.table("dependency-groups"):
        known -= set() if document.table("tool", "poetry", "dev-dependencies") else {"dev"}
    found: dict[str, Place | None] = {}
    for package in held.get("package") or []:
        for name in package.get("groups", []) if isinstance(package, dict) else []:
            if canonicalize_name(str(name)) not in known:
                found.setdefault(str(name), line_with(held.text, f'"{name}"'))
    return found


def directs(document: TomlDocument) -> list[Direct]:
    found: list[Direct | None] = []
    for index, text in enumerate(document.items("project", "dependencies")):
        found.append(direct_from_pep508(text, document.place("project", "dependencies", index)))
    for key in ("optional-dependencies",):
        for name, texts in document.table("project", key).items():
            listed = texts if isinstance(texts, list) else []
            found += [direct_from_pep508(t, document.place("project", key, name, i)) for i, t in enumerate(listed)]
    for name, items in document.table("dependency-groups").items():
        for index, text in enumerate(items if isinstance(items, list) else []):
            if isinstance(text, str):
                found.append(direct_from_pep508(text, document.place("dependency-groups", name, index)))
    tables: list[tuple[str, ...]] = [("tool", "poetry", "dependencies"), ("tool", "poetry", "dev-dependencies")]
    groups = document.table("tool", "poetry", "group")
    tables += [("tool", "poetry", "group", name, "dependencies") for name in groups]
    for path in tables:
        for name, value in document.table(*path).items():
            if name.lower() != "python":
                label = f"{name} = {value!r}" if isinstance(value, str) else name
                specifier = _pep440(value.get("version") if isinstance(value, dict) else value)
                found.append(Direct(str(canonicalize_name(name)), label, specifier, document.place(*path, name)))
    return [direct for direct in found if direct]


def _pep440(value: Any) -> str | None:
    """poetry's caret and tilde in PEP 440 terms; None where that isn't plain."""
    if not isinstance(value, str) or value.strip() in {"", "*"} or "||" in value:
        return None
    text = value.strip()
    mark, rest = text[0], text[1:].strip()
    version = parse_version(rest)
    if mark == "^" and version:
        parts = [*version.release]
        at = next((i for i, part in enumerate(parts) if part), len(parts) - 1)
        return f">={rest},<{'.'.join(map(str, [*parts[:at], parts[at] + 1]))}"
    if mark == "~" and version and not rest.startswith("="):
        parts = list(version.release)
        at = 1 if len(parts) > 1 else 0
        return f">={rest},<{'.'.join(map(str, [*parts[:at], parts[at] + 1]))}"
    if parse_version(text):
        return f"=={text}"
    return text


def _locked(held: TomlDocument) -> LockedPackages:
    locked = LockedPackages()
    places = package_places(held.text, "[[package]]")
    for package in held.get("package") or []:
        if isinstance(package, dict) and "name" in package:
            name = str(canonicalize_name(str(package["name"])))
            place = places[name].pop(0) if places.get(name) else None
            locked.add(name, str(package.get("version", "")), needs_of(package.get("dependencies")), place)
    return locked
