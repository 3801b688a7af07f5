"""pdm's recorded lock inputs (``lock_inputs``, 2.28.1 and later): names without bounds, then satisfaction.

From pdm 2.29.3, project/lockfile/freshness.py: the inputs must be equal, and each requirement's bounds must
hold the locked version wherever the lock applies.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from samerun.locks.locked_packages import line_with
from samerun.locks.markers import Every, Sameness, Some, compare_markers, covers, parse_marker, satisfiable
from samerun.locks.model import Comparison, Place, Reason
from samerun.locks.pdm_project import normal_name
from samerun.locks.versions import Span, admits, parse_specifiers, python_range

if TYPE_CHECKING:
    from samerun.locks.reader import Reader
    from samerun.locks.toml_text import TomlDocument

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DYNAMIC = frozenset({"dependencies", "optional-dependencies", "requires-python", "version"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One requirement of a group, with its place; ``opaque`` when pdm records only a digest of it."""

    text: str
    requirement: Requirement | None
    place: Place | None

    @property
    def opaque(self) -> bool:
        return self.requirement is None or self.requirement.url is not None


class _Inputs:
    def __init__(self, document: TomlDocument, held: TomlDocument, table: dict[str, Any]) -> None:
        self.document = document
        self.held = held
        recorded = table["lock_inputs"]
        self.recorded: dict[str, Any] = recorded if isinstance(recorded, dict) else {}
        self.reasons: list[Reason] = []
        self.unknown: list[Reason] = []

    def place(self, *needles: str) -> Place:
        at = found = max(self.held.text.find("lock_inputs"), 0)
        for needle in needles:
            at = self.held.text.find(needle, at)
            if at < 0:
                break
            found = at
        return Place(self.held.text.count("\n", 0, found) + 1)

    def differ(self, message: str, place: Place | None, *needles: str) -> None:
        self.reasons.append(Reason(message, place or self.document.place("project"), self.place(*needles)))


def compare_inputs(
    reader: Reader,
    folder: str,
    document: TomlDocument,
    held: TomlDocument,
    table: dict[str, Any],
    members: dict[str, TomlDocument],
) -> Comparison:
    inputs = _Inputs(document, held, table)
    project = inputs.recorded.get("project")
    if not isinstance(project, dict):
        inputs.differ("the lock's inputs have no project", None)
        return Comparison(tuple(inputs.reasons))
    groups = _groups(document)
    _compare_python(inputs, project)
    _compare_resolution(inputs, project)
    _compare_sources(inputs, project)
    _compare_groups(inputs, groups, project.get("groups"))
    _compare_local(inputs, groups, project)
    if members or inputs.recorded.get("workspace"):
        message = "the inputs of workspace members are not compared here"
        inputs.unknown.append(Reason(message, document.place("tool", "pdm", "workspace"), inputs.place("workspace")))
    _compare_versions(inputs, groups, table)
    return Comparison(tuple(inputs.reasons), tuple(inputs.unknown))


def _compare_python(inputs: _Inputs, project: dict[str, Any]) -> None:
    given = str(inputs.document.get("project", "requires-python") or "")
    held = str(project.get("requires-python", ""))
    left, right = parse_specifiers(given), parse_specifiers(held)
    if left != right if left is not None and right is not None else given != held:
        place = inputs.document.place("project", "requires-python")
        message = f"`requires-python` is {given!r} but {held!r} in the lock's inputs"
        inputs.differ(message, place, "requires-python = ")


def _compare_resolution(inputs: _Inputs, project: dict[str, Any]) -> None:
    given = {k: _hidden(v) for k, v in inputs.document.table("tool", "pdm", "resolution").items() if k != "lock_inputs"}
    held = project.get("resolution")
    held = held if isinstance(held, dict) else {}
    for key in sorted({*given, *held}):
        if given.get(key) != held.get(key):
            place = inputs.document.place("tool", "pdm", "resolution", key)
            message = f"`tool.pdm.resolution.{key}` is {given.get(key)!r} but {held.get(key)!r} in the lock's inputs"
            inputs.differ(message, place, "resolution]", key)


def _compare_sources(inputs: _Inputs, project: dict[str, Any]) -> None:
    given = inputs.document.get("tool", "pdm", "source")
    wanted = [_source(item) for item in given if isinstance(item, dict)] if isinstance(given, list) else []
    held = project.get("sources")
    if wanted != (held if isinstance(held, list) else []):
        place = inputs.document.place("tool", "pdm", "source") or inputs.document.place("tool", "pdm")
        names = ", ".join(str(item.get("name")) for item in wanted) or "none"
        inputs.differ(f"the sources ({names}) differ from the lock's inputs", place, "sources]]")


