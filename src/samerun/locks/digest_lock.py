"""What poetry, pdm and pipenv have in common: a lock that records a digest of the manifest."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from samerun.locks.digest_clues import Clue, find_change
from samerun.locks.locked_packages import Direct, LockedPackages, contradictions, leftovers
from samerun.locks.model import LockResult, Place, Reason, Unreadable
from samerun.locks.reader import refuse_mark
from samerun.locks.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.locks.reader import Reader
    from samerun.locks.toml_text import Path, TomlDocument


def read_both(
    reader: Reader, tool: str, refresh: str, manifest: str, lock: str
) -> tuple[TomlDocument, bytes | None] | LockResult:
    """The manifest and what its lock holds, None where there is no lock; the verdict, where one can't be read."""
    try:
        source = reader.read(manifest)
        if source is None:
            reason = Reason(f"{lock} has no {posixpath.basename(manifest)} beside it")
            return LockResult(tool, None, lock, "no-manifest", (reason,), refresh)
        return parse_toml(refuse_mark(source, manifest), manifest), reader.read(lock)
    except Unreadable as problem:
        return LockResult(tool, manifest, lock, "error", (problem.in_manifest,), refresh)


def explain_mismatch(
    document: TomlDocument,
    roots: list[Path],
    matches: Callable[[], bool],
    directs: list[Direct],
    locked: LockedPackages,
    digest_place: Place | None,
    groups: dict[str, Place | None] | None = None,
) -> list[Reason]:
    """The requirements behind a digest that differs, with their lines; at least one reason."""
    near = next((place for root in roots if (place := _exact(document, root))), None) or Place(1)
    plain = contradictions(directs, locked, digest_place)
    if plain:
        return plain
    clue = find_change(document.data, roots, matches)
    if clue:
        place = document.place(*clue.path) or near
        label, name = _label(clue)
        return [Reason(_sentence(clue, label), place, locked.places.get(name, digest_place))]
    rest = [*_lost_groups(groups or {}, near), *leftovers(directs, locked, near)]
    if rest:
        return rest
    tables = ", ".join(f"[{'.'.join(map(str, root))}]" for root in roots if _exact(document, root))
    message = f"the digest of {tables or 'the manifest'} is not the one that the lock records"
    return [Reason(message, near, digest_place)]


def _lost_groups(groups: dict[str, Place | None], near: Place) -> list[Reason]:
    return [Reason(f"the lock holds the group {name}, which is gone", near, at) for name, at in groups.items()]


def _exact(document: TomlDocument, path: Path) -> Place | None:
    node: Any = document.data
    for key in path:
        node = node.get(key) if isinstance(node, dict) else None
    return document.place(*path) if node is not None else None


def _label(clue: Clue) -> tuple[str, str]:
    from samerun.locks.locked_packages import direct_from_pep508

    direct = direct_from_pep508(clue.now, None) if isinstance(clue.now, str) else None
    last = clue.path[-1]
    if direct and isinstance(last, int):
        return f"`{clue.now}`", direct.name
    dotted = ".".join(str(part) for part in clue.path)
    name = next((str(part) for part in reversed(clue.path) if isinstance(part, str)), "")
    return f"`{dotted}`", name.lower().replace("_", "-")


def _sentence(clue: Clue, label: str) -> str:
    if clue.before is None:
        return f"{label} was added after the lock was made"
    if isinstance(clue.now, list):
        return f"{label} was in another order when the lock was made"
    return f"{label} is {clue.now!r} now and was {clue.before!r} when the lock was made"
