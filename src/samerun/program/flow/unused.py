"""Draws whose value reaches no result: it is only told to people, asserted upon, or measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from samerun.catalog.schema import Callable, Class
from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.sites import children, statements
from samerun.program.symbols import ClassRef, External

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place
    from samerun.program.modules import Module
    from samerun.program.program import Program

# What an array has of whatever values.
_MEASURES = frozenset({"shape", "ndim", "dtype", "size", "device", "numel", "dim"})
# Functions and methods that give a number of what they are handed, and do nothing else.
_PURE = frozenset({"sum", "abs", "mean", "pow", "sqrt", "norm", "max", "min", "len", "float", "parameters", "square"})
_LINKS = 3


def reaches_nothing(program: Program, place: Place) -> bool:
    """Whether the value that is drawn at `place` is seen to reach no result in the scope where it is drawn."""
    module = program.table.by_path[place.path]
    if place.scope < MODULE:
        return False
    body = module.facts.functions[place.scope].body if place.scope >= 0 else module.facts.body
    scope = _Scope(program, module, place.scope)
    for node in statements(body):
        if isinstance(node, f.If) and (node.test.start, node.test.end) == place.slice:
            return all(scope.only_tells(each) for each in (*node.body, *node.orelse))
        if not isinstance(node, (f.Do, f.Bind, f.Assert)) or (node.start, node.end) != place.slice:
            continue
        if isinstance(node, f.Bind):
            return _whole_value(node, place) and scope.never_matters(node, body)
        return scope.only_tells(node)
    return False


def _whole_value(node: f.Bind, place: Place) -> bool:
    """Whether what is bound to one name is the drawn value itself: `x = draw()`."""
    call = node.value
    return (
        len(node.targets) == 1
        and isinstance(node.targets[0], f.Name)
        and not node.op
        and isinstance(call, f.Call)
        and (call.start, call.end) == place.span
    )


class _Scope:
    """The statements of one scope, asked for what they do with a name."""

    def __init__(self, program: Program, module: Module, scope: int) -> None:
        self.program, self.module, self.scope = program, module, scope

    def only_tells(self, node: f.Stmt) -> bool:
        """Whether a statement only tells people something, or asserts."""
        if isinstance(node, f.Assert):
            return True
        return isinstance(node, f.Do) and isinstance(node.expr, f.Call) and self._tells(node.expr, node.start)

    def _tells(self, call: f.Call, where: int) -> bool:
        symbol = self.program.types.callee(self.module, self.scope, call.func, where)
        if not isinstance(symbol, External):
            return False
        if symbol.name == "builtins.print":
            to = next((value for name, value in call.keywords if name == "file"), None)
            target = self.program.resolver.expr(self.module, self.scope, to, where) if to is not None else None
            return isinstance(target, External) and target.name == "sys.stderr"
        row = self.program.types.row(symbol)
        return isinstance(row, Callable) and row.benign == "message"

    def never_matters(self, bind: f.Bind, body: list[f.Stmt], links: int = 0) -> bool:
        """Whether the name that is bound is only told, asserted upon or measured, here and in no other scope.

        It may be computed with, too, for a name of which the same holds; `links`: how many such names lie before.
        """
        target = bind.targets[0]
        assert isinstance(target, f.Name)
        name = target.id
        for index, function in enumerate(self.module.facts.functions):
            if index == self.scope or not any(_reads(part, name) for part in _expressions(function.body)):
                continue
            found = self.module.scopes.find(index, name)
            if found is None or found[0] == self.scope:
                return False
        if self.scope != MODULE and any(
            isinstance(node, f.Scoping) and name in node.names for node in statements(body)
        ):
            return False
        if self.scope == MODULE and all(run.entry.path != self.module.path for run in self.program.runs):
            return False
        others = [node for node in statements(_until_bound_again(bind, body, name)) if node is not bind]
        used = [node for node in others if any(_mentions(part, name) for part in own_expressions(node))]
        return (bool(used) or links > 0 or self._made_in_vain(bind, body)) and all(
            self.only_tells(node)
            or self._shows_structure(node, bind, name)
            or not any(_reads(part, name) for part in own_expressions(node))
            or (links < _LINKS and _computes(node) and self.never_matters(node, body, links + 1))
            for node in used
        )

    def _shows_structure(self, node: f.Stmt, bind: f.Bind, name: str) -> bool:
        """`print(model)`: the layers of a module, the same whatever their weights are."""
        call = node.expr if isinstance(node, f.Do) else None
        if not (isinstance(call, f.Call) and isinstance(bind.value, f.Call) and not call.keywords):
            return False
        symbol = self.program.types.callee(self.module, self.scope, call.func, call.start)
        made = self.program.types.callee(self.module, self.scope, bind.value.func, bind.start)
        if not (isinstance(symbol, External) and symbol.name == "builtins.print" and self._is_module(made)):
            return False
        return all(isinstance(arg, f.Name) or not _reads(arg, name) for arg in call.args)

    def _is_module(self, made: object) -> bool:
        if isinstance(made, ClassRef):
            bases = self.program.resolver.linearize(made)[1]
        else:
            bases = [made.name] if isinstance(made, External) else []
        return any(self.program.catalog.is_a(base, "torch.nn.Module") for base in bases)

    def _made_in_vain(self, bind: f.Bind, body: list[f.Stmt]) -> bool:
        """Whether an object is made at the top of a file and dropped, or never looked at: a layer drew its weights."""
        if self.scope != MODULE or all(node is not bind for node in body) or not isinstance(bind.value, f.Call):
            return False
        symbol = self.program.types.callee(self.module, self.scope, bind.value.func, bind.start)
        return isinstance(symbol, ClassRef) or (
            isinstance(symbol, External) and isinstance(self.program.types.row(symbol), Class)
        )


def _computes(node: f.Stmt) -> TypeGuard[f.Bind]:
    """Whether a statement only computes a number for one name: `penalty = rate * sum(p.abs() for p in parts)`."""
    return (
        isinstance(node, f.Bind)
        and len(node.targets) == 1
        and isinstance(node.targets[0], f.Name)
        and not node.op
        and node.value is not None
        and _is_pure(node.value)
    )


def _is_pure(node: f.Expr) -> bool:
    if isinstance(node, f.Call):
        name = node.func.attr if isinstance(node.func, f.Attr) else getattr(node.func, "id", "")
        return name in _PURE and all(_is_pure(part) for part in children(node))
    return not isinstance(node, (f.Walrus, f.Yield)) and all(_is_pure(part) for part in children(node))


def _until_bound_again(bind: f.Bind, body: list[f.Stmt], name: str) -> list[f.Stmt]:
    """The statements of a scope, up to the one beside `bind` that gives its name another value."""
    start = next((number for number, node in enumerate(body) if node is bind), None)
    if start is None:
        return body
    for number, node in enumerate(body[start + 1 :], start + 1):
        if (
            isinstance(node, f.Bind)
            and not node.op
            and any(isinstance(t, f.Name) and t.id == name for t in node.targets)
        ):
            return body[start : number + 1]
    return body


def _expressions(body: list[f.Stmt]) -> list[f.Expr]:
    return [part for node in statements(body) for part in own_expressions(node)]


def own_expressions(node: f.Stmt) -> list[f.Expr]:
    """The expressions that stand in a statement itself, not in its blocks."""
    if isinstance(node, f.Do):
        return [node.expr]
    if isinstance(node, f.Bind):
        stored = [each for each in node.targets if not isinstance(each, f.Name)]
        return [*stored, *([node.value] if node.value is not None else []), *(node.targets if node.op else [])]
    if isinstance(node, f.Return):
        return [node.value] if node.value is not None else []
    if isinstance(node, (f.Raise, f.Assert)):
        return node.parts
    if isinstance(node, (f.If, f.While)):
        return [node.test.expr]
    if isinstance(node, f.For):
        return [node.iter.expr]
    if isinstance(node, f.With):
        return [root.expr for root, _ in node.items]
    if isinstance(node, f.Match):
        return [node.subject.expr, *(case.guard.expr for case in node.cases if case.guard is not None)]
    return []


def _reads(node: f.Expr, name: str) -> bool:
    """Whether an expression uses a name for more than its measures."""
    if isinstance(node, f.Name):
        return node.id == name
    if isinstance(node, f.Attr) and node.attr in _MEASURES:
        return not isinstance(node.value, f.Name) and _reads(node.value, name)
    if isinstance(node, f.Comp) and _measures_parameters(node):
        return False
    return any(_reads(part, name) for part in children(node))


def _measures_parameters(node: f.Comp) -> bool:
    """`p.numel() for p in model.parameters()`"""
    if len(node.clauses) != 1 or len(node.parts) != 1:
        return False
    clause, part = node.clauses[0], node.parts[0]
    source = clause.iter.func if isinstance(clause.iter, f.Call) and not clause.iter.args else None
    parameters = isinstance(source, f.Attr) and source.attr == "parameters"
    return parameters and isinstance(clause.target, f.Name) and not _reads(part, clause.target.id)


def _mentions(node: f.Expr, name: str) -> bool:
    return (isinstance(node, f.Name) and node.id == name) or any(_mentions(part, name) for part in children(node))
