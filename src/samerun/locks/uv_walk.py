"""The walk of a uv lock from the members through every package whose source lies in the project."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.model import Place, Reason, Unreadable
from samerun.locks.uv_dynamic import unsupported_names
from samerun.locks.uv_groups import group_bounds, group_entries
from samerun.locks.uv_project import Lowering, Project, flatten_extras, load_project, project_requirements
from samerun.locks.uv_requirement import Entry, difference, locked_entry, parse_requirement
from samerun.locks.uv_settings import index_key, load_indexes
from samerun.locks.versions import Span, intersect_ranges, parse_version, python_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samerun.locks.reader import Reader
    from samerun.locks.uv_differ import Differ
    from samerun.locks.uv_lock import Locked
    from samerun.locks.uv_settings import Settings

_LOCAL = frozenset({"virtual", "editable", "directory"})


class Walk:
    def __init__(self, differ: Differ, reader: Reader, root: Project) -> None:
        self.differ = differ
        self.lock = differ.lock
        self.python = differ.python
        self.workspace = differ.workspace
        self.reader = reader
        self.root = root

    def run(self, settings: Settings, extra: Sequence[Entry]) -> None:
        """From the members through every package whose source lies in the project."""
        indexes = load_indexes(settings)
        queue: list[Locked] = []
        for name, member in (self.workspace.members if self.workspace else {}).items():
            packages = self.lock.by_name.get(name, [])
            local = [package for package in packages if package.kind in _LOCAL]
            if not local:
                place = member.document.place("project", "name")
                at = self.lock.head_place("requires-python")
                self.differ.reasons.append(Reason(f"the lock doesn't hold the project {name}", place, at, member.file))
                continue
            self._member_source(name, member, local[0])
            queue.append(local[0])
        for entry in extra:
            queue.extend(self.lock.by_name.get(entry.name, []))
        seen = set()
        allowed = {str(entry.source[2]) for entry in extra if entry.source[0] == "registry" and entry.source[2]}
        reached: list[Locked] = []
        while queue:
            package = queue.pop(0)
            if id(package) in seen:
                continue
            seen.add(id(package))
            if package.kind == "registry":
                reached.append(package)
            if package.kind not in _LOCAL:
                continue
            entries = self._local(package)
            allowed |= {str(e.source[2]) for e in entries if e.source[0] == "registry" and e.source[2]}
            for name, version in package.edges:
                queue.extend(p for p in self.lock.by_name.get(name, []) if version in {None, p.version})
        self._registries(reached, indexes.urls | allowed, indexes.complete)

    def _member_source(self, name: str, member: Project, package: Locked) -> None:
        required = self.workspace.required if self.workspace else {}
        if not member.is_package(name not in required):
            wanted = "virtual"
        else:
            wanted = "directory" if required.get(name) is False else "editable"
        if package.kind == wanted:
            return
        place = member.document.place("tool", "uv", "package") if member.uv("package") is not None else None
        place = place or member.document.place("build-system") or member.document.place("project", "name")
        at = self.lock.place_in(package, "source = ")
        message = f"{name} is {wanted} now but {package.kind} in the lock"
        self.differ.reasons.append(Reason(message, place, at, member.file))

    def _local(self, package: Locked) -> list[Entry]:
        """Compare one package in the project with the lock's copy of its metadata."""
        folder = posixpath.normpath(posixpath.join(self.root.folder, package.source))
        folder = "" if folder == "." else folder
        if folder.startswith(("..", "/")):
            at = self.lock.place_in(package, "source = ")
            self.differ.unknown.append(
                Reason(f"{package.name} lies outside of what was read: {package.source}", None, at)
            )
            return []
        project = load_project(self.reader, folder)
        if project is None:
            at = self.lock.place_in(package, "source = ")
            raise_place = self.root.document.place("tool", "uv", "sources")
            if self.reader.read(posixpath.join(folder, "setup.py")) is not None:
                self.differ.unknown.append(Reason(f"{package.name} has a setup.py, which must be run", None, at))
                return []
            raise Unreadable(f"{package.name} has no pyproject.toml at {package.source}", raise_place)
        if not (self.workspace and package.name in self.workspace.members):
            self.differ.inputs.append(project.file)
        if package.name in self.differ.metadata:
            return self._given_metadata(package, project)
        return self._project(package, project)

    def _given_metadata(self, package: Locked, project: Project) -> list[Entry]:
        item = self.differ.metadata[package.name]
        place = project.document.place("project", "name")
        for text in item.get("requires-dist", []):
            requirement = parse_requirement(text, None)
            if requirement.url or requirement.marker:
                self.differ.unknown.append(
                    Reason(f"`dependency-metadata` of {package.name} has a marker or a url", place)
                )
                return []
        return []

    def _project(self, package: Locked, project: Project) -> list[Entry]:
        lock, document = self.lock, project.document
        if not document.table("project"):
            at = lock.place_of(package)
            self.differ.unknown.append(
                Reason(f"{project.file} has no [project] table: its build must be run", None, at)
            )
            return []
        hidden = project.dynamic & {"dependencies", "optional-dependencies"}
        if hidden:
            self._dynamic(package, project, sorted(hidden))
            return []
        self._version(package, project)
        metadata = package.data.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        member = self.workspace if self.workspace and package.name in self.workspace.members else None
        lowering = Lowering(self.reader, project, member)
        if member is None and self.workspace:
            lowering.base = self.workspace.root.folder
        entries = list(project_requirements(lowering))
        self._extras(package, project, metadata)
        self._requires_dist(package, project, entries, metadata.get("requires-dist", []))
        groups = group_entries(lowering)
        self.differ.groups(groups, metadata.get("requires-dev"), project, "[package.metadata", package.offset)
        self._group_settings(package, project)
        return [*entries, *(entry for found in groups.values() for entry in found)]

    def _version(self, package: Locked, project: Project) -> None:
        place = project.document.place("project", "version") or project.document.place("project", "dynamic")
        at = self.lock.place_in(package, "version = ") if package.version else self.lock.place_of(package)
        given = project.document.get("project", "version")
        if "version" in project.dynamic:
            if package.version is not None:
                message = f"the version of {package.name} is dynamic now but {package.version} in the lock"
                self.differ.reasons.append(Reason(message, place, at, project.file))
        elif package.version is None:
            message = f"the version of {package.name} is {given} now but dynamic in the lock"
            self.differ.reasons.append(Reason(message, place, at, project.file))
        elif given is not None and parse_version(given) != parse_version(package.version):
            message = f"{package.name} has version {given} but {package.version} in the lock"
            self.differ.reasons.append(Reason(message, place, at, project.file))

    def _extras(self, package: Locked, project: Project, metadata: dict[str, Any]) -> None:
        if self.lock.revision < 1:
            return
        table = project.document.table("project", "optional-dependencies")
        wanted = {str(canonicalize_name(name)): name for name in table}
        held = {str(name) for name in metadata.get("provides-extras", [])}
        at = self.lock.place_in(package, "[package.metadata]", "provides-extras")
        for name in sorted(set(wanted) ^ held):
            place = project.document.place("project", "optional-dependencies", wanted.get(name, ""))
            verb = "is not in" if name in wanted else "is only in"
            place = place or project.document.place("project")
            self.differ.reasons.append(
                Reason(f"the extra {name} of {package.name} {verb} the lock", place, at, project.file)
            )

    def _requires_dist(self, package: Locked, project: Project, entries: list[Entry], held: Any) -> None:
        lock = self.lock
        at = lock.place_in(package, "[package.metadata]", "requires-dist")
        place = project.document.place("project", "dependencies") or project.document.place("project")

        def where(name: str) -> Place:
            return lock.place_in(package, "[package.metadata]", "requires-dist", f'{{ name = "{name}"')

        if package.version is None and isinstance(held, list):
            locked = [locked_entry(table) for table in held if isinstance(table, dict)]
            flat = flatten_extras(entries, package.name)
            found = difference(flat, [entry for entry in locked if entry], self.python)
            if not found.added and not found.removed:
                return
        self.differ.report(f"dependencies of {package.name}", entries, held, place, project.file, at, where)

    def _group_settings(self, package: Locked, project: Project) -> None:
        """Recorded since revision 5 (uv 0.13)."""
        if self.lock.revision < 5 or not (self.workspace and package.name in self.workspace.members):
            return
        held = package.data.get("default-groups", ["dev"])
        given = project.uv("default-groups")
        given = given if isinstance(given, (list, str)) else ["dev"]
        if _as_set(given) != _as_set(held):
            place = project.document.place("tool", "uv", "default-groups") or project.document.place("project")
            message = f"`default-groups` is {given} but {held} in the lock"
            at = self.lock.place_in(package, "default-groups")
            self.differ.reasons.append(Reason(message, place, at, project.file))
        bounds = {name: intersect_ranges(_ranges(texts)) for name, texts in group_bounds(project).items()}
        table = package.data.get("group-requires-python", {})
        locked = {str(name): python_range(str(text)) for name, text in table.items()}
        for name in sorted({*bounds, *locked}):
            if bounds.get(name) != locked.get(name):
                place = project.document.place("tool", "uv", "dependency-groups", name)
                at = self.lock.place_in(package, "[package.group-requires-python]", f"\n{name} = ")
                message = f"`requires-python` of the group {name} differs from the lock"
                self.differ.reasons.append(Reason(message, place, at, project.file))

    def _dynamic(self, package: Locked, project: Project, hidden: list[str]) -> None:
        """The build backend says what they are. A name that stands in no file is one it can't say."""
        place = project.document.place("project", "dynamic")
        metadata = package.data.get("metadata", {})
        held = metadata.get("requires-dist", []) if isinstance(metadata, dict) else []
        for name in unsupported_names(self.reader, project, [str(t.get("name")) for t in held if isinstance(t, dict)]):
            at = self.lock.place_in(package, "[package.metadata]", "requires-dist", f'{{ name = "{name}"')
            message = f"the lock asks for {name}, which no file of the project names, and dependencies are dynamic"
            self.differ.reasons.append(Reason(message, place, at, project.file))
        message = f"{' and '.join(hidden)} of {package.name} are dynamic: only its build backend knows them"
        self.differ.unknown.append(Reason(message, place, self.lock.place_of(package), project.file))

    def _registries(self, reached: list[Locked], known: set[str], complete: bool) -> None:
        """uv refuses packages from an index that is no longer configured, once any is."""
        strangers = [package for package in reached if _index_of(package) not in known]
        if not complete:
            # The default index isn't known here: take the lock's commonest for it.
            counts: dict[str, int] = {}
            for package in self.lock.packages:
                if package.kind == "registry" and _index_of(package) not in known:
                    counts[_index_of(package)] = counts.get(_index_of(package), 0) + 1
            default = max(counts, key=lambda url: (counts[url], url), default="")
            strangers = [package for package in strangers if _index_of(package) != default]
        for package in strangers:
            place = self.root.document.place("tool", "uv", "index") or self.root.document.place("project")
            at = self.lock.place_in(package, "source = ")
            message = f"{package.name} {package.version} comes from {package.source}, which no setting here names"
            (self.differ.reasons if complete else self.differ.unknown).append(
                Reason(message, place, at, self.root.file)
            )


def _index_of(package: Locked) -> str:
    # The lock's own spelling: uv takes it as it stands.
    return package.source if "://" in package.source else index_key(package.source)


def _ranges(texts: list[str]) -> list[Span]:
    return [span for text in texts if (span := python_range(text)) is not None]


def _as_set(value: Any) -> object:
    return value if isinstance(value, str) else frozenset(str(canonicalize_name(str(item))) for item in value)
