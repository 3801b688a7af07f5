"""Handlers that try again with something else: `except Exception: return self[random_index]`.

They are for samples that turn out to be broken. Whether any is can't be seen, and where none is, nothing is drawn. A
handler that makes what couldn't be read (`except FileNotFoundError: weights = numpy.random.rand(8)`) is no such one:
the first run of every user goes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.sites import children, names_in, statements

if TYPE_CHECKING:
    from collections.abc import Iterator


def tries_again(handler: f.Handler, body: list[f.Stmt], function: f.Function | None) -> bool:
    """Whether a handler of a `try` in a function repeats what failed there on something that it chose itself."""
    chosen = _bound(handler.body)
    if function is not None and any(_repeats(call, function, chosen) for call in _parts(handler.body)):
        return True
    read = {part.id for part in _parts(body, targets=False) if isinstance(part, f.Name)}
    return bool((chosen & read) - _bound(body))


def _repeats(node: f.Expr, function: f.Function, chosen: set[str]) -> bool:
    """Whether an expression calls the function that it stands in, on what was just chosen."""
    if isinstance(node, f.Item):  # `self[index]`
        own = function.params[0].name if function.params else ""
        subscribes = function.name == "__getitem__" and isinstance(node.value, f.Name) and node.value.id == own
        return subscribes and _is_new(node.index, chosen)
    if not isinstance(node, f.Call):
        return False
    name = node.func.attr if isinstance(node.func, f.Attr) else getattr(node.func, "id", "")
    given = [*node.args, *(value for _, value in node.keywords)]
    return name == function.name and any(_is_new(each, chosen) for each in given)


def _is_new(node: f.Expr, chosen: set[str]) -> bool:
    if isinstance(node, f.Call) or (isinstance(node, f.Name) and node.id in chosen):
        return True
    return any(_is_new(part, chosen) for part in children(node))


def _bound(body: list[f.Stmt]) -> set[str]:
    """The names that a block binds."""
    return {
        name
        for node in statements(body)
        if isinstance(node, f.Bind)
        for each in node.targets
        for name in names_in(each)
    }


def _parts(body: list[f.Stmt], targets: bool = True) -> Iterator[f.Expr]:
    """Every expression of a block's statements, and of the blocks in it."""
    for node in statements(body):
        stack: list[f.Expr] = []
        if isinstance(node, f.Do):
            stack = [node.expr]
        elif isinstance(node, f.Bind):
            stack = [*(node.targets if targets or node.op else ()), *([node.value] if node.value is not None else [])]
        elif isinstance(node, f.Return):
            stack = [node.value] if node.value is not None else []
        elif isinstance(node, (f.If, f.While)):
            stack = [node.test.expr]
        elif isinstance(node, f.For):
            stack = [node.iter.expr]
        elif isinstance(node, f.With):
            stack = [root.expr for root, _ in node.items]
        while stack:
            part = stack.pop()
            yield part
            stack += children(part)
