"""Objects that a scope makes itself: what is put into one of them is in nobody else's hands yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.reading import called, read
from samerun.program.sites import names_in, statements
from samerun.program.symbols import ClassRef, External, FunctionRef

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice
    from samerun.program.program import Program

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


def is_moved(name: str, value: f.Expr | None) -> bool:
    """Whether a name is bound to what it was bound to before, on another device: `x = x.cuda()`."""
    if not (isinstance(value, f.Call) and isinstance(value.func, f.Attr) and isinstance(value.func.value, f.Name)):
        return False
    return value.func.value.id == name and called(value) in ("cuda", "cpu", "to")


def maker(scope: Slice, node: f.Expr) -> str:
    """The library's class or function that made what a name is bound to, here or in a function of the project that
    returns it; "" where that isn't known."""
    value = scope.bindings.get(node.id) if isinstance(node, f.Name) else None
    if not isinstance(value, f.Call):
        return ""
    symbol = scope.program.types.callee(scope.module, scope.scope, value.func, value.start)
    if isinstance(symbol, FunctionRef):
        return _returned(scope.program, symbol)
    return symbol.name if isinstance(symbol, External) else ""


def _returned(program: Program, ref: FunctionRef) -> str:
    """The library's class or function that made what a function returns: `model = Sequential(); …; return model`."""
    module, function = program.table.by_path[ref.path], program.function(ref)
    made: set[str] = set()
    for value in (node.value for node in statements(function.body) if isinstance(node, f.Return)):
        found = module.scopes.find(ref.index, value.id) if isinstance(value, f.Name) else None
        if found is not None and found[0] != ref.index:
            return ""
        for each in [binding.what for binding in found[1]] if found is not None else [value]:
            symbol = (
                program.types.callee(module, ref.index, each.func, each.start) if isinstance(each, f.Call) else None
            )
            made.add(symbol.name if isinstance(symbol, External) else "")
    return made.pop() if len(made) == 1 else ""


def aliases(scope: Slice, name: str) -> set[str]:
    """The names of a scope that are bound to something which an object may be part of."""
    return {
        each
        for node in statements(scope.body)
        if isinstance(node, f.Bind) and node.value is not None and name in read(node.value)
        for target in node.targets
        for each in names_in(target)
    }
