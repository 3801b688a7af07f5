"""Dependency groups as uv flattens them: includes followed, bounds on Python spread to who includes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.markers import Tree, parse_marker
from samerun.locks.model import Unreadable
from samerun.locks.versions import parse_specifiers

if TYPE_CHECKING:
    from samerun.locks.uv_project import Lowering, Project
    from samerun.locks.uv_requirement import Entry


def group_entries(lowering: Lowering) -> dict[str, list[Entry]]:
    """``[dependency-groups]`` and the old ``tool.uv.dev-dependencies``, by normalised name."""
    project = lowering.project
    names = _names(project)
    found: dict[str, list[Entry]] = {}
    for name in names:
        found[name] = _flatten(lowering, names, name, ())
    old = project.uv("dev-dependencies")
    if isinstance(old, list):
        entries = found.setdefault("dev", [])
        for index, text in enumerate(old):
            place = project.document.place("tool", "uv", "dev-dependencies", index)
            entries.extend(lowering.lower(text, place, group="dev"))
    return found


def _names(project: Project) -> dict[str, str]:
    table = project.document.table("dependency-groups")
    return {str(canonicalize_name(name)): name for name in table}


def _flatten(lowering: Lowering, names: dict[str, str], name: str, parents: tuple[str, ...]) -> list[Entry]:
    document = lowering.project.document
    written = names[name]
    place = document.place("dependency-groups", written)
    if name in parents:
        raise Unreadable(f"the dependency group {name} includes itself", place)
    items = document.get("dependency-groups", written)
    entries: list[Entry] = []
    for index, item in enumerate(items if isinstance(items, list) else []):
        at = document.place("dependency-groups", written, index)
        if isinstance(item, dict):
            included = str(canonicalize_name(str(item.get("include-group", ""))))
            if included not in names:
                raise Unreadable(f"the dependency group {name} includes {included!r}, which doesn't exist", at)
            entries.extend(_flatten(lowering, names, included, (*parents, name)))
        else:
            # A source limited to a group is looked up under the group that holds the requirement.
            entries.extend(lowering.lower(item, at, group=name))
    bound = _bound(lowering.project, name)
    condition = _as_marker(bound) if bound else None
    return [entry.also(condition) for entry in entries]


def _bound(project: Project, name: str) -> str | None:
    settings = project.document.table("tool", "uv", "dependency-groups")
    for key, value in settings.items():
        if canonicalize_name(key) == name and isinstance(value, dict):
            bound = value.get("requires-python")
            return str(bound) if bound else None
    return None


def _as_marker(bound: str) -> Tree | None:
    specifiers = parse_specifiers(bound)
    clauses = [f"python_full_version {s.operator} '{s.version}'" for s in specifiers or ()]
    return parse_marker(" and ".join(clauses))


def group_bounds(project: Project) -> dict[str, list[str]]:
    """Each group's bounds on Python, its own and those of what it includes."""
    names = _names(project)

    def collect(name: str, seen: frozenset[str]) -> list[str]:
        own = _bound(project, name)
        found = [own] if own else []
        items: Any = project.document.get("dependency-groups", names.get(name, ""))
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict):
                included = str(canonicalize_name(str(item.get("include-group", ""))))
                if included in names and included not in seen:
                    found.extend(collect(included, seen | {included}))
        return found

    bounds = {name: collect(name, frozenset({name})) for name in {*names, "dev"}}
    return {name: found for name, found in bounds.items() if found}


def includers(project: Project) -> dict[str, set[str]]:
    """For each group, the groups that include it, through others too."""
    names = _names(project)
    direct: dict[str, set[str]] = {}
    for name, written in names.items():
        items = project.document.get("dependency-groups", written)
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict):
                direct.setdefault(str(canonicalize_name(str(item.get("include-group", "")))), set()).add(name)
    found: dict[str, set[str]] = {}
    for name in names:
        stack, seen = [name], set()
        while stack:
            for parent in direct.get(stack.pop(), ()):
                if parent not in seen:
                    seen.add(parent)
                    stack.append(parent)
        found[name] = seen
    return found
