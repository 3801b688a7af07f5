"""What a call does with a value that is followed: the draw, the project's functions, libraries, and what isn't seen."""

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
from samerun.program.fates.roles import is_example, is_label, makes
from samerun.program.fates.uses import DEEP, Matters
from samerun.program.flow.outcome import LAYOUT, SHAPE_CALLS, SHOWING, TELLING
from samerun.program.flow.words import words
from samerun.program.reading import called, ends_in_place, is_stub
from samerun.program.symbols import ClassRef, External, FunctionRef
from samerun.program.types import Instance

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice
    from samerun.program.symbols import Symbol

_ASKING = SHAPE_CALLS | LAYOUT | {"isinstance", "hasattr", "callable", "is_tensor", "array_equiv", "isclose"}
# Words of calls that may keep what they are given, so that it matters after them.
_KEEPING = frozenset({"learn", "update", "append", "add", "push", "store", "register", "observe", "insert", "set"})
# Words of those that show it in a picture.
_PICTURING = frozenset({"hist", "scatter", "bar", "imshow", "show", "contour", "contourf", "heatmap", "figure"})
_TELLING = (TELLING | _KEEPING | _PICTURING) - {"predict"}
_LOUD = frozenset({"streamer", "callbacks", "verbose"})
# Operations in place that leave a constant, whatever was there.
_LEVELLING = frozenset({"zero_", "zeros_", "ones_", "fill_", "constant_"})
# Methods of a class, which ask nothing of the object that they are called on.
_OF_CLASS = frozenset({"from_pretrained", "from_config"})
_IN_PLACE = frozenset({"fit", "partial_fit", "fit_transform", "fit_predict", "shuffle", "step", "reset", "seed"})


class Calls:
    """Calls in the scope of a slice."""

    def __init__(self, slice_: Slice) -> None:
        self.slice = slice_
        self.program, self.module, self.scope = slice_.program, slice_.module, slice_.scope

    def call(self, node: f.Call, at: int) -> bool:
        """Whether what a call gives depends on the value; `at`: where the slice begins that it stands in."""
        name = called(node)
        uses = self.slice.uses
        on = uses.reached(node.func.value if isinstance(node.func, f.Attr) else node.func, at)
        flags = [uses.reached(each, at) for each in node.args]
        named = [(key, uses.reached(value, at)) for key, value in node.keywords]
        if uses.is_source(node):
            self._drawn(node, name, at)
            return True
        if not (on or any(flags) or any(reaches for _, reaches in named)):
            own = self.callee(node.func, at)
            return (
                isinstance(own, FunctionRef) and bool(found(self.slice, own)) and self._into(own, node, on, flags, [])
            )
        if name in _LEVELLING and not any(flags[not on and name != "fill_" :]) and not any(dict(named).values()):
            return False
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
        if name in _OF_CLASS and not any(flags) and not any(dict(named).values()):
            return False
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
        known = known or maker(self.slice, node.func).startswith(libraries().networks)
        known = known or (on and self.slice.layers and isinstance(node.func, f.Name))
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
            if not self.slice.uses.is_direct(node):
                raise Matters
            self.slice.checks += 1
            return False
        root = symbol.name.partition(".")[0]
        if name == "log" and root in libraries().computing:
            return True
        if root in libraries().showing or (self._is_telling(name) and not symbol.name.startswith(libraries().fitting)):
            raise Matters
        network = symbol.name.endswith(".__call__") and symbol.name.startswith(libraries().networks)
        self.slice.unseen |= not (root in libraries().computing or network or makes(row))
        return True

    def _is_telling(self, name: str) -> bool:
        if name in ("save_for_backward", "set_grad_enabled"):
            return False
        return name in SHOWING or not _TELLING.isdisjoint(_said(name))

    def _drawn(self, node: f.Call, name: str, at: int) -> None:
        """The draw itself: what it changes besides what it gives."""
        symbol = self.callee(node.func, at)
        library = symbol.name if isinstance(symbol, External) else ""
        self.slice.layers = bool(library) and self.program.catalog.is_a(library, "torch.nn.Module")
        if self.slice.source is not None and (function := self.slice.source.returned) is not None:
            is_object = symbol is None or library.endswith(".__call__")
            same = {name, "forward" if is_object else name}
            maker = isinstance(symbol, External) and makes(self.program.types.row(symbol))
            maker = maker or (isinstance(symbol, ClassRef) and maker_of(self.program, symbol) == function)
            self.slice.unseen |= not maker and symbol != function and self.program.function(function).name not in same
            self.slice.uses.members[id(node)] = list(self.slice.source.members)
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
        if self.slice.depth >= DEEP or function.generator or is_stub(function):
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
        if maker is None or self.slice.depth >= DEEP:
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
        self.slice.uses.members[id(node)] = inner.members or []
        return inner.returned

    def _gone_through(self, inner: Slice) -> None:
        self.slice.names = self.slice.names | inner.outward
        self.slice.unseen |= inner.unseen
        self.slice.thrown_away |= inner.thrown_away

    def is_dropped(self, call: f.Call) -> bool:
        """Whether all that comes of a call that is a statement of its own is what it returns."""
        symbol = self.callee(call.func, call.start)
        if isinstance(symbol, FunctionRef) and self.slice.depth < DEEP:
            return True  # it was followed
        if isinstance(symbol, ClassRef) and self.slice.depth < DEEP and maker_of(self.program, symbol) is not None:
            return True  # so was its `__init__`
        source = self.slice.source
        if source is None or not self.slice.uses.is_source(call):
            return False
        if source.returned is not None:
            return called(call) == self.program.function(source.returned).name
        plain = self.program.resolver.expr(self.module, self.scope, call.func, call.start)
        return isinstance(plain, (External, ClassRef)) or self.gives_nothing(call)

    def gives_nothing(self, node: f.Expr) -> bool:
        """Whether the draw itself is a call that is made for its effect: `random.shuffle(items)`, `model.fit(x, y)`."""
        if not (self.slice.uses.is_source(node) and isinstance(node, f.Call)):
            return False
        return self.slice.source is not None and _is_in_place(self.slice.source.name or called(node))


def _said(name: str) -> set[str]:
    """The words of a call's name that say what it does: `train_test_split` trains nothing."""
    said = set(words(name))
    return said - {"train"} if "split" in said else said


def _is_in_place(name: str) -> bool:
    return name in _IN_PLACE or ends_in_place(name)
