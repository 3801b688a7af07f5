"""Every call and every assignment of a module, with the scope that its names are read in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE, class_scope
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from samerun.program.modules import Module

_NOTHING: frozenset[str] = frozenset()


class CallSite(NamedTuple):
    """A call: the scope it stands in, names hidden there by comprehension targets, and its source slice."""

    scope: int
    hidden: frozenset[str]
    slice: Span
    call: f.Call


class Assignment(NamedTuple):
    """An assignment statement and the scope it stands in."""

    scope: int
    node: f.Bind


def bodies(facts: f.ModuleFacts) -> Iterator[tuple[int, list[f.Stmt]]]:
    """The statements of the module's top level, of each function and of each class, with their scope; no lambda's."""
    yield MODULE, facts.body
    for index, function in enumerate(facts.functions):
        if function.name != "<lambda>":
            yield index, function.body
    for index, cls in enumerate(facts.classes):
        yield class_scope(index), cls.body


class Sites:
    """The calls and assignments of one module, in source order within each scope."""

    def __init__(self, facts: f.ModuleFacts) -> None:
        self.calls: list[CallSite] = []
        self.assignments: list[Assignment] = []
        self._facts = facts
        self._scope = MODULE
        self._slice = Span(0, 0)
        self._hidden = _NOTHING
        for self._scope, body in bodies(facts):
            self._block(body)

    def at(self, span: Span) -> CallSite | None:
        """The call that stands at a span."""
        return self._by_span.get(span)

    @cached_property
    def _by_span(self) -> dict[Span, CallSite]:
        return {Span(site.call.start, site.call.end): site for site in reversed(self.calls)}

    def _block(self, body: list[f.Stmt]) -> None:
        for node in body:
            self._statement(node)

    def _statement(self, node: f.Stmt) -> None:
        if isinstance(node, f.Do):
            self._root(node.expr, node.start, node.end)
        elif isinstance(node, f.Bind):
            self.assignments.append(Assignment(self._scope, node))
            for part in (*node.targets, node.value):
                if part is not None:
                    self._root(part, node.start, node.end)
        elif isinstance(node, f.Return):
            if node.value is not None:
                self._root(node.value, node.start, node.end)
        elif isinstance(node, (f.Raise, f.Assert)):
            for part in node.parts:
                self._root(part, node.start, node.end)
        elif isinstance(node, f.Def):
            self._definition(self._facts.functions[node.function])
        elif isinstance(node, f.ClassDef):
            cls = self._facts.classes[node.index]
            for header in (*cls.decorators, *cls.bases, *(value for _, value in cls.keywords)):
                self._root(header.expr, header.start, header.end)
        else:
            for root, blocks in _parts(node):
                if root is not None:
                    self._root(root.expr, root.start, root.end)
                for block in blocks:
                    self._block(block)

    def _definition(self, function: f.Function) -> None:
        for root in (*function.decorators, *(param.default for param in function.params)):
            if root is not None:
                self._root(root.expr, root.start, root.end)

    def _root(self, node: f.Expr, start: int, end: int) -> None:
        self._slice = Span(start, end)
        self._expr(node)

    def _expr(self, node: f.Expr) -> None:
        while isinstance(node, f.Attr):
            node = node.value
        if isinstance(node, (f.Name, f.Const)):
            return
        if isinstance(node, f.Call):
            self.calls.append(CallSite(self._scope, self._hidden, self._slice, node))
            self._expr(node.func)
            for part in node.args:
                self._expr(part)
            for _, part in node.keywords:
                self._expr(part)
            return
        if isinstance(node, f.Comp):
            hidden = self._hidden
            for clause in node.clauses:
                self._hidden = self._hidden | frozenset(names_in(clause.target))
            for part in children(node):
                self._expr(part)
            self._hidden = hidden
            return
        if isinstance(node, f.Lambda):
            scope, self._scope = self._scope, node.function
            function = self._facts.functions[node.function]
            for param in function.params:
                if param.default is not None:
                    self._expr(param.default.expr)
            for statement in function.body:
                if isinstance(statement, f.Return) and statement.value is not None:
                    self._expr(statement.value)
            self._scope = scope
            return
        for part in children(node):
            self._expr(part)


def _parts(node: f.Stmt) -> Iterator[tuple[f.Root | None, list[list[f.Stmt]]]]:
    """The header expressions of a compound statement, each with the blocks that follow it."""
    if isinstance(node, (f.If, f.While)):
        yield node.test, [node.body, node.orelse]
    elif isinstance(node, f.For):
        yield node.iter, [node.body, node.orelse]
    elif isinstance(node, f.Try):
        yield None, [node.body, *(handler.body for handler in node.handlers), node.orelse, node.final]
    elif isinstance(node, f.With):
        for root, _ in node.items:
            yield root, []
        yield None, [node.body]
    elif isinstance(node, f.Match):
        yield node.subject, []
        for case in node.cases:
            yield case.guard, [case.body]


def statements(body: list[f.Stmt]) -> Iterator[f.Stmt]:
    """All statements of a block and of the blocks in it, in source order; not those of functions and classes."""
    for node in body:
        yield node
        for _, blocks in _parts(node):
            for block in blocks:
                yield from statements(block)


def last_name(func: f.Expr) -> str:
    """The last part of what a call calls; "" for anything but a name or attribute."""
    return func.attr if isinstance(func, f.Attr) else func.id if isinstance(func, f.Name) else ""


def arguments_of(call: f.Call) -> list[f.Expr]:
    """All arguments of a call, by position and by name."""
    return [*call.args, *(value for _, value in call.keywords)]


def children(node: f.Expr) -> list[f.Expr]:
    """The direct parts of an expression, in source order; a lambda's body is not among them."""
    parts = _CHILDREN.get(type(node))
    return parts(node) if parts is not None else []


