"""uv: ``uv.lock`` beside a project or workspace, ``NAME.py.lock`` beside a script (PEP 723).

What ``uv lock --check`` does (uv 0.13.8, crates/uv-resolver/src/lock/mod.rs ``satisfies`` and
crates/uv/src/commands/project/lock.rs ``validate``): compare the recorded settings and requirements with
the manifests', and call the lock fresh if all are equal. Only a difference makes it resolve, and none of
258 observed differences was undone by the resolution; so the comparison is the verdict.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from samerun.locks.model import Comparison, LockResult, Place, Reason, Unreadable
from samerun.locks.uv_compare import compare_project
from samerun.locks.uv_lock import read_uv_lock
from samerun.locks.uv_project import Project, load_project, load_workspace
from samerun.locks.uv_script import compare_script, script_block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.locks.reader import Reader

TOOL = "uv"
REFRESH = "uv lock"
CHECK = "uv lock --check"


def check_project(reader: Reader, folder: str, environment: Mapping[str, str]) -> LockResult:
    """The verdict on ``uv.lock`` in this folder, which may be absent."""
    manifest = posixpath.join(folder, "pyproject.toml")
    lock = posixpath.join(folder, "uv.lock")
    inputs: tuple[str, ...] = ()
    try:
        data = reader.read(lock)
        project = load_project(reader, folder)
        if project is None:
            reason = Reason(f"{lock} has no pyproject.toml beside it")
            return LockResult(TOOL, None, lock, "no-manifest", (reason,), REFRESH)
        if project.uv("managed") is False:
            # uv refuses to check such a project, so its lock is nobody's.
            place = project.document.place("tool", "uv", "managed")
            message = "`managed = false` tells uv to leave this project alone, lock included"
            return LockResult(TOOL, manifest, lock, "error", (Reason(message, place),), "", message)
        workspace = load_workspace(reader, project)
        inputs = tuple(member.file for member in workspace.members.values())
        if data is None:
            return _missing(project, manifest, lock, inputs)
    except Unreadable as problem:
        place_in_manifest = None if problem.message.startswith(lock) else problem.place
        return _error(manifest, lock, problem, place_in_manifest, inputs)
    try:
        held = read_uv_lock(data, lock)
    except Unreadable as problem:
        return LockResult(TOOL, manifest, lock, "error", (problem.in_lock,), REFRESH, inputs=inputs)
    try:
        comparison, more = compare_project(reader, workspace, held, environment)
    except Unreadable as problem:
        return _error(manifest, lock, problem, problem.place, inputs)
    return _result(manifest, lock, comparison, (*inputs, *more), REFRESH, CHECK)


def check_script(reader: Reader, script: str, environment: Mapping[str, str]) -> LockResult | None:
    """The verdict on a script's lock; None when the file is no PEP 723 script."""
    lock = f"{script}.lock"
    refresh = f"uv lock --script {script}"
    try:
        document = script_block(reader, script)
        data = reader.read(lock)
        if document is None:
            if data is None:
                return None
            reason = Reason(f"{script} has no `# /// script` block")
            return LockResult(TOOL, None, lock, "no-manifest", (reason,), refresh)
        if data is None:
            if not document.get("dependencies"):
                return None
            reason = Reason(f"{script} declares dependencies and has no {lock}", document.place("dependencies"))
            return LockResult(TOOL, script, None, "missing", (reason,), refresh)
    except Unreadable as problem:
        return LockResult(TOOL, script, lock, "error", (problem.in_manifest,), refresh)
    try:
        held = read_uv_lock(data, lock)
    except Unreadable as problem:
        return LockResult(TOOL, script, lock, "error", (problem.in_lock,), refresh)
    try:
        comparison, inputs = compare_script(
            reader, Project(posixpath.dirname(script), script, document), held, environment
        )
    except Unreadable as problem:
        return LockResult(TOOL, script, lock, "error", (problem.in_manifest,), refresh)
    return _result(script, lock, comparison, inputs, refresh, f"{refresh} --check")


def _missing(project: Project, manifest: str, lock: str, inputs: tuple[str, ...]) -> LockResult:
    place = project.document.place("project", "dependencies") or project.document.place("project")
    return LockResult(TOOL, manifest, None, "missing", (Reason(f"there is no {lock}", place),), REFRESH, inputs=inputs)


def _error(manifest: str, lock: str, problem: Unreadable, place: Place | None, inputs: tuple[str, ...]) -> LockResult:
    reason = Reason(problem.message, place)
    return LockResult(TOOL, manifest, lock, "error", (reason,), REFRESH, inputs=inputs)


def _result(
    manifest: str, lock: str, comparison: Comparison, inputs: tuple[str, ...], refresh: str, check: str
) -> LockResult:
    verdict = comparison.verdict
    if verdict == "unknown":
        because = "; ".join(reason.message for reason in comparison.unknown)
        return LockResult(TOOL, manifest, lock, verdict, comparison.unknown, refresh, because, check, inputs)
    return LockResult(TOOL, manifest, lock, verdict, comparison.reasons, refresh, inputs=inputs)
