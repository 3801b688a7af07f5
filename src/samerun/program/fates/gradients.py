"""What `backward()` changes: the names of a scope that may hold something with gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.reading import called, own_expressions, read
from samerun.program.sites import arguments_of, children, names_in, statements
from samerun.program.symbols import ClassRef, External

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.fates.slices import Slice

_OF_GRADIENTS = frozenset({"grad", "parameters", "named_parameters", "state_dict"})
_OF_MODELS = _OF_GRADIENTS - {"grad"}
# Methods that leave a value what it is, for every reader of it.
_QUIET = frozenset(
    {"backward", "cuda", "cpu", "to", "half", "float", "eval", "train", "requires_grad_", "retain_grad", "freeze",
     "zero_grad", "sort", "reverse", "close", "load_state_dict", "load_weights"}
)  # fmt: skip
# Of those, the ones that take something which isn't just a setting.
_TAKING = frozenset({"backward", "to", "cuda", "sort", "load_state_dict", "load_weights"})
_TURNS = 4  # an object in an object, in an object


def trained(scope: Slice) -> set[str] | None:
    """The names of a scope that `backward()` changes something of: models, what is asked for its gradients or
    parameters, and what any of them was put into before; None: others see it changed, who gave it or found it."""
    own, asked = _differentiable(scope)
    for name in _all_asked(scope):
        found = scope.module.scopes.find(scope.scope, name)
        if found is not None and all(_is_operation(scope, found[0], each.what) for each in found[1]):
            continue
        if found is None or (found[0] == scope.scope and name not in scope.parameters):
            continue
        if not any(each.kind in ("param", "value", "other") for each in found[1]):
            continue
        outer = scope.outer
        if outer is None or found[0] != outer.scope or name in outer.parameters:
            return None
        asked.add(name)
        outward = _with_holders(outer, {name})
        if outward is None:
            return None
        scope.outward |= outward
    held = _with_holders(scope, own)
    return held | asked if held is not None else None


def checks_gradient(node: f.Binary) -> bool:
    """Whether a gradient is compared with what it must be: `a.grad == d / a`."""
    return node.op == "==" and any(isinstance(each, f.Attr) and each.attr == "grad" for each in (node.left, node.right))


def is_network(scope: Slice, node: f.Expr) -> bool:
    """Whether a scope, or the one around it, asks what is called for its parameters: `SGD(model.parameters())`."""
    if not isinstance(node, f.Name):
        return False
    around = [scope, *([scope.outer] if scope.outer is not None else [])]
    asked = (
        each for one in around for at in statements(one.body) for part in own_expressions(at) for each in _of(part)
    )
    return node.id in asked


def is_quiet(scope: Slice, call: f.Call) -> bool:
    """Whether a method leaves what it is called on what it is; an optimizer's step changes what took part."""
    given = arguments_of(call)
    if called(call) not in _TAKING and not all(isinstance(each, f.Const) for each in given):
        return False
    return called(call) in _QUIET or _is_step(scope, call)


def _is_step(scope: Slice, call: f.Call) -> bool:
    """Whether a call is the step of an optimizer that a name is bound to: `opt = SGD(model.parameters())`."""
    if not (isinstance(call.func, f.Attr) and call.func.attr == "step" and isinstance(call.func.value, f.Name)):
        return False
    found = scope.module.scopes.find(scope.scope, call.func.value.id)
    made = [each.what for each in found[1]] if found is not None else []
    return bool(made) and all(isinstance(each, f.Call) and _is_optimizer(scope, each) for each in made)


def _is_operation(scope: Slice, where: int, made: object) -> bool:
    """Whether a name is bound to an operation of the project, which has no weights: `gate = Gate.apply`."""
    if not (isinstance(made, f.Attr) and made.attr == "apply"):
        return False
    owner = scope.program.resolver.expr(scope.module, where, made.value, scope.module.size)
    if not isinstance(owner, ClassRef):
        return False
    return "torch.autograd.Function" in map(scope.program.catalog.canonical, scope.program.resolver.linearize(owner)[1])


