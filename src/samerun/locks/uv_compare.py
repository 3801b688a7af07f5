"""The comparison of a uv lock with its workspace, in uv's order."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.model import Comparison, Place, Reason, Unreadable
from samerun.locks.uv_groups import group_bounds, group_entries
from samerun.locks.uv_project import Lowering, Project, flatten_extras, load_project, project_requirements
from samerun.locks.uv_requirement import Entry, difference, locked_entry, parse_requirement, plain_url, registry
from samerun.locks.uv_settings import (
    Settings,
    compare_conflicts,
    compare_environments,
    compare_fork_markers,
    compare_options,
    load_indexes,
    load_settings,
)
from samerun.locks.versions import Span, intersect_ranges, parse_version, python_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from samerun.locks.reader import Reader
    from samerun.locks.uv_lock import Locked, UvLock
    from samerun.locks.uv_project import Workspace

_LISTS = (
    ("constraint-dependencies", "constraints"),
    ("override-dependencies", "overrides"),
    ("build-constraint-dependencies", "build-constraints"),
)


def compare_project(
    reader: Reader, workspace: Workspace, lock: UvLock, environment: Mapping[str, str]
) -> tuple[Comparison, tuple[str, ...]]:
    root = workspace.root
    settings = load_settings(reader, root, environment)
    python = python_range(str(lock.head.get("requires-python", ""))) or (None, None)
    differ = Differ(lock, python, workspace)
    reasons = compare_options(settings, lock)
    reasons += compare_fork_markers(root, lock, python)
    reasons += compare_environments(root, lock, python)
    reasons += compare_conflicts(workspace, lock)
    reasons += _workspace_python(workspace, lock)
    reasons += _members(workspace, lock)
    lowering = Lowering(reader, root, workspace)
    manifest_lists(differ, lowering)
    extra: list[Entry] = []
    if not workspace.has_root_project:
        groups = group_entries(lowering)
        extra = [entry for entries in groups.values() for entry in entries]
        differ.groups(groups, lock.table("manifest").get("dependency-groups"), root, "[manifest.dependency-groups]")
    differ.static_metadata(settings)
    differ.walk(reader, root, settings, extra)
    unknown = [*_no_python(workspace), *differ.unknown]
    if any(reason.file != root.file for reason in reasons) and settings.file != root.file:
        differ.inputs.append(settings.file)
    return Comparison((*reasons, *differ.reasons), tuple(unknown)), tuple(differ.inputs)


def _no_python(workspace: Workspace) -> list[Reason]:
    bounds = [member.document.get("project", "requires-python") for member in workspace.members.values()]
    if any(bounds) or not workspace.members:
        return []
    place = workspace.root.document.place("project")
    message = "no `requires-python` is declared, so uv takes the minor version of the interpreter it finds"
    return [Reason(message, place)]


def _workspace_python(workspace: Workspace, lock: UvLock) -> list[Reason]:
    ranges: list[Span] = []
    texts = []
    place, file = None, workspace.root.file
    for member in workspace.members.values():
        bound = member.document.get("project", "requires-python")
        span = python_range(str(bound)) if bound else None
        if span is not None:
            ranges.append(span)
            texts.append(str(bound))
            if place is None or member is workspace.root:
                place, file = member.document.place("project", "requires-python"), member.file
    wanted = intersect_ranges(ranges) if ranges else None
    return compare_requires_python(lock, wanted, ", ".join(dict.fromkeys(texts)), place, file)


def compare_requires_python(
    lock: UvLock, wanted: Span | None, text: str, place: Place | None, file: str
) -> list[Reason]:
    if wanted is None:
        return []
    held = str(lock.head.get("requires-python", ""))
    if python_range(held) == wanted:
        return []
    message = f"`requires-python` is {text!r} but the lock was made for {held!r}"
    return [Reason(message, place, lock.head_place("requires-python"), file)]


def _members(workspace: Workspace, lock: UvLock) -> list[Reason]:
    names = sorted(workspace.members)
    if len(names) == 1 and workspace.has_root_project:
        names = []
    held = sorted(map(str, lock.table("manifest").get("members", [])))
    reasons = []
    where = lock.head_place("[manifest]", "members")
    for name in sorted({*names, *held}):
        member = workspace.members.get(name)
        if name not in held and member:
            place = member.document.place("project", "name")
            reasons.append(Reason(f"the workspace member {name} is not in the lock", place, where, member.file))
        elif name not in names:
            place = workspace.root.document.place("tool", "uv", "workspace") or Place(1)
            at = lock.head_place("[manifest]", "members", f'"{name}"')
            reasons.append(Reason(f"the lock's member {name} is not in the workspace", place, at))
    return reasons


def manifest_lists(differ: Differ, lowering: Lowering) -> None:
    """Constraints, overrides, exclusions: only those of the workspace root count."""
    project = lowering.project
    for key, locked in _LISTS:
        items = project.uv(key)
        entries: list[Entry] = []
        for index, item in enumerate(items if isinstance(items, list) else []):
            place = project.document.place("tool", "uv", key, index)
            if isinstance(item, dict):
                differ.unknown.append(Reason(f"`{key}` has an override for one package alone", place))
                return
            entries.extend(lowering.lower(item, place))
        differ.manifest_list(locked, entries, key, project.document.place("tool", "uv", key), project.file)
    given = project.uv("exclude-dependencies")
    wanted = {str(canonicalize_name(str(name))) for name in given or [] if isinstance(name, str)}
    held = {str(name) for name in differ.lock.table("manifest").get("excludes", []) if isinstance(name, str)}
    for name in sorted(wanted ^ held):
        place = project.document.place("tool", "uv", "exclude-dependencies")
        verb = "excludes" if name in wanted else "no longer excludes"
        message = f"`exclude-dependencies` {verb} {name}, unlike the lock"
        differ.reasons.append(Reason(message, place, differ.lock.head_place("[manifest]", "excludes"), project.file))


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
        at = self.lock.head_place("[manifest]", f"\n{key} = ")

        def where(name: str) -> Place:
            return self.lock.head_place("[manifest]", f"\n{key} = ", f'{{ name = "{name}"')

        self._report(label, entries, held, place, file, at, where)

    def _report(
        self,
        label: str,
        entries: Iterable[Entry],
        held: Any,
        place: Place | None,
        file: str,
        at: Place,
        where: Any,
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
        at_offset = max(lock.text.find(header, near), 0)
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

                self._report(f"group {name}", entries or [], locked or [], place, project.file, at, where)

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

    def walk(self, reader: Reader, root: Project, settings: Settings, extra: Sequence[Entry]) -> None:
        """From the members through every package whose source lies in the project."""
        indexes = load_indexes(settings, root.folder)
        queue: list[Locked] = []
        for name, member in (self.workspace.members if self.workspace else {}).items():
            packages = self.lock.by_name.get(name, [])
            local = [package for package in packages if package.kind in {"virtual", "editable", "directory"}]
            if not local:
                place = member.document.place("project", "name")
                at = self.lock.head_place("requires-python")
                self.reasons.append(Reason(f"the lock doesn't hold the project {name}", place, at, member.file))
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
            if package.kind not in {"virtual", "editable", "directory"}:
                continue
            entries = self._local(reader, root, package)
            allowed |= {str(e.source[2]) for e in entries if e.source[0] == "registry" and e.source[2]}
            for name, version in package.edges:
                queue.extend(p for p in self.lock.by_name.get(name, []) if version in {None, p.version})
        self._registries(reached, indexes.urls | allowed, indexes.declared, indexes.complete, root)

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
        self.reasons.append(Reason(message, place, at, member.file))

    def _local(self, reader: Reader, root: Project, package: Locked) -> list[Entry]:
        """Compare one package in the project with the lock's copy of its metadata."""
        folder = posixpath.normpath(posixpath.join(root.folder, package.source))
        folder = "" if folder == "." else folder
        if folder.startswith(("..", "/")):
            at = self.lock.place_in(package, "source = ")
            self.unknown.append(Reason(f"{package.name} lies outside of what was read: {package.source}", None, at))
            return []
        project = load_project(reader, folder)
        if project is None:
            at = self.lock.place_in(package, "source = ")
            raise_place = root.document.place("tool", "uv", "sources")
            if reader.read(posixpath.join(folder, "setup.py")) is not None:
                self.unknown.append(Reason(f"{package.name} has a setup.py, which must be run", None, at))
                return []
            raise Unreadable(f"{package.name} has no pyproject.toml at {package.source}", raise_place)
        if not (self.workspace and package.name in self.workspace.members):
            self.inputs.append(project.file)
        if package.name in self.metadata:
            return self._given_metadata(package, project)
        return self._project(reader, package, project)

    def _given_metadata(self, package: Locked, project: Project) -> list[Entry]:
        item = self.metadata[package.name]
        place = project.document.place("project", "name")
        entries = []
        for text in item.get("requires-dist", []):
            requirement = parse_requirement(text, None)
            if requirement.url or requirement.marker:
                self.unknown.append(Reason(f"`dependency-metadata` of {package.name} has a marker or a url", place))
                return []
        return entries

    def _project(self, reader: Reader, package: Locked, project: Project) -> list[Entry]:
        lock, document = self.lock, project.document
        if not document.table("project"):
            at = lock.place_of(package)
            self.unknown.append(Reason(f"{project.file} has no [project] table: its build must be run", None, at))
            return []
        hidden = project.dynamic & {"dependencies", "optional-dependencies"}
        if hidden:
            self._dynamic(reader, package, project, sorted(hidden))
            return []
        self._version(package, project)
        metadata = package.data.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        member = self.workspace if self.workspace and package.name in self.workspace.members else None
        lowering = Lowering(reader, project, member)
        if member is None and self.workspace:
            lowering.base = self.workspace.root.folder
        entries = list(project_requirements(lowering))
        self._extras(package, project, metadata)
        self._requires_dist(package, project, entries, metadata.get("requires-dist", []))
        groups = group_entries(lowering)
        self.groups(groups, metadata.get("requires-dev"), project, "[package.metadata", package.offset)
        self._group_settings(package, project)
        return [*entries, *(entry for found in groups.values() for entry in found)]

    def _version(self, package: Locked, project: Project) -> None:
        place = project.document.place("project", "version") or project.document.place("project", "dynamic")
        at = self.lock.place_in(package, "version = ") if package.version else self.lock.place_of(package)
        given = project.document.get("project", "version")
        if "version" in project.dynamic:
            if package.version is not None:
                message = f"the version of {package.name} is dynamic now but {package.version} in the lock"
                self.reasons.append(Reason(message, place, at, project.file))
        elif package.version is None:
            message = f"the version of {package.name} is {given} now but dynamic in the lock"
            self.reasons.append(Reason(message, place, at, project.file))
        elif given is not None and parse_version(given) != parse_version(package.version):
            message = f"{package.name} has version {given} but {package.version} in the lock"
            self.reasons.append(Reason(message, place, at, project.file))

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
            self.reasons.append(Reason(f"the extra {name} of {package.name} {verb} the lock", place, at, project.file))

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
        self._report(f"dependencies of {package.name}", entries, held, place, project.file, at, where)

    def _group_settings(self, package: Locked, project: Project) -> None:
        """Recorded since revision 5 (uv 0.13)."""
        if self.lock.revision < 5 or not (self.workspace and package.name in self.workspace.members):
            return
        held = package.data.get("default-groups", ["dev"])
        given = project.uv("default-groups")
        given = ["dev"] if given is None else given
        if _as_set(given) != _as_set(held):
            place = project.document.place("tool", "uv", "default-groups") or project.document.place("project")
            message = f"`default-groups` is {given} but {held} in the lock"
            at = self.lock.place_in(package, "default-groups")
            self.reasons.append(Reason(message, place, at, project.file))
        bounds = {name: intersect_ranges(_ranges(texts)) for name, texts in group_bounds(project).items()}
        table = package.data.get("group-requires-python", {})
        locked = {str(name): python_range(str(text)) for name, text in table.items()}
        for name in sorted({*bounds, *locked}):
            if bounds.get(name) != locked.get(name):
                place = project.document.place("tool", "uv", "dependency-groups", name)
                at = self.lock.place_in(package, "[package.group-requires-python]", f"\n{name} = ")
                message = f"`requires-python` of the group {name} differs from the lock"
                self.reasons.append(Reason(message, place, at, project.file))

    def _dynamic(self, reader: Reader, package: Locked, project: Project, hidden: list[str]) -> None:
        """The build backend says what they are. A name that stands in no file is one it can't say."""
        from samerun.locks.uv_dynamic import unsupported_names

        place = project.document.place("project", "dynamic")
        metadata = package.data.get("metadata", {})
        held = metadata.get("requires-dist", []) if isinstance(metadata, dict) else []
        for name in unsupported_names(reader, project, [str(t.get("name")) for t in held if isinstance(t, dict)]):
            at = self.lock.place_in(package, "[package.metadata]", "requires-dist", f'{{ name = "{name}"')
            message = f"the lock asks for {name}, which no file of the project names, and dependencies are dynamic"
            self.reasons.append(Reason(message, place, at, project.file))
        message = f"{' and '.join(hidden)} of {package.name} are dynamic: only its build backend knows them"
        self.unknown.append(Reason(message, place, self.lock.place_of(package), project.file))

    def _registries(
        self, reached: list[Locked], known: set[str], declared: bool, complete: bool, root: Project
    ) -> None:
        """uv refuses packages from an index that is no longer configured, once any is."""
        strangers = [package for package in reached if _registry_key(package) not in known]
        if not complete:
            # The default index isn't known here: take the lock's commonest for it.
            counts: dict[str, int] = {}
            for package in self.lock.packages:
                if package.kind == "registry" and _registry_key(package) not in known:
                    counts[_registry_key(package)] = counts.get(_registry_key(package), 0) + 1
            default = max(counts, key=lambda url: (counts[url], url), default="")
            strangers = [package for package in strangers if _registry_key(package) != default]
        for package in strangers:
            place = root.document.place("tool", "uv", "index") or root.document.place("project")
            at = self.lock.place_in(package, "source = ")
            message = f"{package.name} {package.version} comes from {package.source}, which no setting here names"
            (self.reasons if complete else self.unknown).append(Reason(message, place, at, root.file))


def _registry_key(package: Locked) -> str:
    return plain_url(package.source) if "://" in package.source else posixpath.normpath(package.source)


def _ranges(texts: list[str]) -> list[Span]:
    return [span for text in texts if (span := python_range(text)) is not None]


def _as_set(value: Any) -> object:
    return value if isinstance(value, str) else frozenset(str(canonicalize_name(str(item))) for item in value)


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
    rest = []
    for key in ("version", "requires-python"):
        rest.append(f"{key}={item.get(key)}")
    requires = sorted(str(registry(str(parse_requirement(t, None).specifier))) + str(t).split(";")[-1:][0] if False else _plain(t) for t in item.get("requires-dist", []))
    rest.append(f"{requires} {item.get('requires-dist') is None} {sorted(item.get('provides-extra', []))}")
    return str(canonicalize_name(str(item.get("name", "")))), " ".join(rest)


def _plain(text: object) -> str:
    requirement = parse_requirement(text, None)
    return f"{canonicalize_name(requirement.name)}{sorted(requirement.extras)}{requirement.specifier}{requirement.url}{requirement.marker}"
