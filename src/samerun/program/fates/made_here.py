"""Objects that a scope makes itself: what is put into one of them is in nobody else's hands yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.fates.libraries import libraries
from samerun.program.reading import called, read
from samerun.program.sites import names_in, statements
from samerun.program.symbols import ClassRef, External

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

_AGAIN = frozenset({"clone", "copy", "detach", "to", "cuda"})


def is_made_here(scope: Slice, name: str) -> bool:
    """Whether what a name is bound to is made by the statement of this scope that binds it."""
    value = scope.bindings.get(name)
    if not isinstance(value, f.Call):
        return isinstance(value, (f.Container, f.Comp))
    symbol = scope.program.types.callee(scope.module, scope.scope, value.func, value.start)
    if isinstance(symbol, ClassRef) or scope.uses.is_source(value):
        return True
    if not isinstance(symbol, External):
        return isinstance(value.func, f.Attr) and called(value) in _AGAIN
    row, last = scope.program.types.row(symbol), symbol.name.rpartition(".")[2]
    known = row is not None or symbol.name.partition(".")[0] in libraries().making
    return known or last[:1].isupper()  # a class makes a new object


def maker(scope: Slice, node: f.Expr) -> str:
    """The library's class or function that made what a name is bound to; "" where that isn't known."""
    value = scope.bindings.get(node.id) if isinstance(node, f.Name) else None
    if not isinstance(value, f.Call):
        return ""
    symbol = scope.program.types.callee(scope.module, scope.scope, value.func, value.start)
    return symbol.name if isinstance(symbol, External) else ""


def aliases(scope: Slice, name: str) -> set[str]:
    """The names of a scope that are bound to something which an object may be part of."""
    return {
        each
        for node in statements(scope.body)
        if isinstance(node, f.Bind) and node.value is not None and name in read(node.value)
        for target in node.targets
        for each in names_in(target)
    }
