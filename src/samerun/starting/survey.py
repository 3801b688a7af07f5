"""What there is in a project that its first settings should say."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from samerun import engine
from samerun.program.conventions import conventional_packages, frameworks_of
from samerun.program.flow.entries import is_test
from samerun.program.symbols import External
from samerun.run import Request
from samerun.settings.overrides import Overrides

if TYPE_CHECKING:
    from samerun.program.flow.entries import Entry
    from samerun.program.program import Program

_SHOWN = frozenset({"example", "examples", "docs", "doc", "tutorial", "tutorials", "notebooks"})


class Survey(NamedTuple):
    """A project: its outermost packages, entry points and frameworks by name, folders that imports resolve from
    besides the usual ones, evals and models, and how many imports cross between those today. `entries` are those from
    which something can be drawn, what comes first to mind first; `quiet` is how many others there are. `nested` are
    the projects inside of it."""

    root: str
    packages: list[str]
    entries: list[str]
    quiet: int
    frameworks: list[str]
    sources: list[str]
    evals: list[str]
    models: list[str]
    crossings: int
    library: bool
    nested: list[str]


def survey(path: str) -> Survey | None:
    """What is found in the project that holds `path`; None where there is no code."""
    programs = engine.linked(Request(paths=(path,), overrides=Overrides(cwd=path)))
    if not programs:
        return None
    program = min((each for each, _ in programs), key=lambda each: (each.root != path, each.root))
    nested = sorted(each.root for each, _ in programs if each is not program and each.modules)
    return _of(program, nested) if program.modules else None


def _of(program: Program, nested: list[str]) -> Survey:
    own = [module for module in program.modules if not is_test(module.path, program.root)]
    packages = sorted({_outermost(program, module.folder) for module in own if module.is_package})
    files = {entry.path for entry in program.entries if not entry.function}
    starts = [
        entry
        for entry in program.entries
        if posixpath.basename(entry.path) != "setup.py" and not (entry.function and entry.path in files)
    ]
    drawing = [entry for entry in starts if program.closure.may_draw(entry.path)]
    roles: dict[str, list[str]] = {"eval": [], "model": []}
    for package in conventional_packages(program):
        roles[package.role].append(f"{_shown(program, package.folder)}/")
    roles = _together(roles)
    crossings = (
        sum(len(list(program.boundaries.crossings(code))) for code in ("REP402", "REP403"))
        if all(roles.values())
        else 0
    )
    return Survey(
        root=program.root,
        packages=[
            _shown(program, each) for each in _apart(packages) if not _SHOWN & set(_shown(program, each).split("/"))
        ],
        entries=[_name(program, entry) for entry in sorted(drawing, key=lambda each: _rank(program, each))],
        quiet=len(starts) - len(drawing),
        frameworks=sorted(set().union(*(frameworks_of(module) for module in own))),
        sources=_sources(program, packages),
        evals=roles["eval"],
        models=roles["model"],
        crossings=crossings,
        library=bool(packages) and all(entry.function or _rank(program, entry)[0] for entry in program.entries),
        nested=[_shown(program, each) for each in nested],
    )


def _name(program: Program, entry: Entry) -> str:
    return _shown(program, entry.path) + (f":{entry.function}" if entry.function else "")


def _rank(program: Program, entry: Entry) -> tuple[bool, int, Entry]:
    """What is shown to others last, and what lies deep after what lies at the top."""
    folders = _shown(program, entry.path).split("/")[:-1]
    return not _SHOWN.isdisjoint(folders), len(folders), entry


def _apart(packages: list[str]) -> list[str]:
    """The packages that lie below no other, not even below a folder of it that is none."""
    return [each for each in packages if not any(each.startswith(f"{other}/") for other in packages)]


def _together(roles: dict[str, list[str]]) -> dict[str, list[str]]:
    """The evals and models that lie below one folder of the project, where some do: they belong to each other."""
    tops = {role: {each.partition("/")[0] for each in found} for role, found in roles.items()}
    both = tops["eval"] & tops["model"]
    return {
        role: [each for each in found if not both or each.partition("/")[0] in both] for role, found in roles.items()
    }


def _outermost(program: Program, folder: str) -> str:
    while program.table.is_regular(posixpath.dirname(folder)):
        folder = posixpath.dirname(folder)
    return folder


def _sources(program: Program, packages: list[str]) -> list[str]:
    """Folders, other than those where imports are looked for anyway, that hold packages which other files import."""
    missing: dict[str, set[str]] = {}
    for package in packages:
        above, name = posixpath.split(package)
        if above not in program.table.roots:
            missing.setdefault(name, set()).add(above)
    there: dict[str, set[bool]] = {}
    for module in program.modules:
        for alias in module.outline.imports:
            first, _, rest = alias.module.partition(".")
            if alias.level or first not in missing or len(missing[first]) > 1:
                continue
            if isinstance(program.resolver.imported_module(module, alias), External) and rest:
                (above,) = missing[first]
                there.setdefault(first, set()).add(program.table.place(above, alias.module.split(".")) is not None)
    # One part of it that isn't there: a library goes by the same name.
    return sorted(
        {_shown(program, above) for name, all_ in there.items() if False not in all_ for above in missing[name]}
    )


def _shown(program: Program, path: str) -> str:
    return program.table.within(path)
