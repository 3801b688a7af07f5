"""First states that nobody reads: an environment's `__init__` draws one, and `reset()` another before any step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.reading import own_expressions
from samerun.program.sites import children, statements
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.program import Program

_ENVIRONMENTS = ("gymnasium.Env", "gym.Env")


def is_set_anew(program: Program, place: Place) -> bool:
    """Whether a draw only fills an attribute that `reset()` binds anew: of an environment, whose users have to call it
    first, or of a class whose `__init__` calls it further down."""
    module = program.table.by_path[place.path]
    function = module.facts.functions[place.scope] if place.scope >= 0 else None
    if function is None or function.name != "__init__" or function.owner < 0 or not function.params:
        return False
    owner, receiver = ClassRef(place.path, function.owner), function.params[0].name
    bind = next(
        (each for each in function.body if isinstance(each, f.Bind) and (each.start, each.end) == place.slice), None
    )
    target = bind.targets[0] if bind is not None and len(bind.targets) == 1 else None
    if bind is None or bind.op or not (isinstance(target, f.Attr) and _is_name(target.value, receiver)):
        return False
    below = function.body[function.body.index(bind) + 1 :]
    until = next((number for number, each in enumerate(below) if _resets(each, receiver)), None)
    if until is None and not _is_environment(program, owner):
        return False
    if _hands_on(below[:until], receiver, target.attr):
        return False
    found = program.resolver.method(owner, "reset")
    reset = program.function(found) if found is not None else None
    return reset is not None and bool(reset.params) and _binds_first(reset.body, reset.params[0].name, target.attr)


def _is_environment(program: Program, owner: ClassRef) -> bool:
    bases = program.resolver.linearize(owner)[1]
    return any(program.catalog.is_a(program.catalog.canonical(base), each) for base in bases for each in _ENVIRONMENTS)


def _resets(node: f.Stmt, receiver: str) -> bool:
    """`self.reset()`, also where what it returns is bound."""
    call = node.expr if isinstance(node, f.Do) else node.value if isinstance(node, f.Bind) else None
    func = call.func if isinstance(call, f.Call) else None
    return isinstance(func, f.Attr) and func.attr == "reset" and _is_name(func.value, receiver)


def _binds_first(body: list[f.Stmt], receiver: str, name: str) -> bool:
    """Whether a method binds the attribute, whatever way it takes, before it reads it or hands the object on."""
    for node in body:
        if isinstance(node, f.Return) or _hands_on([node], receiver, name):
            return False
        if isinstance(node, f.Bind) and not node.op:
            for each in node.targets:
                if isinstance(each, f.Attr) and each.attr == name and _is_name(each.value, receiver):
                    return True
    return False


def _hands_on(body: list[f.Stmt], receiver: str, name: str) -> bool:
    """Whether a block reads the attribute, calls a method of the object, or has the object itself."""
    for node in statements(body):
        bound = node.targets if isinstance(node, f.Bind) and not node.op else []
        parts = [each for each in own_expressions(node) if not any(each is target for target in bound)]
        if any(each in (name, "") for part in parts for each in _read_of(part, receiver, called=False)):
            return True
    return False


def _read_of(node: f.Expr, receiver: str, called: bool) -> Iterator[str]:
    """The attributes of the object that an expression reads; "": the object itself, or a method that is called."""
    if isinstance(node, f.Attr) and _is_name(node.value, receiver):
        yield "" if called and node.attr != "seed" else node.attr
        return
    if _is_name(node, receiver):
        yield ""
    for each in children(node):
        yield from _read_of(each, receiver, called=isinstance(node, f.Call) and each is node.func)


def _is_name(node: f.Expr, name: str) -> bool:
    return isinstance(node, f.Name) and node.id == name
