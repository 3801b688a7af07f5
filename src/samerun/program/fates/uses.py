"""What an expression does with a value that is followed: passes it on, only looks at it, or lets it matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable
from samerun.index import facts as f
from samerun.program.fates.gradients import checks_gradient
from samerun.program.fates.members import taken_of
from samerun.program.fates.settings import asks_kind, is_option
from samerun.program.flow.outcome import LAYOUT, SHAPES
from samerun.program.reading import (
    called,
    counts,
    own_expressions,
    read,
    slice_of,
)
from samerun.program.sites import children, statements
from samerun.program.symbols import External
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice, Source

DEEP = 5  # calls of the project's functions, one in another, that a value is followed into
_MEASURES = SHAPES | {"size", "numel", "dim", "devices"} | LAYOUT


class Matters(Exception):
    """The value reaches something, or that can't be told."""


class Uses:
    """Expressions of the scope of a slice."""

    def __init__(self, slice_: Slice) -> None:
        self.slice = slice_
        self.program, self.module, self.scope = slice_.program, slice_.module, slice_.scope
        self._whole = False
        self.members: dict[int, list[bool]] = {}

    def find(self, source: Source, body: list[f.Stmt]) -> None:
        """Look whether a source is a call; otherwise it is the whole of its statement (a loader that is gone through).

        Raises `Matters` where it isn't found at all.
        """
        stack = [part for node in statements(body) for part in own_expressions(node) if slice_of(node) == source.slice]
        self._whole = bool(stack)
        iterated: list[f.Call] = []
        while stack:
            node = stack.pop()
            if isinstance(node, f.Call) and (node.start, node.end) == source.span:
                self._whole = False
                return
            if isinstance(node, f.Call) and called(node) == "iter" and source.name == "__iter__":
                iterated.append(node)
            stack += children(node)
        if len(iterated) == 1 and self._whole:  # `next(iter(loader))`
            self.slice.source = source._replace(span=Span(iterated[0].start, iterated[0].end))
            self._whole = False
            return
        inside = source.slice.start <= source.span.start and source.span.end <= source.slice.end
        if not (self._whole and inside):
            raise Matters

    def is_source(self, node: f.Expr) -> bool:
        """Whether an expression is the call that the value comes from."""
        source = self.slice.source
        return source is not None and isinstance(node, f.Call) and (node.start, node.end) == source.span

    def value(self, node: f.Expr, at: f.Stmt | f.Root | None) -> bool:
        """Whether an expression's worth depends on the value; `at`: the slice it stands in. Raises `Matters`."""
        reaches = self.reached(node, getattr(at, "start", self.module.size))
        source = self.slice.source
        if self._whole and source is not None and (getattr(at, "start", -1), getattr(at, "end", -1)) == source.slice:
            return True
        return reaches

    def all_of(self, nodes: list[f.Expr], at: f.Stmt | f.Root | None) -> bool:
        """Whether any of several expressions depends on the value, having gone through all of them."""
        found = [self.value(each, at) for each in nodes]
        return any(found)

    def depends(self, node: f.Expr, at: f.Stmt | f.Root, names: set[str]) -> bool:
        """Whether an expression's worth depends on what `names` are bound to; what can't be told does."""
        try:
            return self.slice.asked(names, max(self.slice.depth, DEEP - 1)).uses.value(node, at)
        except Matters:
            return True

    def _exprs(self, nodes: list[f.Expr], at: int) -> bool:
        found = [self.reached(each, at) for each in nodes]
        return any(found)

    def reached(self, node: f.Expr, at: int) -> bool:
        """The same, where the offset is given at which the slice begins that it stands in."""
        if isinstance(node, f.Name):
            return node.id in self.slice.names
        if isinstance(node, f.Const):
            return False
        if isinstance(node, f.Attr):
            reaches = self.reached(node.value, at)
            if node.attr in _MEASURES:
                self.slice.checks += reaches
                return False
            return reaches and not is_option(self.slice, node)
        if isinstance(node, f.Call):
            return self.slice.calls.call(node, at)
        if isinstance(node, f.Comp):
            return self._comp(node, at)
        reaches = self._exprs(children(node), at)
        if isinstance(node, f.Binary) and reaches and asks_kind(self.slice, node):
            return False
        if isinstance(node, f.Binary) and reaches and checks_gradient(node):
            self.slice.checks += 1
            return False
        if isinstance(node, f.Item) and reaches:
            return self._member(node, at)
        if isinstance(node, f.Binary) and node.op in ("is", "is not"):
            return False
        if isinstance(node, f.Walrus) and reaches:
            self.slice.names = self.slice.names | {node.name}
        if isinstance(node, f.Yield) and reaches:
            raise Matters
        return reaches

    def _member(self, node: f.Item, at: int) -> bool:
        """Whether a member, or some of them, of a tuple that a call returns is of the value: `vae(x)[1:]`."""
        members = self.members.get(id(node.value), [])
        if not members or self.reached(node.index, at):
            return True
        taken = taken_of(node.index, members)
        if isinstance(taken, list):
            self.members[id(node)] = taken
            return any(taken)
        return taken is not False

    def _comp(self, node: f.Comp, at: int) -> bool:
        before = self.slice.names
        reaches = False
        for clause in node.clauses:
            drawn = self.reached(clause.iter, at)
            self.slice.bound(clause.target, drawn, clause.iter)
            reaches = reaches or (drawn and counts(clause.iter))  # by how many there are
            reaches = self._exprs(clause.conditions, at) or reaches
        reaches = self._exprs(node.parts, at) or reaches
        self.slice.names = before
        return reaches

    def only_tells(self, node: f.Stmt) -> bool:
        """Whether a statement only tells people something, or asserts."""
        if isinstance(node, f.Assert):
            return True
        if not (isinstance(node, f.Do) and isinstance(node.expr, f.Call)):
            return False
        call = node.expr
        symbol = self.program.types.callee(self.module, self.scope, call.func, node.start)
        if not (isinstance(symbol, External) and self.is_direct(call)):
            return False
        if symbol.name == "builtins.print":
            to = next((value for name, value in call.keywords if name == "file"), None)
            target = self.program.resolver.expr(self.module, self.scope, to, node.start) if to is not None else None
            return isinstance(target, External) and target.name == "sys.stderr"
        row = self.program.types.row(symbol)
        return isinstance(row, Callable) and row.benign == "message"

    def is_direct(self, call: f.Call) -> bool:
        """Whether all that a message tells of the value is what was drawn itself, not what came of it: a metric."""
        names = {each for part in children(call) for each in read(part)} & self.slice.names
        return names <= self.slice.direct
