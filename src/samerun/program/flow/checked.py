"""Draws that only a check or a trace sees: random inputs whose results are compared, looked at for shape, thrown away.

A local slice forward: from the names that a draw is bound to, through plain assignments of the same scope, to every
use. Where all of them end in assertions, comparisons, shapes, or calls that only look at how a model computes
(`torch.jit.trace`), the numbers drawn change no result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable
from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.outcome import SHAPE_CALLS, SHAPES, SHOWING, TELLING
from samerun.program.flow.unused import own_expressions
from samerun.program.flow.words import words
from samerun.program.sites import children, names_in, statements
from samerun.program.symbols import External

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.modules import Module
    from samerun.program.program import Program

# Words of calls that may keep what they are given, so that it matters after them.
_KEEPING = frozenset({"learn", "update", "append", "add", "push", "store", "register", "observe", "insert", "set"})

_LOOKING = frozenset({"profile", "trace", "warmup", "flops", "macs"})


def only_checked(program: Program, place: Place) -> bool:
    """Whether what is drawn at a place is seen by checks and traces alone."""
    module = program.table.by_path[place.path]
    if place.scope < MODULE:
        return False
    body = module.facts.functions[place.scope].body if place.scope >= 0 else module.facts.body
    slices = list(statements(body))
    own = next((node for node in slices if _slice_of(node) == place.slice), None)
    follow = _Slice(program, module, place)
    if own is None or not follow.start(own):
        return False
    size = -1
    while size != len(follow.tainted):
        size = len(follow.tainted)
        if not all(follow.harmless(node) for node in slices if node is not own):
            return False
    return follow.checks > 0 and not _read_elsewhere(module, place.scope, follow.tainted)


class _Slice:
    """The names that hold something of a draw, in one scope."""

    def __init__(self, program: Program, module: Module, place: Place) -> None:
        self.program = program
        self.module = module
        self.place = place
        self.tainted: set[str] = set()
        self.checks = 0

    def start(self, node: f.Stmt) -> bool:
        """Begin with the statement that draws; False where it does more than to bind names or to check."""
        if isinstance(node, f.Bind):
            names = [name for target in node.targets for name in names_in(target)]
            plain = all(isinstance(target, (f.Name, f.Container)) for target in node.targets)
            self.tainted = set(names)
            return plain and bool(names) and node.value is not None and self._quiet(node.value, node.start)
        if isinstance(node, f.For):  # a data loader that is gone through
            self.tainted = set(names_in(node.target))
            return bool(self.tainted) and self._quiet(node.iter.expr, node.iter.start)
        if isinstance(node, f.Assert) or (isinstance(node, f.Do) and _asserts(node.expr)):
            self.checks += 1
            return True
        return False

    def harmless(self, node: f.Stmt) -> bool:
        """Whether a statement does no more with the drawn than to pass it on under a name, or to check it."""
        if isinstance(node, f.Bind):
            if node.value is None or not self._reaches(node.value, node.start):
                return all(isinstance(each, f.Name) or not self._reaches(each, node.start) for each in node.targets)
            if node.op or not all(isinstance(target, (f.Name, f.Container)) for target in node.targets):
                return False
            self.tainted |= {name for target in node.targets for name in names_in(target)}
            return self._quiet(node.value, node.start)
        parts = own_expressions(node)
        if not any(self._mentions(each) for each in parts):
            return True
        if isinstance(node, f.Assert) or (isinstance(node, f.Do) and _asserts(node.expr)):
            self.checks += 1
            return True
        if isinstance(node, f.Do) and not self._reaches(node.expr, node.start):
            return True
        if isinstance(node, f.Do) and isinstance(node.expr, f.Call) and _name(node.expr) in SHOWING:
            return not any(self._reaches(each, node.start) for each in node.expr.args)
        return not any(self._reaches(each, getattr(node, "start", 0)) for each in parts)

    def _mentions(self, node: f.Expr) -> bool:
        if isinstance(node, f.Name):
            return node.id in self.tainted
        return any(self._mentions(each) for each in children(node))

    def _reaches(self, node: f.Expr, offset: int) -> bool:
        """Whether an expression's worth depends on the drawn; shapes, verdicts of comparisons and traces don't."""
        if isinstance(node, f.Name):
            return node.id in self.tainted
        if isinstance(node, f.Attr) and node.attr in SHAPES:
            return self._seen(node)
        if isinstance(node, f.Call) and (_name(node) in SHAPE_CALLS or self._traces(node, offset)):
            return self._seen(node)
        return any(self._reaches(each, offset) for each in children(node))

    def _seen(self, node: f.Expr) -> bool:
        self.checks += self._mentions(node)
        return False

    def _quiet(self, node: f.Expr, offset: int) -> bool:
        """Whether no call of an expression that takes the drawn may train on it, show it or keep it."""
        keeps = isinstance(node, f.Call) and not (TELLING | _KEEPING).isdisjoint(words(_name(node)))
        if keeps and any(self._reaches(each, offset) for each in children(node)):
            return False
        return all(self._quiet(each, offset) for each in children(node))

    def _traces(self, node: f.Call, offset: int) -> bool:
        """Whether a call only looks at how something is computed: the catalog says so, or its name does."""
        if not _LOOKING.isdisjoint(words(_name(node))) or any(name == "profile" for name, _ in node.keywords):
            return True
        symbol = self.program.resolver.expr(self.module, self.place.scope, node.func, offset)
        row = self.program.types.row(symbol) if isinstance(symbol, External) else None
        return isinstance(row, Callable) and row.benign == "trace"


def _slice_of(node: f.Stmt) -> tuple[int, int]:
    if isinstance(node, f.For):
        return node.iter.start, node.iter.end
    return getattr(node, "start", -1), getattr(node, "end", -1)


def _name(node: f.Call) -> str:
    return node.func.attr if isinstance(node.func, f.Attr) else getattr(node.func, "id", "")


def _asserts(node: f.Expr) -> bool:
    """`torch.testing.assert_close(…)`, `self.assertEqual(…)`"""
    return isinstance(node, f.Call) and _name(node).startswith("assert")


def _read_elsewhere(module: Module, scope: int, names: set[str]) -> bool:
    """Whether functions below a scope read one of its names: what they do with it isn't followed."""
    for index, function in enumerate(module.facts.functions):
        if scope != MODULE and function.parent != scope:
            continue
        for node in statements(function.body):
            for name in names.intersection(name for part in own_expressions(node) for name in _read(part)):
                found = module.scopes.find(index, name)
                if found is None or found[0] == scope:
                    return True
    return False


def _read(node: f.Expr) -> Iterator[str]:
    if isinstance(node, f.Name):
        yield node.id
    for each in children(node):
        yield from _read(each)
