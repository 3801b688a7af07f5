"""The manifests of a uv workspace: members, groups, and each requirement with its source applied."""

from __future__ import annotations

import fnmatch
import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.markers import TRUE, Every, Not, Some, Tree, extra_is, satisfiable
from samerun.locks.model import Unreadable
from samerun.locks.toml_text import TomlDocument, parse_toml
from samerun.locks.uv_manifest_checks import check_group_settings, check_source
from samerun.locks.uv_requirement import (
    Entry,
    Source,
    git_source,
    join,
    marker_tree,
    parse_requirement,
    plain_url,
    registry,
    url_requirement_source,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.locks.model import Place
    from samerun.locks.reader import Reader

_ARCHIVES = (".whl", ".zip", ".gz", ".bz2", ".xz", ".zst", ".tgz")


@dataclass(slots=True)
class Project:
    """One ``pyproject.toml`` with the folder it stands in, relative to the reader's root."""

    folder: str
    file: str
    document: TomlDocument

    @property
    def name(self) -> str | None:
        name = self.document.get("project", "name")
        return str(canonicalize_name(name)) if isinstance(name, str) else None

    @property
    def dynamic(self) -> frozenset[str]:
        value = self.document.get("project", "dynamic")
        return frozenset(map(str, value)) if isinstance(value, list) else frozenset()

    def uv(self, *keys: str) -> Any:
        return self.document.get("tool", "uv", *keys)

    def is_package(self, needs_build_system: bool) -> bool:
        explicit = self.uv("package")
        if isinstance(explicit, bool):
            return explicit
        return "build-system" in self.document.data or not needs_build_system

    def sources(self) -> dict[str, list[dict[str, Any]]]:
        found = {}
        for name, value in self.document.table("tool", "uv", "sources").items():
            items = value if isinstance(value, list) else [value]
            place = self.document.place("tool", "uv", "sources", name)
            if not all(isinstance(item, dict) for item in items):
                raise Unreadable(f"{self.file}: the source of {name} is not a table", place)
            for item in items:
                check_source(self, name, item, place)
            # Two sources for the same case: uv cannot tell which one holds.
            keys = [(item.get("extra"), item.get("group"), item.get("marker")) for item in items]
            if len(set(map(str, keys))) < len(keys):
                raise Unreadable(f"{self.file}: the sources of {name} overlap", place)
            found[str(canonicalize_name(name))] = items
        return found

    def indexes(self) -> dict[str, str]:
        found = self.uv("index")
        items = found if isinstance(found, list) else []
        for position, item in enumerate(items):
            if not isinstance(item, dict) or "url" not in item:
                place = self.document.place("tool", "uv", "index", position)
                raise Unreadable(f"{self.file}: an index has no url", place)
        named = [(str(i["name"]), str(i["url"])) for i in items if isinstance(i, dict) and "name" in i and "url" in i]
        if len(dict(named)) < len(named):
            place = self.document.place("tool", "uv", "index")
            raise Unreadable(f"{self.file}: two indexes have the same name", place)
        return dict(named)


@dataclass(slots=True)
class Workspace:
    root: Project
    members: dict[str, Project]
    # The editable setting of each member that some member takes from the workspace, None if left open.
    required: dict[str, bool | None] = field(default_factory=dict)

    @property
    def has_root_project(self) -> bool:
        return any(member.folder == self.root.folder for member in self.members.values())


def load_project(reader: Reader, folder: str) -> Project | None:
    file = posixpath.join(folder, "pyproject.toml")
    data = reader.read(file)
    if data is None:
        return None
    project = Project(folder, file, parse_toml(data, file))
    _check_project(project)
    return project


def _check_project(project: Project) -> None:
    """What uv demands of a ``[project]`` table before it looks at anything else."""
    table = project.document.table("project")
    place = project.document.place("project")
    if table and not isinstance(table.get("name"), str):
        raise Unreadable(f"{project.file}: [project] has no name", place)
    if table and "version" not in table and "version" not in project.dynamic:
        raise Unreadable(f"{project.file}: [project] has neither a version nor a dynamic one", place)
    project.indexes()
    project.sources()


def load_workspace(reader: Reader, root: Project) -> Workspace:
    members: dict[str, Project] = {}
    if root.name:
        members[root.name] = root
    table = root.document.table("tool", "uv", "workspace")
    root.document.items("tool", "uv", "workspace", "members")
    root.document.items("tool", "uv", "workspace", "exclude")
    check_group_settings(root, root=True)
    for folder in _member_folders(reader, root, table):
        project = load_project(reader, folder)
        if project is None:
            place = root.document.place("tool", "uv", "workspace", "members")
            raise Unreadable(f"the workspace member {folder} has no pyproject.toml", place)
        if project.uv("managed") is False:
            continue
        if project.folder != root.folder and project.uv("workspace") is not None:
            place = project.document.place("tool", "uv", "workspace")
            raise Unreadable(f"{project.file} is a workspace inside of a workspace", place)
        check_group_settings(project, root=False)
        if project.name is None:
            raise Unreadable(f"the workspace member {project.file} has no [project] name")
        other = members.get(project.name)
        if other is not None and other.folder != project.folder:
            raise Unreadable(f"two workspace members are named {project.name}: {other.file} and {project.file}")
        members[project.name] = project
    workspace = Workspace(root, dict(sorted(members.items())))
    _collect_required(workspace)
    return workspace


def _member_folders(reader: Reader, root: Project, table: dict[str, Any]) -> list[str]:
    patterns = [str(item) for item in table.get("members", []) or []]
    excluded = [str(item) for item in table.get("exclude", []) or []]
    if not patterns:
        return []
    folders = {""}
    prefix = f"{root.folder}/" if root.folder else ""
    for path in reader.paths():
        if path.startswith(prefix):
            parent = posixpath.dirname(path[len(prefix) :])
            while parent:
                folders.add(parent)
                parent = posixpath.dirname(parent)
    found = []
    for folder in sorted(folders - {""}):
        if any(part.startswith(".") for part in folder.split("/")):
            continue
        if any(_matches(folder, p) for p in patterns) and not any(_matches(folder, p) for p in excluded):
            found.append(posixpath.join(root.folder, folder))
    return found


def _matches(folder: str, pattern: str) -> bool:
    parts = [part for part in posixpath.normpath(pattern).split("/") if part != "."]
    return _match_parts(folder.split("/"), parts)


def _match_parts(names: list[str], parts: list[str]) -> bool:
    if not parts:
        return not names
    if parts[0] == "**":
        return any(_match_parts(names[i:], parts[1:]) for i in range(len(names) + 1))
    return bool(names) and fnmatch.fnmatchcase(names[0], parts[0]) and _match_parts(names[1:], parts[1:])


def _collect_required(workspace: Workspace) -> None:
    """As uv does it: the root's sources first, then each member's by name; the last setting stays."""
    for project in (workspace.root, *workspace.members.values()):
        for name, sources in sorted(project.sources().items()):
            if name == project.name:
                continue
            for source in sources:
                if isinstance(source, dict) and source.get("workspace") is True:
                    editable = source.get("editable")
                    workspace.required[name] = editable if isinstance(editable, bool) else None


class Lowering:
    """Applies ``tool.uv.sources`` to requirements, for one manifest of one workspace.

    Paths come out relative to the workspace root, as the lock writes them.
    """

    def __init__(self, reader: Reader, project: Project, workspace: Workspace | None) -> None:
        self.reader = reader
        self.project = project
        self.workspace = workspace
        self.own = project.sources()
        self.shared = workspace.root.sources() if workspace else {}
        self.base = workspace.root.folder if workspace else project.folder

    def lower(
        self, text: object, place: Place | None, extra: str | None = None, group: str | None = None
    ) -> Iterator[Entry]:
        requirement = parse_requirement(text, place)
        name = str(canonicalize_name(requirement.name))
        extras = tuple(sorted(str(canonicalize_name(item)) for item in requirement.extras))
        own = marker_tree(requirement.marker, place)
        if requirement.url:
            plain = self._relative(url_requirement_source(requirement.url, self.project.folder))
        else:
            plain = registry(str(requirement.specifier))
        sources, folder = self.own.get(name), self.project.folder
        if sources is None:
            sources, folder = self.shared.get(name), self.base
        self._check_member(name, sources, place)
        if sources is None:
            yield Entry(name, extras, plain, own, str(text), place)
            return
        total: list[Tree] = []
        specifier = "" if requirement.url else str(requirement.specifier)
        for source in sources:
            if not isinstance(source, dict) or not _applies(source, extra, group):
                continue
            condition = marker_tree(source.get("marker"), place)
            total.append(condition)
            lowered = self._source(name, source, specifier, folder, place)
            yield from self._kept(Entry(name, extras, lowered, own, str(text), place).also(condition))
        if TRUE in total:
            return
        rest = Entry(name, extras, plain, own, str(text), place)
        yield from self._kept(rest.also(Not(Some(tuple(total)))) if total else rest)

    def _kept(self, entry: Entry) -> Iterator[Entry]:
        # uv drops a part whose marker can never hold; a requirement without sources keeps it.
        if satisfiable(entry.marker):
            yield entry

    def _check_member(self, name: str, sources: list[dict[str, Any]] | None, place: Place | None) -> None:
        if self.workspace and sources is None and name in self.workspace.members and name != self.project.name:
            raise Unreadable(f"{name} is a workspace member but has no entry in tool.uv.sources", place)

    def _source(self, name: str, source: dict[str, Any], specifier: str, folder: str, place: Place | None) -> Source:
        if "git" in source:
            kind = next((key for key in ("rev", "tag", "branch") if key in source), "")
            more = ("lfs",) if source.get("lfs") is True else ()
            subdirectory = str(source.get("subdirectory", ""))
            return git_source(str(source["git"]), kind, str(source.get(kind, "")), subdirectory, more)
        if "url" in source:
            return ("url", plain_url(str(source["url"])), str(source.get("subdirectory", "")))
        if "path" in source:
            return self._path(str(source["path"]), source, folder)
        if "index" in source:
            return self._index(source, specifier, place)
        if source.get("workspace") is True:
            return self._member(name, place)
        raise Unreadable(f"the source of {name} in tool.uv.sources is not one that uv knows", place)

    def _index(self, source: dict[str, Any], specifier: str, place: Place | None) -> Source:
        name = str(source["index"])
        urls = {**(self.workspace.root.indexes() if self.workspace else {}), **self.project.indexes()}
        if name not in urls:
            raise Unreadable(f"the index {name} of tool.uv.sources is not declared", place)
        conflict = None
        for key in ("extra", "group"):
            if key in source and self.project.name and conflict is None:
                conflict = (f"{key}={canonicalize_name(str(source[key]))}", f"package={self.project.name}")
        return registry(specifier, plain_url(urls[name]), conflict)

    def _member(self, name: str, place: Place | None) -> Source:
        member = self.workspace.members.get(name) if self.workspace else None
        if member is None or self.workspace is None:
            raise Unreadable(f"{name} is taken from the workspace, which has no such member", place)
        required = self.workspace.required
        is_package = member.is_package(name not in required)
        editable = required.get(name)
        return self._relative(("directory", member.folder or ".", is_package and editable is not False, not is_package))

    def _path(self, path: str, source: dict[str, Any], folder: str) -> Source:
        target = join(folder, path)
        if not self.reader.is_dir(target) and target.endswith(_ARCHIVES):
            return self._relative(("path", target))
        if source.get("editable") is True:
            return self._relative(("directory", target, True, False))
        package = source.get("package")
        if not isinstance(package, bool):
            project = load_project(self.reader, target)
            package = project is None or project.is_package(needs_build_system=False)
        return self._relative(("directory", target, False, not package))

    def _relative(self, source: Source) -> Source:
        if source[0] not in {"directory", "path"}:
            return source
        target = str(source[1])
        if not target.startswith("/"):
            target = posixpath.relpath(target, self.base or ".")
        return (source[0], target, *source[2:])


def _applies(source: dict[str, Any], extra: str | None, group: str | None) -> bool:
    for key, active in (("extra", extra), ("group", group)):
        if key in source and (active is None or canonicalize_name(str(source[key])) != active):
            return False
    return True


def project_requirements(lowering: Lowering) -> Iterator[Entry]:
    """``dependencies`` and ``optional-dependencies``, the latter under their extra."""
    document = lowering.project.document
    for index, text in enumerate(document.items("project", "dependencies")):
        yield from lowering.lower(text, document.place("project", "dependencies", index))
    for extra in document.table("project", "optional-dependencies"):
        name = str(canonicalize_name(extra))
        for index, text in enumerate(document.items("project", "optional-dependencies", extra)):
            place = document.place("project", "optional-dependencies", extra, index)
            for entry in lowering.lower(text, place, extra=name):
                yield entry.also(extra_is(name))


def flatten_extras(entries: list[Entry], project: str) -> list[Entry]:
    """The form without references of a project to its own extras, which some build backends write."""
    found = list(entries)
    for _ in range(len(entries) + 1):
        own = [entry for entry in found if entry.name == project and entry.extras]
        if not own:
            return found
        found = [entry for entry in found if entry not in own]
        for reference in own:
            for extra in reference.extras:
                for entry in entries:
                    rest = _without_extra(entry.marker, extra)
                    if rest is not None and entry != reference:
                        new = Entry(entry.name, entry.extras, entry.source, rest, entry.label, entry.place)
                        found.append(new.also(reference.marker))
    return found


def _without_extra(marker: Tree, extra: str) -> Tree | None:
    wanted = extra_is(extra)
    if marker == wanted:
        return TRUE
    if isinstance(marker, Every) and wanted in marker.parts:
        return Every(tuple(part for part in marker.parts if part != wanted))
    return None
