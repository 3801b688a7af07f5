"""What `backward()` changes: the names of a scope that may hold something with gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.reading import own_expressions
from samerun.program.sites import children, names_in, statements
from samerun.program.symbols import ClassRef, External

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.slices import Slice

_OF_GRADIENTS = frozenset({"grad", "parameters", "named_parameters", "state_dict"})


def differentiable(scope: Slice) -> set[str]:
    """Models, and what is asked for its gradients or parameters, among what the scope itself binds."""
    out: set[str] = set()
    for node in statements(scope.body):
        for part in own_expressions(node):
            out |= scope.bindings.keys() & set(_asked(part))
        if isinstance(node, f.Bind) and isinstance(node.value, f.Call) and _makes_model(scope, node.value, node.start):
            out |= {name for target in node.targets for name in names_in(target)}
    return out


def trains_others(scope: Slice) -> bool:
    """Whether something that the scope was given, or finds around it, is asked so: who gave it sees it changed."""
    for name in {name for node in statements(scope.body) for part in own_expressions(node) for name in _asked(part)}:
        found = scope.module.scopes.find(scope.scope, name)
        if found is None or (found[0] == scope.scope and name not in scope.parameters):
            continue
        if any(each.kind in ("param", "value", "other") for each in found[1]):
            return True
    return False


def _makes_model(scope: Slice, call: f.Call, at: int) -> bool:
    symbol = scope.program.types.callee(scope.module, scope.scope, call.func, at)
    return isinstance(symbol, ClassRef) or (
        isinstance(symbol, External) and scope.program.catalog.is_a(symbol.name, "torch.nn.Module")
    )


def _asked(node: f.Expr) -> Iterator[str]:
    """`x` of `x.grad`, `x.parameters()`, `x(…)` and `x.model(…)`."""
    inner = node.func if isinstance(node, f.Call) else node.value if isinstance(node, f.Attr) else None
    if isinstance(node, f.Call) and isinstance(inner, f.Attr) and isinstance(inner.value, f.Name):
        yield from {inner.value.id} & {"self"}
    if isinstance(inner, f.Name) and (isinstance(node, f.Call) or getattr(node, "attr", "") in _OF_GRADIENTS):
        yield inner.id
    for each in children(node):
        yield from _asked(each)