def _is_optimizer(scope: Slice, call: f.Call) -> bool:
    symbol = scope.program.types.callee(scope.module, scope.scope, call.func, call.start)
    return isinstance(symbol, External) and symbol.name.startswith(libraries().optimizers)


def _differentiable(scope: Slice) -> tuple[set[str], set[str]]:
    """The names of models, and of what is called and may be one."""
    known: set[str] = set()
    asked: set[str] = set()
    for node in statements(scope.body):
        for part in own_expressions(node):
            asked |= scope.bindings.keys() & set(_asked(part))
            known |= scope.bindings.keys() & set(_of(part))
        if isinstance(node, f.Bind) and isinstance(node.value, f.Call) and _makes_model(scope, node.value, node.start):
            known |= {name for target in node.targets for name in names_in(target)}
    return known, asked


def _with_holders(scope: Slice, names: set[str]) -> set[str] | None:
    """Names, and those of whatever holds what they are bound to; None where something else may hold it."""
    for _ in range(_TURNS):
        known = set(names)
        for node in statements(scope.body):
            found = _holders(scope, node, known)
            if found is None:
                return None
            names = names | found
        if names == known:
            return names
    return None


def _holders(scope: Slice, node: f.Stmt, names: set[str]) -> set[str] | None:
    if isinstance(node, f.Bind) and node.value is not None:
        targets = {name for target in node.targets for name in names_in(target)}
        if names.isdisjoint(read(node.value)) or targets & names & set(read(node.value)):
            return set()  # before the second, its names are bound to something else
        if not scope.uses.depends(node.value, node, names):
            return set()
        stored = [_root(target) for target in node.targets if isinstance(target, (f.Attr, f.Item))]
        return targets | set(stored) if all(each in scope.bindings for each in stored) else None
    if isinstance(node, f.For) and scope.uses.depends(node.iter.expr, node.iter, names):
        return set(names_in(node.target))
    if isinstance(node, f.Do) and isinstance(node.expr, f.Call) and isinstance(node.expr.func, f.Attr):
        call = node.expr
        root = _root(node.expr.func)
        given = arguments_of(call)
        if root in scope.bindings and any(scope.uses.depends(each, node, names) for each in given):
            return {root}
    return set()


def _root(node: f.Expr) -> str:
    while isinstance(node, (f.Attr, f.Item)):
        node = node.value
    return node.id if isinstance(node, f.Name) else ""


def _makes_model(scope: Slice, call: f.Call, at: int) -> bool:
    symbol = scope.program.types.callee(scope.module, scope.scope, call.func, at)
    return isinstance(symbol, ClassRef) or (
        isinstance(symbol, External) and scope.program.catalog.is_layer(symbol.name)
    )


def _all_asked(scope: Slice) -> set[str]:
    return {name for node in statements(scope.body) for part in own_expressions(node) for name in _asked(part)}


def _asked(node: f.Expr) -> Iterator[str]:
    """`x` of `x.grad`, `x.parameters()`, `x(…)` and `x.model(…)`."""
    inner = node.func if isinstance(node, f.Call) else node.value if isinstance(node, f.Attr) else None
    if isinstance(node, f.Call) and isinstance(inner, f.Attr) and isinstance(inner.value, f.Name):
        yield from {inner.value.id} & {"self"}
    if isinstance(inner, f.Name) and (isinstance(node, f.Call) or getattr(node, "attr", "") in _OF_GRADIENTS):
        yield inner.id
    for each in children(node):
        yield from _asked(each)


def _of(node: f.Expr) -> Iterator[str]:
    """`x` of `x.parameters()`."""
    if isinstance(node, f.Attr) and node.attr in _OF_MODELS and isinstance(node.value, f.Name):
        yield node.value.id
    for each in children(node):
        yield from _of(each)
