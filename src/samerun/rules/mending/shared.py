"""A seed's constant that another module of the project has, and that this one may import."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from samerun.program.constants import SeedConstants
from samerun.program.symbols import ModuleRef
from samerun.rules.finding import Edit
from samerun.rules.mending.spelling import head_imports
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.modules import Module
    from samerun.program.program import Program


class Shared(NamedTuple):
    """A constant of another module: its name, its value, where it is bound here, and the edit that imports it."""

    name: str
    value: int
    bound: int
    edits: tuple[Edit, ...]


def shared_constants(program: Program, module: Module, at: int) -> Iterator[Shared]:
    """The constants to be read at offset `at` that come from where the module imports other names already.

    Nothing is imported that this module has a name for, and nothing from a module that comes back to this one.
    """
    if module.kind == "notebook":
        return
    for node in head_imports(module.layout, at):
        if not isinstance(node, ast.ImportFrom) or node.lineno != node.end_lineno or node.names[0].name == "*":
            continue
        source = _source(program, module, node)
        constants = SeedConstants(program, source).by_value if source is not None else {}
        if source is None or not constants or _comes_back(program, source, module):
            continue
        own = {alias.name: alias.asname or alias.name for alias in node.names}
        end = module.layout.end(node)
        for value, found in constants.items():
            for name, _ in found:
                if name in own:
                    yield Shared(own[name], value, end, ())
                elif _is_unsaid(module, name) and module.source.data[end - 1 : end] != b")":
                    yield Shared(name, value, end, (Edit(module.path, Span(end, end), f", {name}"),))


def _source(program: Program, module: Module, node: ast.ImportFrom) -> Module | None:
    """The module of the project that an import takes names from."""
    for alias in module.outline.imports:
        if alias.name and (alias.module, alias.level) == (node.module or "", node.level):
            found = program.resolver.imported_module(module, alias)
            return program.table.by_path.get(found.path) if isinstance(found, ModuleRef) else None
    return None


def _comes_back(program: Program, source: Module, module: Module) -> bool:
    """Whether importing `source` may import `module`, so that a constant may not be there yet."""
    seen, waiting = {source.path}, [source]
    while waiting:
        each = waiting.pop()
        for alias in each.outline.imports:
            found = program.resolver.imported_module(each, alias)
            path = found.path if isinstance(found, ModuleRef) else None
            if path == module.path:
                return True
            if path is not None and path not in seen and path in program.table.by_path:
                seen.add(path)
                waiting.append(program.table.by_path[path])
    return False


def _is_unsaid(module: Module, name: str) -> bool:
    return re.search(rb"\b%s\b" % name.encode(), module.source.data) is None
