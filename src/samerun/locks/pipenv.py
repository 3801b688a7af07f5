"""pipenv: ``Pipfile.lock`` records ``_meta.hash.sha256`` of the Pipfile.

From pipenv 2026.10.3 (utils/pipfile.py ``calculate_hash``) and plette's ``get_hash``: SHA-256 of compact
``json.dumps`` with sorted keys. From 2026.4 the package names are normalised first; both forms are tried,
because the lock doesn't say which pipenv wrote it.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.digest_lock import explain_mismatch, read_both
from samerun.locks.locked_packages import Direct, LockedPackages, line_with
from samerun.locks.model import LockResult, Place, Reason, Unreadable
from samerun.locks.reader import conflict_marker, decode

if TYPE_CHECKING:
    from samerun.locks.reader import Reader
    from samerun.locks.toml_text import Path, TomlDocument

TOOL = "pipenv"
REFRESH = "pipenv lock"
CHECK = "pipenv verify"
_SECTIONS = frozenset({"source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv"})
# Names that pipenv itself gives to the source of a Pipfile that declares none.
_OWN_SOURCES = ("pypi", "custom", "pip_conf_index", "pip_index")


def check(reader: Reader, folder: str) -> LockResult:
    manifest = posixpath.join(folder, "Pipfile")
    lock = posixpath.join(folder, "Pipfile.lock")
    both = read_both(reader, TOOL, REFRESH, manifest, lock)
    if isinstance(both, LockResult):
        return both
    document, data = both
    if data is None:
        place = document.place("packages") or Place(1)
        return LockResult(TOOL, manifest, None, "missing", (Reason(f"there is no {lock}", place),), REFRESH)
    try:
        text, held = _read_lock(data, lock)
    except Unreadable as problem:
        return LockResult(TOOL, manifest, lock, "error", (problem.in_lock,), REFRESH)
    return _compare(document, text, held, manifest, lock)


def _read_lock(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    text = decode(data.removeprefix(b"\xef\xbb\xbf"), name)
    try:
        held = json.loads(text)
    except json.JSONDecodeError as error:
        place = conflict_marker(text)
        if place:
            raise Unreadable(f"{name} holds an unresolved merge conflict", place) from None
        raise Unreadable(f"{name} is not valid JSON: {error.msg}", Place(error.lineno, error.colno - 1)) from None
    except RecursionError:
        raise Unreadable(f"{name} is nested too deeply", Place(1)) from None
    if not isinstance(held, dict):
        raise Unreadable(f"{name} is not a JSON object", Place(1))
    return text, held


def _compare(document: TomlDocument, text: str, held: dict[str, Any], manifest: str, lock: str) -> LockResult:
    meta = held.get("_meta")
    meta = meta if isinstance(meta, dict) else {}
    digest = meta.get("hash")
    recorded = digest.get("sha256") if isinstance(digest, dict) else None
    place = line_with(text, '"sha256"') or line_with(text, '"_meta"') or Place(1)
    if not isinstance(recorded, str) or not recorded:
        reason = Reason(f"{lock} records no digest of the Pipfile", document.place("packages") or Place(1), place)
        return LockResult(TOOL, manifest, lock, "stale", (reason,), REFRESH)
    sources = document.data.get("source")
    if sources is None:
        sources = _default_sources(meta)
    if sources is None:
        spot = line_with(text, '"sources"') or place
        message = "the Pipfile declares no [[source]] but the lock was made with its own"
        near = document.place("packages") or Place(1)
        return LockResult(TOOL, manifest, lock, "stale", (Reason(message, near, spot),), REFRESH)

    def matches() -> bool:
        declared = document.data.get("source")
        return recorded in _hashes(document.data, sources if declared is None else declared)

    try:
        if matches():
            return LockResult(TOOL, manifest, lock, "fresh", refresh=REFRESH)
    except (TypeError, RecursionError):
        reason = Reason(f"{manifest} holds a value that pipenv cannot hash", Place(1))
        return LockResult(TOOL, manifest, lock, "error", (reason,), REFRESH)
    plain = _meta_changes(document, text, meta, sources)
    if plain:
        return LockResult(TOOL, manifest, lock, "stale", tuple(plain), REFRESH)
    roots: list[Path] = [(name,) for name in document.data if name not in {"scripts", "pipenv", "pipfile"}]
    roots.sort(key=lambda root: (root[0] != "packages", root[0] in {"source", "requires"}))
    reasons = explain_mismatch(document, roots, matches, _directs(document), _locked(text, held), place)
    return LockResult(TOOL, manifest, lock, "stale", tuple(reasons), REFRESH)


def _meta_changes(document: TomlDocument, text: str, meta: dict[str, Any], sources: Any) -> list[Reason]:
    """The lock repeats the sources and the Python that it was made with."""
    reasons = []
    for key, table, wanted in (
        ("requires", "requires", document.data.get("requires", {})),
        ("sources", "source", sources),
    ):
        held = meta.get(key)
        if held is not None and held != wanted:
            place = document.place(table) or Place(1)
            message = f"[{table}] is {wanted!r} but {held!r} in the lock"
            reasons.append(Reason(message, place, line_with(text, f'"{key}"') or Place(1)))
    return reasons


def _default_sources(meta: dict[str, Any]) -> list[Any] | None:
    """A Pipfile without sources is hashed with pipenv's default one, which the lock then shows."""
    sources = meta.get("sources")
    if not isinstance(sources, list) or not sources:
        return None
    names = [str(source.get("name", "")) for source in sources if isinstance(source, dict)]
    return sources if all(name.startswith(_OWN_SOURCES) for name in names) else None


def _hashes(data: dict[str, Any], sources: Any) -> set[str]:
    return {_hash(data, sources, normalise) for normalise in (True, False)}


def _hash(data: dict[str, Any], sources: Any, normalise: bool) -> str:
    def section(value: Any) -> Any:
        if not normalise or not isinstance(value, dict):
            return value
        return {str(canonicalize_name(name)): item for name, item in value.items()}

    content = {
        "_meta": {"sources": sources, "requires": data.get("requires", {})},
        "default": section(data.get("packages", {})),
        "develop": section(data.get("dev-packages", {})),
    }
    for name, value in data.items():
        if name not in _SECTIONS and name not in {"default", "develop"}:
            content[name] = section(value)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _directs(document: TomlDocument) -> list[Direct]:
    found = []
    for section, table in document.data.items():
        if section in _SECTIONS - {"packages", "dev-packages"} or not isinstance(table, dict):
            continue
        for name, value in table.items():
            specifier = value.get("version") if isinstance(value, dict) else value
            text = specifier if isinstance(specifier, str) and specifier != "*" else None
            label = f"{name} = {value!r}" if isinstance(value, str) else name
            found.append(Direct(str(canonicalize_name(name)), label, text, document.place(section, name)))
    return found


def _locked(text: str, held: dict[str, Any]) -> LockedPackages:
    """Pipfile.lock has no edges, so only what is asked for and absent can be told."""
    locked = LockedPackages()
    for section, table in held.items():
        if section == "_meta" or not isinstance(table, dict):
            continue
        for name, item in table.items():
            version = str(item.get("version", "")).lstrip("=") if isinstance(item, dict) else ""
            place = line_with(text, f'"{name}": {{')
            locked.add(str(canonicalize_name(name)), version, (), place)
    # Without edges every package would look like a root: let each be needed by something.
    locked.needs["\0"] = set(locked.versions)
    return locked