def _source(item: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in item.items() if key not in {"username", "password"}}
    if found.get("url"):
        found["url"] = _fingerprint(str(found["url"]))
    for key in ("include_packages", "exclude_packages"):
        if isinstance(found.get(key), list):
            found[key] = sorted(found[key])
    return {key: _hidden(value) for key, value in found.items()}


def _hidden(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _hidden(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    if isinstance(value, str) and _URL.search(value):
        return _fingerprint(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _fingerprint(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _groups(document: TomlDocument) -> dict[str, list[_Line]]:
    """Every group with its includes and its references to the project's own extras followed."""
    written: dict[str, list[tuple[Any, Place | None]]] = {"default": []}
    paths: list[tuple[tuple[str, ...], str]] = [(("project", "dependencies"), "default")]
    for base in (("project", "optional-dependencies"), ("dependency-groups",), ("tool", "pdm", "dev-dependencies")):
        paths += [((*base, name), normal_name(name)) for name in document.table(*base)]
    for path, group in paths:
        items = document.get(*path)
        entries = written.setdefault(group, [])
        for index, item in enumerate(items if isinstance(items, list) else []):
            entries.append((item, document.place(*path, index)))
    own = normal_name(str(document.get("project", "name") or ""))
    return {group: _expand(group, written, own, ()) for group in written}


def _expand(
    group: str, written: dict[str, list[tuple[Any, Place | None]]], own: str, seen: tuple[str, ...]
) -> list[_Line]:
    found: list[_Line] = []
    if group in seen:
        return found
    for item, place in written.get(group, []):
        if isinstance(item, dict):
            included = normal_name(str(item.get("include-group", "")))
            found += _expand(included, written, own, (*seen, group))
            continue
        requirement = _parse(str(item))
        if requirement is not None and normal_name(requirement.name) == own:
            for extra in sorted(requirement.extras):
                found += _expand(normal_name(extra), written, own, (*seen, group))
            continue
        found.append(_Line(str(item), requirement, place))
    return found


def _parse(text: str) -> Requirement | None:
    try:
        return Requirement(text)
    except (InvalidRequirement, RecursionError):
        return None


def _compare_groups(inputs: _Inputs, groups: dict[str, list[_Line]], recorded: Any) -> None:
    held = recorded if isinstance(recorded, dict) else {}
    for group in sorted({*groups, *held}):
        place = _group_place(inputs.document, group)
        if group not in held:
            inputs.differ(f"the group {group} is not in the lock's inputs", place, "groups]")
        elif group not in groups:
            inputs.differ(f"the lock's inputs have a group {group} that is gone", place, "groups]", f"{group} = ")
        else:
            _compare_group(inputs, group, groups[group], [str(text) for text in held[group]], place)


def _group_place(document: TomlDocument, group: str) -> Place | None:
    if group == "default":
        return document.place("project", "dependencies")
    for base in (("project", "optional-dependencies"), ("dependency-groups",), ("tool", "pdm", "dev-dependencies")):
        for name in document.table(*base):
            if normal_name(name) == group:
                return document.place(*base, name)
    return document.place("project")


def _compare_group(inputs: _Inputs, group: str, lines: list[_Line], held: list[str], place: Place | None) -> None:
    left = list(held)
    for line in lines:
        match = next((text for wanted in ("same", "unknown") for text in left if _same(line, text) == wanted), None)
        if match is not None:
            left.remove(match)
            if _same(line, match) == "unknown":
                message = f"whether pdm spells the marker of `{line.text}` as `{match}` isn't known"
                inputs.unknown.append(Reason(message, line.place, inputs.place("groups]", f"{group} = ")))
        elif line.opaque and any(text.startswith("url-sha256:") for text in left):
            message = f"`{line.text}` is recorded only as a digest"
            inputs.unknown.append(Reason(message, line.place, inputs.place("groups]", f"{group} = ")))
            left.remove(next(text for text in left if text.startswith("url-sha256:")))
        else:
            inputs.differ(f"`{line.text}` is not in the lock's inputs", line.place, "groups]", f"{group} = ")
    for text in left:
        message = f"the lock's inputs ask for `{text}` in the group {group}, which is gone"
        inputs.differ(message, place, "groups]", f"{group} = ")


def _same(line: _Line, text: str) -> Sameness:
    """pdm compares its own spelling of each line: dashes are normalised there, capitals are not."""
    other, mine = _parse(text), line.requirement
    if line.opaque or other is None or mine is None or _spelled(other.name) != _spelled(mine.name):
        return "different"
    if {normal_name(e) for e in other.extras} != {normal_name(e) for e in mine.extras}:
        return "different"
    if str(mine.marker or "") == str(other.marker or ""):
        return "same"
    left, right = parse_marker(str(mine.marker or "")), parse_marker(str(other.marker or ""))
    if left is None or right is None or compare_markers(left, right) == "different":
        return "different"
    return "unknown"


def _spelled(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name)


def _compare_local(inputs: _Inputs, groups: dict[str, list[_Line]], project: dict[str, Any]) -> None:
    opaque = [line for lines in groups.values() for line in lines if line.opaque]
    if (opaque or project.get("local")) and not inputs.unknown:
        place = opaque[0].place if opaque else inputs.document.place("project", "dependencies")
        message = "local and direct dependencies are recorded as digests that are not recomputed here"
        inputs.unknown.append(Reason(message, place, inputs.place("local")))


def _compare_versions(inputs: _Inputs, groups: dict[str, list[_Line]], table: dict[str, Any]) -> None:
    packages, targets = _packages(inputs.held), _targets(inputs.held)
    names = table.get("groups")
    asked = {normal_name(str(name)) for name in names} if isinstance(names, list) and names else set(groups)
    overrides = {normal_name(k): v for k, v in inputs.document.table("tool", "pdm", "resolution", "overrides").items()}
    excludes = inputs.document.get("tool", "pdm", "resolution", "excludes")
    excluded = {normal_name(str(name)) for name in excludes} if isinstance(excludes, list) else set()
    seen = set()
    for group, lines in groups.items():
        for line in lines if group in asked else []:
            requirement = line.requirement
            if requirement is None or requirement.url or (line.text, line.place) in seen:
                continue
            seen.add((line.text, line.place))
            name = normal_name(requirement.name)
            if name not in excluded:
                specifier = _override(overrides.get(name)) if name in overrides else str(requirement.specifier)
                _compare_version(inputs, line, specifier, packages.get(name, []), targets)


def _override(value: Any) -> str | None:
    if not isinstance(value, str) or _URL.search(value):
        return None
    return value if value[:1] in "<>=!~" else f"=={value}"


def _packages(held: TomlDocument) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for key in ("package", "packages"):
        for package in held.get(key) or []:
            if isinstance(package, dict):
                found.setdefault(normal_name(str(package.get("name", ""))), []).append(package)
    return found


def _targets(held: TomlDocument) -> list[Span]:
    for path in (("metadata", "targets"), ("tool", "pdm", "targets")):
        targets = held.get(*path)
        if isinstance(targets, list):
            return [python_range(str(t.get("requires_python", ""))) or (None, None) for t in targets]
    return [(None, None)]


def _compare_version(
    inputs: _Inputs, line: _Line, specifier: str | None, packages: list[dict[str, Any]], targets: list[Span]
) -> None:
    requirement = line.requirement
    assert requirement is not None
    marker = parse_marker(str(requirement.marker or ""))
    if marker is None:
        inputs.unknown.append(Reason(f"the marker of `{line.text}` cannot be judged", line.place))
        return
    if not any(satisfiable(marker, target) for target in targets):
        return
    name = str(canonicalize_name(requirement.name))
    where = line_with(inputs.held.text, f'name = "{name}"') or inputs.place()
    if not packages:
        inputs.reasons.append(Reason(f"`{line.text}` is not in the lock", line.place, inputs.place("groups]")))
        return
    bounds = parse_specifiers(specifier) if specifier is not None else None
    versions = [str(package["version"]) for package in packages if "version" in package]
    outside = [version for version in versions if bounds is not None and not admits(bounds, version)]
    if outside:
        message = f"`{line.text}` doesn't admit the locked {name} {', '.join(outside)}"
        inputs.reasons.append(Reason(message, line.place, where))
        return
    regions = [parse_marker(str(package.get("marker", ""))) for package in packages]
    if None in regions:
        return
    union = Some(tuple(region for region in regions if region is not None))
    if not all(covers(union, Every((marker,)), target) for target in targets):
        message = f"`{line.text}` applies where the lock has no {name}"
        inputs.reasons.append(Reason(message, line.place, where))
