"""Differences between what manifests ask for and what one uv lock records, each with both lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.model import Place, Reason
from samerun.locks.uv_requirement import Entry, difference, locked_entry, parse_requirement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from samerun.locks.uv_lock import UvLock
    from samerun.locks.uv_project import Project, Workspace
    from samerun.locks.uv_settings import Settings
    from samerun.locks.versions import Span


class Differ:
    """Collects the differences between what manifests ask for and what one lock records."""

    def __init__(self, lock: UvLock, python: Span, workspace: Workspace | None = None) -> None:
        self.lock = lock
        self.python = python
        self.workspace = workspace
        self.reasons: list[Reason] = []
        self.unknown: list[Reason] = []
        self.inputs: list[str] = []
        self.metadata: dict[str, dict[str, Any]] = {}

    def manifest_list(self, key: str, entries: list[Entry], label: str, place: Place | None, file: str) -> None:
        held = self.lock.table("manifest").get(key, [])
        if key in ("constraints", "overrides"):  # what is new and speaks of nothing in the lock changes nothing
            names = {str(table.get("name")) for table in held if isinstance(table, dict)}
            entries = [entry for entry in entries if entry.name in names or entry.name in self.lock.by_name]
        at = self.lock.head_place("[manifest]", f"\n{key} = ")

        def where(name: str) -> Place:
            return self.lock.head_place("[manifest]", f"\n{key} = ", f'{{ name = "{name}"')

        self.report(label, entries, held, place, file, at, where)

    def report(
        self,
        label: str,
        entries: Iterable[Entry],
        held: Any,
        place: Place | None,
        file: str,
        at: Place,
        where: Callable[[str], Place],
    ) -> None:
        tables = [table for table in held if isinstance(table, dict)] if isinstance(held, list) else []
        locked = [locked_entry(table) for table in tables]
        if None in locked:
            self.unknown.append(Reason(f"the lock's entry for {label} cannot be read", place, at, file))
            return
        entries = list(entries)
        found = difference(entries, [entry for entry in locked if entry], self.python)
        gone = {entry.name: entry for entry in found.removed}
        for entry in found.added:
            before = gone.pop(entry.name, None)
            if before is None:
                message = f"`{entry.label}` ({label}) is not in the lock"
            else:
                message = f"`{entry.label}` ({label}) was locked as `{before.label}`"
            spot = where(entry.name) if before else at
            self.reasons.append(Reason(message, entry.place or place, spot, file))
        for entry in gone.values():
            # Several entries of one name may remain; the manifest's line for that name explains it best.
            near = next((other.place for other in entries if other.name == entry.name), place)
            message = f"the lock still asks for `{entry.label}` ({label})"
            self.reasons.append(Reason(message, near or place, where(entry.name), file))
        for entry in found.unsure:
            message = f"the marker of `{entry.label}` ({label}) cannot be compared offline"
            self.unknown.append(Reason(message, entry.place or place, at, file))

    def groups(self, wanted: dict[str, list[Entry]], held: Any, project: Project, header: str, near: int = 0) -> None:
        held = held if isinstance(held, dict) else {}
        lock = self.lock
        nested = lock.text.find(f"{header}.requires-dev]", near)
        at_offset = nested if nested >= 0 else max(lock.text.find(header, near), 0)
        at = lock.line_at(at_offset)
        empty_count = lock.revision >= 1 and not header.startswith("[manifest")
        for name in sorted({*wanted, *held}):
            entries, locked = wanted.get(name), held.get(name)
            place = _group_place(project, name)
            if not empty_count and not entries and not locked:
                continue
            if entries is None and not locked:
                self.reasons.append(Reason(f"the lock's empty group {name} is gone", place, at, project.file))
            elif locked is None and not entries:
                self.reasons.append(Reason(f"the empty group {name} is not in the lock", place, at, project.file))
            else:

                def where(item: str, name: str = name) -> Place:
                    start = lock.text.find(f"\n{name} = [", at_offset)
                    found = lock.find(f'{{ name = "{item}"', start, lock.text.find("]", start)) if start > 0 else None
                    return found or lock.line_at(start + 1 if start > 0 else at_offset)

                self.report(f"group {name}", entries or [], locked or [], place, project.file, where(""), where)

    def static_metadata(self, settings: Settings) -> None:
        """``dependency-metadata``: entries for packages that the lock doesn't hold say nothing."""
        items = settings.get("dependency-metadata")
        given = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        held = self.lock.table("manifest").get("dependency-metadata", [])
        wanted = {_metadata_key(item): item for item in given}
        locked = {_metadata_key(item): item for item in held if isinstance(item, dict)}
        self.metadata = {str(canonicalize_name(str(item.get("name", "")))): item for item in given}
        for key in sorted({*wanted, *locked} - (set(wanted) & set(locked))):
            name = key[0]
            if name not in self.lock.by_name:
                continue
            place = settings.place("dependency-metadata")
            verb = "changed or was added" if key in wanted else "is gone or changed"
            at = self.lock.head_place("[[manifest.dependency-metadata]]", f'name = "{name}"')
            self.reasons.append(Reason(f"`dependency-metadata` for {name} {verb}", place, at, settings.file))


def _group_place(project: Project, name: str) -> Place | None:
    for written in project.document.table("dependency-groups"):
        if canonicalize_name(written) == name:
            return project.document.place("dependency-groups", written)
    if name == "dev":
        old = project.document.place("tool", "uv", "dev-dependencies")
        if old:
            return old
    return project.document.place("dependency-groups") or project.document.place("project")


def _metadata_key(item: dict[str, Any]) -> tuple[str, str]:
    rest = [f"{key}={item.get(key)}" for key in ("version", "requires-python")]
    requires = sorted(_plain(text) for text in item.get("requires-dist", []))
    rest.append(f"{requires} {item.get('requires-dist') is None} {sorted(item.get('provides-extra', []))}")
    return str(canonicalize_name(str(item.get("name", "")))), " ".join(rest)


def _plain(text: object) -> str:
    found = parse_requirement(text, None)
    parts = (canonicalize_name(found.name), sorted(found.extras), found.specifier, found.url, found.marker)
    return " ".join(map(str, parts))
