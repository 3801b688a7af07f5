"""How a value enters the project's own code: by which parameters of a function, and what makes an object of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f

if TYPE_CHECKING:
    from samerun.program.program import Program
    from samerun.program.symbols import ClassRef, FunctionRef

# Bases that only store what an object is made of.
_STORING = frozenset({"object", "builtins.object", "abc.ABC", "typing.NamedTuple", "typing.Generic", "typing.Protocol"})


def parameters(
    function: f.Function, node: f.Call, on: bool, flags: list[bool], named: list[tuple[str | None, bool]]
) -> set[str]:
    """The parameters of a function that hold something of the value in a call; `on`: its object does, `flags`: its
    arguments by position, `named`: by keyword."""
    params = [each.name for each in function.params if each.kind in ("pos", "any")]
    method = function.owner >= 0
    names = {params[0]} if method and on and params else set[str]()
    for number, reaches in enumerate(flags):
        if reaches and any(isinstance(each, f.Star) for each in node.args):
            names |= {each.name for each in function.params}
        elif reaches:
            names |= set(params[number + method : number + method + 1])
            names |= {each.name for each in function.params if each.kind == "star" and number + method >= len(params)}
    given = {each.name for each in function.params}
    rest = {each.name for each in function.params if each.kind == "kwargs"}
    for key, reaches in named:
        if reaches:
            names |= {key} if key in given else rest if key is not None else given
    return names


def maker_of(program: Program, ref: ClassRef) -> FunctionRef | None:
    """The project's `__init__` of a class, where that is all that makes its objects."""
    if any(program.resolver.method(ref, name) for name in ("__new__", "__post_init__")):
        return None
    return program.resolver.method(ref, "__init__")


def only_stores(program: Program, ref: ClassRef) -> bool:
    """Whether a class has no code of its own for making objects, and no base that may have some: a dataclass."""
    _, bases, complete = program.resolver.linearize(ref)
    own = any(program.resolver.method(ref, name) for name in ("__init__", "__new__", "__post_init__"))
    return complete and not own and _STORING.issuperset(bases)
