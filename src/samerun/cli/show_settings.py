"""`samerun check --show-settings`: every value, as TOML, with its origin, and what was taken for an eval or a model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from samerun.settings.model import Keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.boundaries import Boundary
    from samerun.program.program import Program
    from samerun.settings.model import Settings


def lines(settings: Settings) -> Iterator[str]:
    """A comment on the file, then a line a key."""
    yield f"# settings of {settings.root}, from {settings.file or 'defaults'}\n"
    for key, field in zip(Keys.__struct_encode_fields__, Keys.__struct_fields__, strict=True):
        value = getattr(settings, field)
        written = f"{key} = {toml(value)}" if value is not None else f"# {key} is not set"
        yield f"{written}  # {settings.origin(key)}\n"


def boundary_lines(program: Program) -> Iterator[str]:
    """What counts as an eval or a model in a project, and why, as comments; then its contracts."""
    within = program.table.within
    yield f"\n# boundaries of {program.root}\n"
    for package in program.boundaries.packages:
        why = (
            f"by its name; {within(package.witness)} imports {package.framework}" if package.witness else "by its name"
        )
        yield f"# {package.role}: {within(package.folder)}/ ({why})\n"
    declared: dict[str, list[Boundary]] = {}
    for boundary in program.boundaries.all:
        if boundary.key:
            declared.setdefault(boundary.key, []).append(boundary)
    for key, boundaries in declared.items():
        for side in dict.fromkeys(side for each in boundaries for side in (each.source, each.target)):
            role = next(
                (r for e in boundaries for r, s in zip(e.roles, (e.source, e.target), strict=True) if s is side), ""
            )
            for path, name in (*side.paths, *side.libraries):
                what = within(path) if path.startswith("/") else "a library"
                yield f"# {role or 'side'}: {name} = {what} ({key})\n"
    if not declared and not program.boundaries.packages:
        yield "# nothing was taken for an eval and a model\n"


def toml(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, msgspec.Struct):
        value = {key: each for key, each in msgspec.to_builtins(value).items() if each not in (None, (), [], {}, "")}
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key, ensure_ascii=False)} = {toml(each)}" for key, each in value.items())
        return "{ " + ", ".join(pairs) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
