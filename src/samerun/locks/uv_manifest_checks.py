"""What uv refuses in a manifest before it looks at the lock: found by running uv 0.13.8 on such manifests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.model import Unreadable

if TYPE_CHECKING:
    from samerun.locks.model import Place
    from samerun.locks.uv_project import Project

_ANYWHERE = {"marker", "extra", "group"}
_WITH = {
    "git": {"git", "subdirectory", "rev", "tag", "branch", "lfs"},
    "url": {"url", "subdirectory"},
    "path": {"path", "editable", "package"},
    "index": {"index"},
    "workspace": {"workspace", "editable"},
}
_REVISIONS = {"rev", "tag", "branch"}


def check_source(project: Project, name: str, source: dict[str, Any], place: Place | None) -> None:
    """One entry of ``tool.uv.sources``: of one kind, with the keys of that kind, for groups that exist."""
    kind = next((key for key in _WITH if key in source), None)
    if kind is None:
        return
    strange = source.keys() - _WITH[kind] - _ANYWHERE
    if strange:
        raise Unreadable(f"{project.file}: the {kind} source of {name} can't have `{min(strange)}`", place)
    if len(source.keys() & _REVISIONS) > 1:
        raise Unreadable(f"{project.file}: the source of {name} names more than one of rev, tag and branch", place)
    if "extra" in source and "group" in source:
        raise Unreadable(f"{project.file}: the source of {name} names both an extra and a group", place)
    if "group" in source and canonicalize_name(str(source["group"])) not in groups(project):
        raise Unreadable(
            f"{project.file}: the source of {name} is for the group {source['group']}, of which is none", place
        )


def groups(project: Project) -> set[str]:
    """The normalised names of a project's dependency groups."""
    found = {str(canonicalize_name(name)) for name in project.document.table("dependency-groups")}
    return found | ({"dev"} if project.uv("dev-dependencies") is not None else set())


def check_group_settings(project: Project, *, root: bool) -> None:
    """Settings of groups, and defaults, have to name groups that exist."""
    known = groups(project)
    for name in project.document.table("tool", "uv", "dependency-groups"):
        if canonicalize_name(name) not in known:
            place = project.document.place("tool", "uv", "dependency-groups", name)
            raise Unreadable(f"{project.file}: there are settings for the group {name}, of which is none", place)
    defaults = project.uv("default-groups")
    for name in defaults if root and isinstance(defaults, list) else ():
        if canonicalize_name(str(name)) not in known:
            place = project.document.place("tool", "uv", "default-groups")
            raise Unreadable(f"{project.file}: the default group {name} is not among the dependency groups", place)
