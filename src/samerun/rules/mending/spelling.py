"""How a library's function is written in a module: by an import that is there, or by one that is added."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from samerun.index.scopes import MODULE
from samerun.program.layout import Spot
from samerun.program.symbols import External
from samerun.rules.finding import Edit
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from samerun.program.layout import Layout
    from samerun.program.modules import Module
    from samerun.program.program import Program

_FUTURE, _STANDARD, _LIBRARY, _OWN = range(4)


class Spelt(NamedTuple):
    """The text by which something is spoken of, and the edits that make it known there."""

    text: str
    edits: tuple[Edit, ...] = ()


def spelt(
    program: Program, module: Module, layout: Layout, dotted: str, usual: str, scope: int, at: int
) -> Spelt | None:
    """How `dotted` is written at offset `at` of `scope`; `usual` is the import to add. None where neither can be."""
    known = _known(program, module, dotted, scope, at)
    if known is not None:
        return Spelt(known)
    wanted = ast.parse(usual).body[0]
    assert isinstance(wanted, (ast.Import, ast.ImportFrom))
    alias = wanted.names[0]
    bound = alias.asname or alias.name
    whole = alias.name if isinstance(wanted, ast.Import) else f"{wanted.module}.{alias.name}"
    text = bound + dotted.removeprefix(whole)
    if not _is_new(module, scope, bound):  # `from random import random` has taken the library's name
        home, _, text = dotted.rpartition(".")
        usual = f"from {home} import {text}"
        wanted = ast.parse(usual).body[0]
        assert isinstance(wanted, ast.ImportFrom)
        if not (_is_new(module, scope, text) and _imports_from(layout, home, at)):
            return None
        longer = _one_name_more(module, layout, home, text, at)
        if longer is not None:
            return Spelt(text, (longer,))
    edit = import_edit(program, module, layout, wanted, usual, at)
    return Spelt(text, (edit,)) if edit is not None else None


def presence(module: Module, library: str) -> str | None:
    """The name that stands for a library where it is there, and for None where it isn't; None for any other way.

    `try: import numpy as np` with `except ImportError: np = None`.
    """
    for node in module.layout.tree.body:
        if not isinstance(node, ast.Try):
            continue
        aliases = [alias for each in node.body if isinstance(each, ast.Import) for alias in each.names]
        missing = [each for handler in node.handlers for each in handler.body]
        for alias in aliases:
            bound = alias.asname or alias.name
            if alias.name == library and any(_is_none(bound, each) for each in missing):
                return bound
    return None


def _is_none(name: str, node: ast.stmt) -> bool:
    """`name = None`"""
    return (
        isinstance(node, ast.Assign)
        and [ast.unparse(target) for target in node.targets] == [name]
        and isinstance(node.value, ast.Constant)
        and node.value.value is None
    )


def _imports_from(layout: Layout, home: str, at: int) -> bool:
    """Whether the head of the file imports names from a library."""
    root = home.partition(".")[0]
    found = [node.module or "" for node in head_imports(layout, at) if isinstance(node, ast.ImportFrom)]
    return any(name.partition(".")[0] == root for name in found)


def _one_name_more(module: Module, layout: Layout, home: str, name: str, at: int) -> Edit | None:
    """The edit that adds a name to an import from the same module that is written on one line."""
    for spot in _imports(layout, at):
        node = spot.node
        if isinstance(node, ast.ImportFrom) and node.module == home and not node.level and node.names[0].name != "*":
            end = layout.end(node)
            if node.lineno == node.end_lineno and module.source.data[end - 1 : end] != b")":
                return Edit(module.path, Span(end, end), f", {name}")
    return None


def _is_new(module: Module, scope: int, name: str) -> bool:
    """Whether nothing in a module goes by a name; where `import *` may have brought it, whether nobody says it."""
    if module.outline.stars and re.search(rb"\b%s\b" % name.encode(), module.source.data):
        return False
    return name not in module.names and module.scopes.find(scope, name) is None


def _known(program: Program, module: Module, dotted: str, scope: int, at: int) -> str | None:
    """By a name that an import has bound before."""
    best: tuple[int, str] | None = None
    current: int | None = scope
    while current is not None:
        table = module.scopes.table[current]
        for name, bindings in table.bindings.items():
            if not all(each.kind == "import" for each in bindings):
                continue
            found = module.scopes.find(scope, name)
            if found is None or found[0] != current:
                continue
            sure = [each for each in bindings if not (each.conditional or each.type_only)]
            if not sure or ((current == scope or scope == MODULE) and sure[0].position >= at):
                continue
            symbol = program.resolver.name(module, scope, name, at)
            if isinstance(symbol, External) and f"{dotted}.".startswith(f"{symbol.name}."):
                best = min(best or (len(dotted) + 1, ""), (len(symbol.name), name + dotted[len(symbol.name) :]))
        current = table.parent
    return best[1] if best is not None else None


def import_edit(
    program: Program, module: Module, layout: Layout, wanted: ast.Import | ast.ImportFrom, text: str, at: int
) -> Edit | None:
    """The edit that adds an import, to be read at offset `at`, where a sorted list of imports has it."""
    top = _imports(layout, at)
    if not top:
        place = layout.head.place(at)
        return Edit(module.path, Span(place.at, place.at), place.content(text)) if place is not None else None
    section = _section(program, module, wanted)
    sections = [_section(program, module, spot.node) for spot in top]
    same = [spot for spot, each in zip(top, sections, strict=True) if each == section]
    later = next((spot for spot in same if _key(spot.node) > _key(wanted)), None)
    earlier = [spot for spot, each in zip(top, sections, strict=True) if each < section]
    if later is not None:
        line, before, after = layout.before(later), 0, 0
    elif same:
        line, before, after = layout.after(same[-1]), 0, 0
    elif earlier:
        line, before, after = layout.after(earlier[-1]), 1, 0
    else:
        line, before, after = layout.before(top[0]), 0, 1
    if line is None or line.indent:
        return None
    return Edit(module.path, Span(line.at, line.at), line.content(*[""] * before, text, *[""] * after))


def head_imports(layout: Layout, at: int) -> list[ast.stmt]:
    """The plain imports at the head of the file, before offset `at`."""
    return [spot.node for spot in _imports(layout, at)]


def _imports(layout: Layout, at: int) -> list[Spot]:
    """The plain imports at the head of the file, or of the cell that `at` is in."""
    block = layout.head.block(at)
    found: list[Spot] = []
    for index, node in enumerate(block[: layout.head.length(block)]):
        if layout.end(node) > at:
            break
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.append(Spot(node, block, index, layout.tree))
    return found


def _section(program: Program, module: Module, node: ast.stmt) -> int:
    """The part of a sorted list of imports that an import is in."""
    if isinstance(node, ast.ImportFrom) and node.level:
        return _OWN
    name = (node.module or "") if isinstance(node, ast.ImportFrom) else _name(node)
    root = name.partition(".")[0]
    if root == "__future__":
        return _FUTURE
    if program.table.top_level(module, root) is not None:
        return _OWN
    return _STANDARD if root in sys.stdlib_module_names else _LIBRARY


def _key(node: ast.stmt) -> tuple[bool, str]:
    """What imports of one section are sorted by: plain ones first, then by module."""
    if isinstance(node, ast.ImportFrom):
        return True, (node.module or "").lower()
    return False, _name(node).lower()


def _name(node: ast.stmt) -> str:
    return node.names[0].name if isinstance(node, ast.Import) else ""
