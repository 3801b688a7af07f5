"""What an expression does with a value that is followed: passes it on, only looks at it, or lets it matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.catalog.schema import Callable
from samerun.index import facts as f
from samerun.program.fates.closeness import measures_error
from samerun.program.fates.closures import found
from samerun.program.fates.entered import maker_of, only_stores, parameters
from samerun.program.fates.gradients import is_network
from samerun.program.fates.looking import PURE, looks
from samerun.program.fates.made_here import maker
from samerun.program.fates.members import taken_of
from samerun.program.fates.roles import is_example, is_label
from samerun.program.fates.settings import asks_kind, is_option
from samerun.program.flow.outcome import LAYOUT, SHAPE_CALLS, SHAPES, SHOWING, TELLING
from samerun.program.flow.words import words
from samerun.program.reading import (
    called,
    counts,
    ends_in_place,
    is_stub,
    own_expressions,
    read,
    slice_of,
)
from samerun.program.sites import children, statements
from samerun.program.symbols import ClassRef, External, FunctionRef
from samerun.program.types import Instance
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice, Source
    from samerun.program.symbols import Symbol

_DEEP = 5  # calls of the project's functions, one in another, that a value is followed into
_MEASURES = SHAPES | {"size", "numel", "dim", "devices"} | LAYOUT
_ASKING = SHAPE_CALLS | LAYOUT | {"isinstance", "hasattr", "callable", "is_tensor", "array_equiv", "isclose"}
# Words of calls that may keep what they are given, so that it matters after them.
_KEEPING = frozenset({"learn", "update", "append", "add", "push", "store", "register", "observe", "insert", "set"})
# Words of those that show it in a picture.
_PICTURING = frozenset({"hist", "scatter", "bar", "imshow", "show", "contour", "contourf", "heatmap", "figure"})
_TELLING = (TELLING | _KEEPING | _PICTURING) - {"predict"}
_LOUD = frozenset({"streamer", "callbacks", "verbose"})
_IN_PLACE = frozenset({"fit", "partial_fit", "fit_transform", "fit_predict", "shuffle", "step", "reset", "seed"})


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
        reaches = self._expr(node, getattr(at, "start", self.module.size))
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
            return self.slice.asked(names, max(self.slice.depth, _DEEP - 1)).uses.value(node, at)
        except Matters:
            return True

    def _exprs(self, nodes: list[f.Expr], at: int) -> bool:
        found = [self._expr(each, at) for each in nodes]
        return any(found)

    def _expr(self, node: f.Expr, at: int) -> bool:
        if isinstance(node, f.Name):
            return node.id in self.slice.names
        if isinstance(node, f.Const):
            return False
        if isinstance(node, f.Attr):
            reaches = self._expr(node.value, at)
            if node.attr in _MEASURES:
                self.slice.checks += reaches
                return False
            return reaches and not is_option(self.slice, node)
        if isinstance(node, f.Call):
            return self._call(node, at)
        if isinstance(node, f.Comp):
            return self._comp(node, at)
        reaches = self._exprs(children(node), at)
        if isinstance(node, f.Binary) and reaches and asks_kind(self.slice, node):
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
        if not members or self._expr(node.index, at):
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
            drawn = self._expr(clause.iter, at)
            self.slice.bound(clause.target, drawn, clause.iter)
            reaches = reaches or (drawn and counts(clause.iter))  # by how many there are
            reaches = self._exprs(clause.conditions, at) or reaches
        reaches = self._exprs(node.parts, at) or reaches
        self.slice.names = before
        return reaches

    # --- calls ---------------------------------------------------------------------------------------

    def _call(self, node: f.Call, at: int) -> bool:
        name = called(node)
        on = self._expr(node.func.value, at) if isinstance(node.func, f.Attr) else self._expr(node.func, at)
        flags = [self._expr(each, at) for each in node.args]
        named = [(key, self._expr(value, at)) for key, value in node.keywords]
        if self.is_source(node):
            self._drawn(node, name, at)
            return True
        if not (on or any(flags) or any(reaches for _, reaches in named)):
            own = self.callee(node.func, at)
            return (
                isinstance(own, FunctionRef) and bool(found(self.slice, own)) and self._into(own, node, on, flags, [])
            )
        if name in _ASKING or looks(self.slice, node, name, at) or measures_error(node, self.slice.body):
            self.slice.checks += 1
            return False
        symbol = self.callee(node.func, at)
        if isinstance(symbol, External) and is_example(self.program.types.row(symbol), flags, named):
            self.slice.checks += 1
            return False
        if isinstance(symbol, External) and not on and is_label(self.program.types.row(symbol), flags, named):
            self.slice.checks += 1
            return False
        if isinstance(symbol, FunctionRef):
            return self._into(symbol, node, on, flags, named)
        if isinstance(symbol, ClassRef):
            return self._made(symbol, node, flags, named)
        if isinstance(symbol, External):
            return self._library(symbol, node, name)
        if name.endswith("_") and isinstance(node.func, f.Attr):
            if any(flags):
                self.slice.holds(node.func.value)
            return True
        if self._is_telling(name) and not (name in ("eval", "train") and not node.args):
            raise Matters
        given = any(flags) or any(reaches for _, reaches in named)
        known = name in PURE or is_network(self.slice, node.func) or (not given and self._is_part(node.func))
        self.slice.unseen |= not known
        return True

    def _is_part(self, node: f.Expr) -> bool:
        """Whether a name is bound to a part of an object, or to what a library that only computes has made."""
        if not isinstance(node, f.Name):
            return False
        bound = self.slice.bindings.get(node.id)
        return isinstance(bound, (f.Attr, f.Name)) or maker(self.slice, node).partition(".")[0] in libraries().computing

    def callee(self, func: f.Expr, at: int) -> Symbol | None:
        """What a call calls; an object of the project: its `forward`; a method of the object that is made: its own."""
        own = self._on_receiver(func)
        if own is not None and self.slice.owner is not None:
            method = self.program.resolver.method(self.slice.owner, own)
            if method is not None:
                return method
        symbol = self.program.types.callee(self.module, self.scope, func, at)
        if symbol is None:
            kind = self.program.types.of(self.module, self.scope, func, at)
            if isinstance(kind, Instance) and isinstance(kind.cls, ClassRef):
                return self.program.resolver.method(kind.cls, "forward")
            if isinstance(kind, Instance) and isinstance(kind.cls, str):
                return External(f"{kind.cls}.__call__")
        return symbol

    def _on_receiver(self, func: f.Expr) -> str | None:
        """`name` of `self.name`."""
        if isinstance(func, f.Attr) and isinstance(func.value, f.Name) and func.value.id == self.slice.receiver:
            return func.attr
        return None

    def _library(self, symbol: External, node: f.Call, name: str) -> bool:
        row = self.program.types.row(symbol)
        if isinstance(row, Callable) and row.benign == "message":
            if not self._is_direct(node):
                raise Matters
            self.slice.checks += 1
            return False
        root = symbol.name.partition(".")[0]
        if name == "log" and root in libraries().computing:
            return True
        if root in libraries().showing or (self._is_telling(name) and not symbol.name.startswith(libraries().fitting)):
            raise Matters
        self.slice.unseen |= root not in libraries().computing
        return True

    def _is_telling(self, name: str) -> bool:
        if name in ("save_for_backward", "set_grad_enabled"):
            return False
        return name in SHOWING or not _TELLING.isdisjoint(_said(name))

    def _drawn(self, node: f.Call, name: str, at: int) -> None:
        """The draw itself: what it changes besides what it gives."""
        symbol = self.callee(node.func, at)
        library = symbol.name if isinstance(symbol, External) else ""
        if self.slice.source is not None and (function := self.slice.source.returned) is not None:
            is_object = symbol is None or library.endswith(".__call__")
            same = {name, "forward" if is_object else name}
            self.slice.unseen |= symbol != function and self.program.function(function).name not in same
            self.members[id(node)] = list(self.slice.source.members)
            return
        if not isinstance(symbol, ClassRef) and any(key in _LOUD for key, _ in node.keywords):
            raise Matters
        if not library.startswith(libraries().fitting) and not TELLING.isdisjoint(_said(name)):
            raise Matters
        for key, value in node.keywords:
            if key == "out":
                self.slice.holds(value)
        name = (self.slice.source.name if self.slice.source is not None else "") or library.rpartition(".")[2] or name
        if not _is_in_place(name):
            return
        for each in node.args[: name == "shuffle" or ends_in_place(name)]:
            self.slice.holds(each)
        method = self.program.resolver.expr(self.module, self.scope, node.func, at) is None
        if isinstance(node.func, f.Attr) and method and name != "shuffle":
            self.slice.holds(node.func.value)

    def _into(
        self, ref: FunctionRef, node: f.Call, on: bool, flags: list[bool], named: list[tuple[str | None, bool]]
    ) -> bool:
        """Follow the value into a function of the project; whether what it returns depends on the value."""
        module = self.program.table.by_path[ref.path]
        function = module.facts.functions[ref.index]
        if self.slice.depth >= _DEEP or function.generator or is_stub(function):
            if self._is_telling(function.name):
                raise Matters
            self.slice.unseen = True
            return True
        names = parameters(function, node, on, flags, named)
        inner = self.slice.inner(module, ref.index)
        around = found(self.slice, ref)
        inner.outer = self.slice if around else None
        inner.owner = self.slice.owner if self._on_receiver(node.func) is not None else None
        return self._through(inner, names | around, node)

    def _made(self, ref: ClassRef, node: f.Call, flags: list[bool], named: list[tuple[str | None, bool]]) -> bool:
        """An object of a project class is made of the value: whether it holds something of it."""
        maker = maker_of(self.program, ref)
        if maker is None or self.slice.depth >= _DEEP:
            self.slice.unseen |= not only_stores(self.program, ref)
            return True
        module = self.program.table.by_path[maker.path]
        inner = self.slice.inner(module, maker.index)
        inner.owner = ref
        inner.follow(names=frozenset(parameters(self.program.function(maker), node, False, flags, named)))
        self._gone_through(inner)
        return inner.kept

    def _through(self, inner: Slice, names: set[str], node: f.Call) -> bool:
        inner.follow(names=frozenset(names))
        self._gone_through(inner)
        if inner.kept:
            target = node.func.value if isinstance(node.func, f.Attr) else node.func
            try:
                self.slice.holds(target)
            except Matters:
                self.slice.unseen = True
        self.members[id(node)] = inner.members or []
        return inner.returned

    def _gone_through(self, inner: Slice) -> None:
        self.slice.names = self.slice.names | inner.outward
        self.slice.unseen |= inner.unseen
        self.slice.thrown_away |= inner.thrown_away

    # --- what a name or statement is -----------------------------------------------------------------

    def only_tells(self, node: f.Stmt) -> bool:
        """Whether a statement only tells people something, or asserts."""
        if isinstance(node, f.Assert):
            return True
        if not (isinstance(node, f.Do) and isinstance(node.expr, f.Call)):
            return False
        call = node.expr
        symbol = self.program.types.callee(self.module, self.scope, call.func, node.start)
        if not (isinstance(symbol, External) and self._is_direct(call)):
            return False
        if symbol.name == "builtins.print":
            to = next((value for name, value in call.keywords if name == "file"), None)
            target = self.program.resolver.expr(self.module, self.scope, to, node.start) if to is not None else None
            return isinstance(target, External) and target.name == "sys.stderr"
        row = self.program.types.row(symbol)
        return isinstance(row, Callable) and row.benign == "message"

    def _is_direct(self, call: f.Call) -> bool:
        """Whether all that a message tells of the value is what was drawn itself, not what came of it: a metric."""
        names = {each for part in children(call) for each in read(part)} & self.slice.names
        return names <= self.slice.direct

    def is_dropped(self, call: f.Call) -> bool:
        """Whether all that comes of a call that is a statement of its own is what it returns."""
        symbol = self.callee(call.func, call.start)
        if isinstance(symbol, FunctionRef) and self.slice.depth < _DEEP:
            return True  # it was followed
        if isinstance(symbol, ClassRef) and self.slice.depth < _DEEP and maker_of(self.program, symbol) is not None:
            return True  # so was its `__init__`
        source = self.slice.source
        if source is None or not self.is_source(call):
            return False
        if source.returned is not None:
            return called(call) == self.program.function(source.returned).name
        plain = self.program.resolver.expr(self.module, self.scope, call.func, call.start)
        return isinstance(plain, (External, ClassRef)) or self.gives_nothing(call)

    def gives_nothing(self, node: f.Expr) -> bool:
        """Whether the draw itself is a call that is made for its effect: `random.shuffle(items)`, `model.fit(x, y)`."""
        if not (self.is_source(node) and isinstance(node, f.Call)):
            return False
        return self.slice.source is not None and _is_in_place(self.slice.source.name or called(node))


def _is_in_place(name: str) -> bool:
    return name in _IN_PLACE or ends_in_place(name)


def _said(name: str) -> set[str]:
    """The words of a call's name that say what it does: `train_test_split` trains nothing."""
    said = set(words(name))
    return said - {"train"} if "split" in said else said
