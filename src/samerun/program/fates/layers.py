"""What shows a model by its layers, which are the same whatever its weights are: `print(model)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.words import words
from samerun.program.reading import called
from samerun.program.symbols import ClassRef, External, FunctionRef

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

# Methods of a module that return it.
_SAME_MODULE = frozenset({"to", "cuda", "cpu", "half", "float", "double", "eval", "train", "requires_grad_"})


def module_shown(scope: Slice, node: f.Expr, at: int) -> f.Expr | None:
    """`model` in `model.to(device)`: what shows its layers, the same whatever their weights are; else None."""
    while isinstance(node, f.Call) and isinstance(node.func, f.Attr) and node.func.attr in _SAME_MODULE:
        node = node.func.value
    return node if _is_module(scope, node, at) else None


def starts_training(scope: Slice, func: f.Attr, at: int) -> bool:
    """Whether `x.train()` trains what x was made with: a trainer does, a module only changes its mode."""
    symbol = scope.calls.callee(func, at)
    if isinstance(symbol, External):
        return not scope.program.catalog.is_layer(symbol.name.rpartition(".")[0])
    if isinstance(symbol, FunctionRef):
        owner = ClassRef(symbol.path, scope.program.function(symbol).owner)
        bases = scope.program.resolver.linearize(owner)[1]
        return not any(scope.program.catalog.is_layer(each) for each in bases)
    return "trainer" in words(func.value.id if isinstance(func.value, f.Name) else "")


def prints_structure(scope: Slice, node: f.Do, call: f.Call) -> bool:
    """Whether a statement is `print(model)`: its layers."""
    shown = [each for each in call.args if isinstance(each, f.Name) and each.id in scope.names]
    return (
        called(call) == "print"
        and bool(shown)
        and not call.keywords
        and all(_is_module(scope, each, call.start) for each in shown)
        and not any(scope.uses.value(each, node) for each in call.args if each not in shown)
    )


def _is_module(scope: Slice, node: f.Expr, at: int) -> bool:
    kind = scope.program.types.of(scope.module, scope.scope, node, at)
    if kind is None:
        return False
    bases = [kind.cls] if isinstance(kind.cls, str) else scope.program.resolver.linearize(kind.cls)[1]
    return any(scope.program.catalog.is_layer(base) for base in bases)
