"""Manifests that no lock covers, and files that are locks themselves without a manifest."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from samerun.locks.model import LockResult, Place, Reason

if TYPE_CHECKING:
    from samerun.locks.conda_env import Environment
    from samerun.locks.requirements_txt import RequirementsFile
    from samerun.locks.toml_text import TomlDocument

REQUIREMENTS = re.compile(
    r"(?:^|[._/-])(?:requirements?|reqs?|deps|dependencies)\b[^/]*\.txt$|/requirements/[^/]+\.txt$"
)


def project_result(document: TomlDocument, manifest: str, tool: str) -> LockResult:
    """A ``pyproject.toml`` without any lock: missing when there is something to lock."""
    place = _first_dependencies(document)
    refresh = {"poetry": "poetry lock", "pdm": "pdm lock"}.get(tool, "uv lock")
    lock = {"poetry": "poetry.lock", "pdm": "pdm.lock"}.get(tool, "uv.lock")
    if place is None:
        reason = Reason("no dependencies are declared, so there is nothing to lock", document.place("project"))
        return LockResult(tool, manifest, None, "no-lock", (reason,), refresh)
    missing = posixpath.join(posixpath.dirname(manifest), lock)
    reason = Reason(f"dependencies are declared and no lock such as {missing} records them", place)
    return LockResult(tool, manifest, None, "missing", (reason,), refresh)


def declares_project(document: TomlDocument) -> bool:
    """Whether this is a project's manifest at all; many hold only the settings of other tools."""
    if document.table("project") or document.table("dependency-groups"):
        return True
    return bool(document.table("tool", "poetry") or document.table("tool", "uv") or document.table("tool", "pdm"))


def _first_dependencies(document: TomlDocument) -> Place | None:
    paths: tuple[tuple[str, ...], ...] = (
        ("project", "dependencies"),
        ("project", "optional-dependencies"),
        ("dependency-groups",),
        ("tool", "poetry", "dependencies"),
        ("tool", "poetry", "group"),
        ("tool", "poetry", "dev-dependencies"),
        ("tool", "pdm", "dev-dependencies"),
        ("tool", "uv", "dev-dependencies"),
    )
    for path in paths:
        value = document.get(*path)
        if _holds_something(path, value):
            return document.place(*path)
    return None


def _holds_something(path: tuple[str, ...], value: Any) -> bool:
    if path[-2:] == ("poetry", "dependencies"):
        return isinstance(value, dict) and any(name.lower() != "python" for name in value)
    if path == ("dependency-groups",) or path[-1] in {"dev-dependencies", "optional-dependencies"}:
        return isinstance(value, dict) and any(value.values())
    return bool(value)


def requirements_result(content: RequirementsFile) -> LockResult | None:
    """A requirements file that nobody compiled: exact and hashed it is a lock, loose it is a manifest."""
    lines = content.lines
    if not lines:
        return None
    first = lines[0].place
    refresh = f"pip-compile -o {content.name}"
    pinned = [line for line in lines if line.pinned or (line.requirement and line.requirement.url)]
    if pinned:  # the project itself, by its path, has no version to pin
        pinned = [line for line in lines if line in pinned or line.requirement is None]
    if len(pinned) == len(lines) and all(line.hashes for line in lines):
        reason = Reason("every line is an exact pin with a hash: a lock without a manifest", None, first)
        return LockResult("pip", None, content.name, "no-manifest", (reason,), refresh)
    loose = next((line for line in lines if line not in pinned), None)
    if loose is None:
        reason = Reason("exact pins without hashes: a snapshot that records no manifest", None, first)
        return LockResult("pip", None, content.name, "no-manifest", (reason,), refresh)
    reason = Reason(f"`{loose.text}` is not an exact pin and no lock records a version for it", loose.place)
    return LockResult("pip", content.name, None, "no-lock", (reason,), refresh)


def environment_result(environment: Environment, exported: bool) -> LockResult:
    """An ``environment.yml`` without a conda-lock file."""
    place = environment.document.place("dependencies") or Place(1)
    refresh = f"conda-lock lock -f {environment.name}"
    if exported:
        reason = Reason("every package names its build: an export, itself the lock of one platform", None, place)
        return LockResult("conda", None, environment.name, "no-manifest", (reason,), refresh)
    if not environment.data.get("dependencies"):
        reason = Reason("no dependencies are declared, so there is nothing to lock", place)
        return LockResult("conda-lock", environment.name, None, "no-lock", (reason,), refresh)
    reason = Reason("dependencies are declared and no conda-lock.yml records them", place)
    return LockResult("conda-lock", environment.name, None, "missing", (reason,), refresh)


def disagreement(
    document: TomlDocument, pylock: LockResult, content: RequirementsFile, held: dict[str, str]
) -> list[Reason]:
    """Exact pins that differ between a requirements file and a lock of the same project."""
    reasons = []
    for line in content.lines:
        version = held.get(line.name)
        if line.pinned and version and line.pinned != version:
            message = f"{line.name} is pinned to {line.pinned} in {content.name} but {version} in {pylock.lock}"
            reasons.append(Reason(message, document.place("project", "dependencies"), line.place))
    return reasons


def explicit_result(path: str, line: int) -> LockResult:
    """``conda list --explicit`` and its like: exact files, but of what input isn't recorded."""
    reason = Reason("an explicit list of conda packages: a lock that records no manifest", None, Place(line))
    return LockResult("conda", None, path, "no-manifest", (reason,), "conda list --explicit")


def legacy_result(path: str) -> LockResult:
    """``setup.py`` alone: what it requires is known only by running it."""
    reason = Reason("a project by setup.py, for which no lock is known", Place(1))
    return LockResult("setuptools", path, None, "no-lock", (reason,), "uv lock")
