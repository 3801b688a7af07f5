"""How a module writes the name of something it can import, and the import that it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.index.scopes import MODULE
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.head import Head, Place
    from samerun.program.modules import Module
    from samerun.program.symbols import Resolver


class Spelling(NamedTuple):
    """`text` is the expression to write; `line` the import to put at `place` first, if the module has none."""

    text: str
    line: str = ""
    place: Place | None = None


def spelling(resolver: Resolver, module: Module, head: Head, dotted: str, scope: int, at: int) -> Spelling | None:
    """How to write `dotted` ("torch.manual_seed") at offset `at` of `scope`; None where no import can serve.

    What the module imports already is reused, under the name it has there, if that is sure to be bound and not
    hidden. Else `import torch`, before the use; never when that name means something else in the file.
    """
    for name, bindings in module.scopes.table[MODULE].bindings.items():
        (binding, *more) = bindings
        if more or binding.kind != "import" or binding.conditional or binding.fallback or binding.type_only:
            continue
        symbol = resolver.binding(module, MODULE, binding)
        if not isinstance(symbol, External) or binding.position > at:
            continue
        rest = dotted[len(symbol.name) :]
        found = module.scopes.find(scope, name)
        if dotted.startswith(symbol.name) and rest[:1] in ("", ".") and found is not None and found[0] == MODULE:
            return Spelling(name + rest)
    package = dotted.partition(".")[0]
    if _is_written(module, package) or resolver.table.top_level(module, package) is not None:
        return None
    place = head.place(at)
    return Spelling(dotted, f"import {package}", place) if place is not None else None


def _is_written(module: Module, name: str) -> bool:
    """Whether any scope of the file binds the name, or a star import might."""
    tables = module.scopes.table.values()
    return any(name in table.bindings or table.stars for table in tables)
