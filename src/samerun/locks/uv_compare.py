"""The comparison of a uv lock with its workspace, in uv's order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from samerun.locks.model import Comparison, Place, Reason, Unreadable
from samerun.locks.uv_differ import Differ
from samerun.locks.uv_groups import group_entries
from samerun.locks.uv_project import Lowering
from samerun.locks.uv_settings import (
    compare_conflicts,
    compare_environments,
    compare_fork_markers,
    compare_options,
    load_settings,
)
from samerun.locks.uv_walk import Walk
from samerun.locks.versions import Span, intersect_ranges, python_range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.locks.reader import Reader
    from samerun.locks.uv_lock import UvLock
    from samerun.locks.uv_project import Project, Workspace
    from samerun.locks.uv_requirement import Entry

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
    try:
        Walk(differ, reader, root).run(settings, extra)
    except Unreadable:
        if not reasons and not differ.reasons:
            raise  # else uv has found a difference before it came to this
    undeclared, unsure = _no_python(workspace, lock)
    reasons += undeclared
    unknown = [*unsure, *differ.unknown]
    if any(reason.file != root.file for reason in reasons) and settings.file != root.file:
        differ.inputs.append(settings.file)
    return Comparison((*reasons, *differ.reasons), tuple(unknown)), tuple(differ.inputs)


def _no_python(workspace: Workspace, lock: UvLock) -> tuple[list[Reason], list[Reason]]:
    """Without ``requires-python`` uv takes ``>=`` the minor version of the interpreter that it finds."""
    if any(member.document.get("project", "requires-python") for member in workspace.members.values()):
        return [], []
    place = workspace.root.document.place("project") or Place(1)
    held = str(lock.head.get("requires-python", ""))
    at = lock.head_place("requires-python")
    if not re.fullmatch(r">=\s*\d+\.\d+", held):
        message = f"no `requires-python` is declared, which never makes the lock's {held!r}"
        return [Reason(message, place, at, workspace.root.file)], []
    message = "no `requires-python` is declared, so uv takes the minor version of the interpreter it finds"
    return [], [Reason(message, place, at, workspace.root.file)]


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
    _excludes(differ, project)


def _excludes(differ: Differ, project: Project) -> None:
    """What was excluded has to be still; a new exclusion of what the lock doesn't hold changes nothing."""
    given = project.uv("exclude-dependencies")
    wanted = {str(canonicalize_name(str(name))) for name in given or [] if isinstance(name, str)}
    held = {str(name) for name in differ.lock.table("manifest").get("excludes", []) if isinstance(name, str)}
    for name in sorted(wanted ^ held):
        if name in wanted and name not in differ.lock.by_name:
            continue
        place = project.document.place("tool", "uv", "exclude-dependencies")
        verb = "excludes" if name in wanted else "no longer excludes"
        message = f"`exclude-dependencies` {verb} {name}, unlike the lock"
        differ.reasons.append(Reason(message, place, differ.lock.head_place("[manifest]", "excludes"), project.file))
