"""Small projects written to disk and linked, for tests of the program room."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from samerun.catalog.catalog import Catalog
from samerun.program.modules import Module
from samerun.program.program import Program
from samerun.workspace.sources import read_source

if TYPE_CHECKING:
    from pathlib import Path


def link(root: Path, files: dict[str, str]) -> Program:
    """Write `files` below `root` and link them."""
    modules = []
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    for name in files:
        source = read_source((root / name).as_posix())
        modules.append(Module.of(source))
    return Program(modules, Catalog(), root.as_posix())


def module(program: Program, name: str) -> Module:
    """The module whose path ends in `name`."""
    return next(each for each in program.modules if each.path.endswith(f"/{name}"))


def callees(program: Program, name: str) -> list[str | None]:
    """What each call in a module calls, in source order: dotted names, project functions as `file:qualname`."""
    found = module(program, name)
    out: list[tuple[int, str | None]] = []
    for site in found.sites.calls:
        symbol = program.callee(found, site)
        if symbol is None:
            text = None
        elif hasattr(symbol, "name"):
            text = symbol.name
        else:
            facts = program.table.by_path[symbol.path].facts
            rows = facts.functions if type(symbol).__name__ == "FunctionRef" else facts.classes
            text = f"{symbol.path.rpartition('/')[2]}:{rows[symbol.index].qualname}"
        out.append((site.call.start, text))
    return [text for _, text in sorted(out, key=lambda row: row[0])]