def _of_comp(node: f.Comp) -> list[f.Expr]:
    return [*node.parts, *(part for c in node.clauses for part in (c.target, c.iter, *c.conditions))]


_CHILDREN: dict[type, Callable[[Any], list[f.Expr]]] = {
    f.Attr: lambda node: [node.value],
    f.Star: lambda node: [node.value],
    f.Walrus: lambda node: [node.value],
    f.Call: lambda node: [node.func, *node.args, *(value for _, value in node.keywords)],
    f.Binary: lambda node: [node.left, node.right],
    f.Item: lambda node: [node.value, node.index],
    f.Container: lambda node: [*(key for key in node.keys if key is not None), *node.values],
    f.FString: lambda node: node.parts,
    f.Opaque: lambda node: node.parts,
    f.Cond: lambda node: [node.body, node.test, node.orelse],
    f.Unary: lambda node: [node.operand],
    f.Comp: _of_comp,
    f.Yield: lambda node: [node.value] if node.value is not None else [],
}


def loops(facts: f.ModuleFacts) -> list[f.For]:
    """Every `for` statement of a module."""
    out: list[f.For] = []
    stack = [facts.body, *(function.body for function in facts.functions), *(cls.body for cls in facts.classes)]
    while stack:
        for node in stack.pop():
            if isinstance(node, f.For):
                out.append(node)
            if isinstance(node, (f.If, f.While, f.For, f.Try, f.With, f.Match)):
                stack += [block for _, blocks in _parts(node) for block in blocks]
    return out


def names_in(target: f.Expr) -> list[str]:
    """The names that a target binds."""
    if isinstance(target, f.Name):
        return [target.id]
    if isinstance(target, f.Container):
        return [name for item in target.values for name in names_in(item)]
    return names_in(target.value) if isinstance(target, f.Star) else []


def enclosing(module: Module, scope: int) -> str:
    """The qualified name of a scope; "" for the module."""
    if scope == MODULE:
        return ""
    if scope >= 0:
        return module.facts.functions[scope].qualname
    return module.facts.classes[-2 - scope].qualname
