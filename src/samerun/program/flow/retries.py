"""Handlers that try again with something else: `except Exception: return self[random_index]`.

They are for samples that turn out to be broken. Whether any is can't be seen, and where none is, nothing is drawn. A
handler that makes what couldn't be read (`except FileNotFoundError: weights = numpy.random.rand(8)`) is no such one:
the first run of every user goes through it.
"""

from __future__ import annotations

from samerun.index import facts as f
from samerun.program.reading import bound_in, parts_in
from samerun.program.sites import children, last_name


def tries_again(handler: f.Handler, body: list[f.Stmt], function: f.Function | None) -> bool:
    """Whether a handler of a `try` in a function repeats what failed there on something that it chose itself."""
    chosen = bound_in(handler.body)
    if function is not None and any(_repeats(call, function, chosen) for call in parts_in(handler.body)):
        return True
    read = {part.id for part in parts_in(body) if isinstance(part, f.Name)}
    return bool((chosen & read) - bound_in(body))


def _repeats(node: f.Expr, function: f.Function, chosen: set[str]) -> bool:
    """Whether an expression calls the function that it stands in, on what was just chosen."""
    if isinstance(node, f.Item):  # `self[index]`
        own = function.params[0].name if function.params else ""
        subscribes = function.name == "__getitem__" and isinstance(node.value, f.Name) and node.value.id == own
        return subscribes and _is_new(node.index, chosen)
    if not isinstance(node, f.Call):
        return False
    name = last_name(node.func)
    given = [*node.args, *(value for _, value in node.keywords)]
    return name == function.name and any(_is_new(each, chosen) for each in given)


def _is_new(node: f.Expr, chosen: set[str]) -> bool:
    if isinstance(node, f.Call) or (isinstance(node, f.Name) and node.id in chosen):
        return True
    return any(_is_new(part, chosen) for part in children(node))
