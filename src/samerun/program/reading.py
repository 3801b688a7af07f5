"""What a statement reads, calls and binds by itself, apart from the blocks in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.sites import children, last_name, names_in, statements

if TYPE_CHECKING:
    from collections.abc import Iterator


def called(node: f.Call) -> str:
    """The last name of what a call calls."""
    return last_name(node.func)


def counts(node: f.Expr) -> bool:
    """Whether how often a loop over an expression turns is what it was given: `range(x)`."""
    return isinstance(node, f.Call) and called(node) == "range"


def ends_in_place(name: str) -> bool:
    """Whether a name is that of an operation in place, as PyTorch writes them: `normal_`."""
    return name.endswith("_") and not name.endswith("__")


def is_stub(function: f.Function) -> bool:
    """Whether a function only stands for those that override it: it has no body, or raises."""
    return all(
        isinstance(node, f.Raise) or (isinstance(node, f.Do) and isinstance(node.expr, f.Const))
        for node in function.body
    )


def slice_of(node: f.Stmt) -> tuple[int, int]:
    """The slice that a statement's own expressions stand in."""
    if isinstance(node, f.For):
        return node.iter.start, node.iter.end
    if isinstance(node, (f.If, f.While)):
        return node.test.start, node.test.end
    if isinstance(node, f.With) and node.items:
        return node.items[0][0].start, node.items[0][0].end
    return getattr(node, "start", -1), getattr(node, "end", -1)


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


def calls_in(body: list[f.Stmt]) -> Iterator[f.Call]:
    """The calls of a block."""
    return (node for node in parts_in(body) if isinstance(node, f.Call))


def parts_in(body: list[f.Stmt]) -> Iterator[f.Expr]:
    """Every expression of a block, whole ones and what is in them."""
    for node in statements(body):
        for part in own_expressions(node):
            yield from parts_of(part)


def parts_of(node: f.Expr) -> Iterator[f.Expr]:
    """An expression, and all that is in it."""
    stack = [node]
    while stack:
        part = stack.pop()
        yield part
        stack += children(part)


def bound_by(node: f.Stmt) -> set[str]:
    """The names that an assignment or a loop binds itself, apart from the blocks in it."""
    targets = node.targets if isinstance(node, f.Bind) else [node.target] if isinstance(node, f.For) else []
    return {name for each in targets for name in names_in(each)}


def bound_in(body: list[f.Stmt]) -> set[str]:
    """The names that a block binds by assignments and loops."""
    return {name for node in statements(body) for name in bound_by(node)}


def read(node: f.Expr) -> Iterator[str]:
    """The names that an expression reads; those that a comprehension binds are its own."""
    if isinstance(node, f.Name):
        yield node.id
    if isinstance(node, f.Comp) and node.clauses:
        own = {name for clause in node.clauses for name in names_in(clause.target)}
        yield from read(node.clauses[0].iter)
        yield from (name for each in children(node) for name in read(each) if name not in own)
        return
    for each in children(node):
        yield from read(each)


def read_below(below: list[f.Stmt], bound: set[str]) -> bool:
    """Whether one of several statements, in their order, reads one of the names before it is bound anew."""
    left = set(bound)
    for node in below:
        if left & {name for part in own_expressions(node) for name in read(part)}:
            return True
        left -= bound_by(node)
    return False
