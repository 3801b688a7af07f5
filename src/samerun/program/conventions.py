"""Packages taken for evals or models by their names, where no settings say which are."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from samerun.index.scopes import MODULE
from samerun.program.flow.entries import is_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.modules import Module
    from samerun.program.program import Program


class Package(NamedTuple):
    """A folder in the role of "eval" or "model", and why: the file and framework that show the latter."""

    folder: str
    role: str
    witness: str = ""
    framework: str = ""


class Conventions(NamedTuple):
    """The words of `catalog/conventions.toml`."""

    roles: dict[str, str]
    frameworks: frozenset[str]
    packages: frozenset[str]
    shown: frozenset[str]


@cache
def conventions() -> Conventions:
    """The catalog's conventions."""
    table = tomllib.loads((files("samerun.catalog") / "conventions.toml").read_text("utf-8"))
    roles = {word: role for role in ("eval", "model") for word in table[role]}
    return Conventions(roles, frozenset(table["frameworks"]), frozenset(table["packages"]), frozenset(table["shown"]))


def conventional_packages(program: Program) -> Iterator[Package]:
    """The outermost folders whose names say eval or model, in order of paths.

    A model package has a module that imports a framework at its top level. Folders of tests and examples are neither.
    """
    known = conventions()
    found: dict[str, str] = {}
    for module in program.modules:
        folder = program.root
        for part in module.folder[len(folder) + 1 :].split("/"):
            if part.lower() in known.shown:
                break
            folder = f"{folder}/{part}"
            role = known.roles.get(part.lower())
            if role is not None and not is_test(module.path, program.root):
                if part.lower() not in known.packages or program.table.is_regular(folder):
                    found[folder] = role
                break
    if len(set(found.values())) < 2:
        return
    for folder, role in sorted(found.items()):
        witness = _witness(program, folder) if role == "model" else ("", "")
        if witness is not None:
            yield Package(folder, role, *witness)


def _witness(program: Program, folder: str) -> tuple[str, str] | None:
    """The first file below a folder that imports a framework, and which."""
    frameworks = conventions().frameworks
    for module in program.modules:
        if module.path.startswith(f"{folder}/") and frameworks_of(module):
            for edge in program.imports.of(module.path):
                root = edge.target.partition(".")[0]
                if edge.external and edge.scope == MODULE and not edge.type_only and root in frameworks:
                    return module.path, root
    return None


def frameworks_of(module: Module) -> frozenset[str]:
    """The frameworks that a module imports anywhere."""
    roots = {alias.module.partition(".")[0] for alias in module.outline.imports if not alias.level}
    return conventions().frameworks & roots
