"""Functions that are defined in a scope and called there alone: their calls are followed with what they find around
them, so that a loop in one is no other than a loop in the scope itself. Those of a notebook are such functions too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.reading import calls_in, own_expressions, read
from samerun.program.sites import bodies, statements

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice
    from samerun.program.modules import Module
    from samerun.program.symbols import FunctionRef


def found(scope: Slice, ref: FunctionRef) -> set[str]:
    """Of the names of a scope that hold something of the value, those that a function of its own finds around it."""
    if scope.asking or ref.path != scope.module.path or not only_called(scope.module, scope.scope, ref.index):
        return set()
    where = {name: scope.module.scopes.find(ref.index, name) for name in scope.names}
    return {name for name, each in where.items() if each is not None and each[0] == scope.scope}


def read_elsewhere(module: Module, scope: int, names: set[str]) -> bool:
    """Whether functions below a scope read one of its names where no call of this scope is followed into them."""
    for index, function in enumerate(module.facts.functions):
        if scope != MODULE and function.parent != scope:
            continue
        for node in statements(function.body):
            for name in names.intersection(name for part in own_expressions(node) for name in read(part)):
                found = module.scopes.find(index, name)
                if (found is None or found[0] == scope) and not only_called(module, scope, index):
                    return True
    return False


def only_called(module: Module, scope: int, index: int) -> bool:
    """Whether a scope defines a function for its own calls: nothing else reads its name, or decorates it."""
    function = module.facts.functions[index]
    own = function.parent == scope and function.owner < 0 and (scope != MODULE or module.kind == "notebook")
    if not own or function.name == "<lambda>" or function.decorators or function.generator or function.coroutine:
        return False
    if any(isinstance(node, f.Scoping) for node in statements(function.body)):
        return False
    name = function.name
    for here, body in bodies(module.facts):
        count = sum(each == name for node in statements(body) for part in own_expressions(node) for each in read(part))
        if here != scope:
            found = module.scopes.find(here, name) if count else None
            if found is not None and found[0] == scope:
                return False
            continue
        calls = sum(isinstance(each.func, f.Name) and each.func.id == name for each in calls_in(body))
        if count != calls:
            return False
    return True
