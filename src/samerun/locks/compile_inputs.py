"""What a compiled requirements file was compiled from: ``.in`` files, their includes, ``pyproject.toml``."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from samerun.locks.model import Place, Reason, Unreadable
from samerun.locks.requirements_txt import Command, Line, read_requirements
from samerun.locks.toml_text import TomlDocument, parse_toml

if TYPE_CHECKING:
    from samerun.locks.reader import Reader


@dataclass(slots=True)
class Inputs:
    directs: list[Line] = field(default_factory=list)
    constraints: list[Line] = field(default_factory=list)
    overrides: dict[str, Line] = field(default_factory=dict)
    options: list[tuple[str, Place, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    unknown: list[Reason] = field(default_factory=list)


def load_inputs(reader: Reader, base: str, command: Command, uv: bool) -> Inputs:
    """Follow the command's files; a file that is gone is an error, as for the tools."""
    found = Inputs()
    for path in command.inputs:
        _load(reader, posixpath.normpath(posixpath.join(base, path)), command, uv, found)
    for path in command.constraints:
        _load_file(reader, posixpath.normpath(posixpath.join(base, path)), found, constraint=True)
    for path in command.overrides:
        extra = Inputs()
        _load_file(reader, posixpath.normpath(posixpath.join(base, path)), extra)
        found.overrides.update({line.name: line for line in extra.directs})
    return found


def _load(reader: Reader, path: str, command: Command, uv: bool, found: Inputs) -> None:
    name = posixpath.basename(path)
    if name == "pyproject.toml":
        data = reader.read(path)
        if data is None:
            raise Unreadable(f"{path} is gone")
        found.files.append(path)
        _load_project(parse_toml(data, path), command, uv, found)
    elif name in {"setup.py", "setup.cfg"}:
        if reader.read(path) is None:
            raise Unreadable(f"{path} is gone")
        found.files.append(path)
        found.unknown.append(Reason(f"{path} must be run to know what it requires", Place(1), None, path))
    else:
        _load_file(reader, path, found)


def _load_file(
    reader: Reader, path: str, found: Inputs, constraint: bool = False, origin: Place | None = None, by: str = ""
) -> None:
    if (path, constraint) in {(file, False) for file in found.files} and not constraint:
        return
    data = reader.read(path) if not path.startswith("..") else None
    if data is None:
        raise Unreadable(f"{path}, which {by or 'the command'} names, is gone", origin)
    found.files.append(path)
    content = read_requirements(data, path)
    (found.constraints if constraint else found.directs).extend(content.lines)
    found.options += [(text, place, path) for text, place in content.options]
    folder = posixpath.dirname(path)
    for target, place in content.includes:
        _load_file(reader, posixpath.normpath(posixpath.join(folder, target)), found, constraint, place, path)
    for target, place in content.constraints:
        _load_file(reader, posixpath.normpath(posixpath.join(folder, target)), found, True, place, path)


def _load_project(document: TomlDocument, command: Command, uv: bool, found: Inputs) -> None:
    dynamic = document.get("project", "dynamic")
    hidden = {"dependencies", "optional-dependencies"} & set(map(str, dynamic or []))
    if hidden or not document.table("project"):
        place = document.place("project", "dynamic") or Place(1)
        found.unknown.append(
            Reason(f"{document.name} leaves its dependencies to the build", place, None, document.name)
        )
    own = str(canonicalize_name(str(document.get("project", "name") or "")))
    extras = document.table("project", "optional-dependencies")
    wanted = [str(canonicalize_name(name)) for name in (extras if command.all_extras else command.extras)]
    _project_list(document, ("project", "dependencies"), own, wanted, found)
    done: set[str] = set()
    while pending := [name for name in wanted if name not in done]:
        for name in pending:
            done.add(name)
            for written in extras:
                if canonicalize_name(written) == name:
                    _project_list(document, ("project", "optional-dependencies", written), own, wanted, found)
    for group in command.groups:
        _group(document, group.rpartition(":")[2], own, found, set())
    if uv:
        _uv_settings(document, found)


def _project_list(document: TomlDocument, path: tuple[str, ...], own: str, wanted: list[str], found: Inputs) -> None:
    items: Any = document.get(*path)
    for index, text in enumerate(items if isinstance(items, list) else []):
        line = _line(document, text, document.place(*path, index))
        if line.name == own and line.requirement is not None:
            wanted += [str(canonicalize_name(extra)) for extra in line.requirement.extras]
        else:
            found.directs.append(line)


def _line(document: TomlDocument, text: object, place: Place | None) -> Line:
    try:
        return Line(str(text), place or Place(1), Requirement(str(text)), document.name)
    except (InvalidRequirement, RecursionError) as error:
        detail = str(error).partition("\n")[0]
        raise Unreadable(f"{document.name}: `{text}` is not a requirement: {detail}", place) from None


def _group(document: TomlDocument, group: str, own: str, found: Inputs, seen: set[str]) -> None:
    for written, items in document.table("dependency-groups").items():
        if canonicalize_name(written) != canonicalize_name(group) or written in seen:
            continue
        seen.add(written)
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, dict):
                _group(document, str(item.get("include-group", "")), own, found, seen)
            else:
                found.directs.append(_line(document, item, document.place("dependency-groups", written, index)))


def _uv_settings(document: TomlDocument, found: Inputs) -> None:
    for key, sink in (("constraint-dependencies", found.constraints), ("override-dependencies", None)):
        items = document.get("tool", "uv", key)
        for index, text in enumerate(items if isinstance(items, list) else []):
            if not isinstance(text, str):
                continue
            line = _line(document, text, document.place("tool", "uv", key, index))
            if sink is None:
                found.overrides[line.name] = line
            else:
                sink.append(line)
    sources = {str(canonicalize_name(name)) for name in document.table("tool", "uv", "sources")}
    for line in found.directs:
        if line.name in sources:
            message = f"the source of {line.name} in tool.uv.sources is not compared"
            found.unknown.append(Reason(message, line.place, None, document.name))
