"""Calls in the walk for JAX keys: what uses a key up, what calls a function it is given, and project functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable, spellings
from samerun.catalog.schema import Class as CatalogClass
from samerun.index import facts as f
from samerun.program.arguments import positional
from samerun.program.keys.domain import (
    Class,
    Constant,
    Function,
    Library,
    Partial,
    Row,
    Step,
    Table,
    Token,
    Value,
    Wrapped,
    Zipped,
)
from samerun.program.sites import arguments_of
from samerun.program.symbols import ClassRef, External, FunctionRef

if TYPE_CHECKING:
    from samerun.catalog.schema import Applies
    from samerun.program.keys.domain import State
    from samerun.program.keys.walk import Walk

DEEPEST = 8
_SIDE_BY_SIDE = frozenset({"builtins.zip", "builtins.enumerate"})
_SAME = frozenset({"builtins.list", "builtins.tuple"})
_READS = frozenset({"get", "items", "keys", "values", "copy", "index", "count"})
_HARMLESS = frozenset({"builtins.print", "builtins.len", "builtins.range", "builtins.isinstance", "builtins.type"})


class Given:
    """The arguments of one call; `open` where a star may hand over more than can be seen."""

    __slots__ = ("keywords", "node", "open", "values")

    def __init__(self, values: list[Value], keywords: dict[str, Value], node: f.Call, open_: bool = False) -> None:
        self.values, self.keywords, self.node, self.open = values, keywords, node, open_

    def everything(self) -> list[Value]:
        return [*self.values, *self.keywords.values()]

    def bind(self, params: list[str]) -> dict[str, Value]:
        """By the parameters of a catalog row."""
        known = spellings(params)
        named = {known.get(name, name): value for name, value in self.keywords.items()}
        return {**dict(zip(positional(params), self.values, strict=False)), **named}


class Calls:
    """Calls of the current frame."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._running: list[FunctionRef] = []

    def __call__(self, node: f.Call) -> Value:
        receiver, func = self._callee(node)
        values = [self.walk.value(arg.value if isinstance(arg, f.Star) else arg) for arg in node.args]
        stars = [number for number, arg in enumerate(node.args) if isinstance(arg, f.Star)]
        keywords = {name: self.walk.value(value) for name, value in node.keywords if name is not None}
        mappings = [self.walk.value(value) for name, value in node.keywords if name is None]
        given = Given(values[: stars[0]] if stars else values, keywords, node, bool(stars or mappings))
        result = self.call(func, given)
        if receiver is not None and not isinstance(func, Function):
            self.walk.value.let_go([receiver])
        self.walk.value.let_go([*values[len(given.values) :], *mappings])
        return result

    def _callee(self, node: f.Call) -> tuple[Value | None, Value]:
        """The receiver of a method's call, and what is called."""
        walk, frame = self.walk, self.walk.frame
        if isinstance(node.func, f.Name):
            known = walk.value.local(node.func.id)
            if known is not None and not isinstance(known, Token):
                return None, known
            kind = walk.program.types.of(frame.module, frame.scope, node.func, walk.slice.start)
            if kind is not None and isinstance(kind.cls, str):
                return None, Library(f"{kind.cls}.__call__")
            return None, known if known is not None else walk.value(node.func)
        if not isinstance(node.func, f.Attr):
            return None, walk.value(node.func)
        if not isinstance(node.func.value, (f.Name, f.Attr)):  # evaluated once, as it may be a call
            receiver = walk.value(node.func.value)
            return receiver, walk.value.attribute(receiver, node.func.attr)
        value = walk.value(node.func)
        if not isinstance(value, Token):
            return None, value
        receiver = walk.value(node.func.value)
        if isinstance(receiver, (Row, Table)) and isinstance(node.func.value, f.Name) and node.func.attr not in _READS:
            walk.assign(node.func.value, walk.fresh())  # `keys.append(…)`
        return receiver, self._method(node.func, receiver, value)

    def _method(self, func: f.Attr, receiver: Value, otherwise: Value) -> Value:
        """A method, by the class of its receiver where that is known."""
        walk, frame = self.walk, self.walk.frame
        cls = walk.types.get(receiver.number) if isinstance(receiver, Token) else None
        if cls is not None:
            found = walk.program.resolver.method(cls, func.attr)
            return Function(found, receiver=receiver) if found is not None else otherwise
        symbol = walk.program.types.callee(frame.module, frame.scope, func, walk.slice.start)
        if isinstance(symbol, FunctionRef):
            return Function(symbol, receiver=receiver)
        return Library(symbol.name) if isinstance(symbol, External) else otherwise

    def call(self, func: Value, given: Given) -> Value:
        """Call anything."""
        if isinstance(func, Partial):
            merged = {**dict(func.keywords), **given.keywords}
            return self.call(func.func, Given([*func.values, *given.values], merged, given.node, given.open))
        if isinstance(func, Wrapped):
            value = self.call(func.func, given)
            return value if func.same_result else self.walk.fresh()
        if isinstance(func, Library):
            return self._library(func.name, given)
        if isinstance(func, Function):
            return self._function(func, given)
        if isinstance(func, Class):
            return self._construct(func.ref, given)
        self.walk.value.let_go(given.everything())
        return self.walk.fresh()

    # --- libraries -----------------------------------------------------------------------------------

    def _library(self, name: str, given: Given) -> Value:
        walk = self.walk
        if name == "functools.partial" and given.values and not given.open:
            return Partial(given.values[0], tuple(given.values[1:]), tuple(given.keywords.items()))
        if name in _SIDE_BY_SIDE:
            counter: list[Value] = [walk.fresh()] if name == "builtins.enumerate" else []
            return Zipped((*counter, *given.values))
        if name in _SAME and len(given.values) == 1:
            return given.values[0]
        row = walk.program.types.row(External(name))
        if row is None:
            if name not in _HARMLESS:
                walk.value.let_go(given.everything())
            return walk.fresh()
        bound = given.bind(row.params)
        for effect in row.effects:
            value = bound.get(effect.consumes) if effect.consumes is not None else None
            if isinstance(value, Token):
                walk.use_up(value, self._step(given, f"`{name.removesuffix('.__call__')}`"), effect.alike)
        if isinstance(row, CatalogClass):
            return walk.fresh()
        if row.applies is not None:
            return self._applied(row, row.applies, bound, given)
        if row.items is not None:
            return walk.array()
        if row.returns is not None and row.returns.startswith("arg:"):
            return bound.get(row.returns[4:], walk.fresh())
        return walk.fresh()

    def _step(self, given: Given, callee: str) -> Step:
        node = given.node
        pairs = []
        for written in arguments_of(node):
            text = _written(written)
            value = self.walk.value(written) if text and not isinstance(written, f.Const) else None
            if isinstance(value, Token):
                pairs.append((value.number, text))
        place = self.walk.place(node.start, node.end)
        return Step(place, tuple(self.walk.turns), callee, tuple(pairs), node)

    # --- functions that call functions ---------------------------------------------------------------

    def _applied(self, row: Callable, applies: Applies, bound: dict[str, Value], given: Given) -> Value:
        functions = [bound[name] for name in applies.functions if name in bound]
        if len(functions) == 1 and isinstance(functions[0], Row):
            functions = list(functions[0].values)
        if applies.how == "later":
            return Wrapped(functions[0], applies.same_result) if functions else self.walk.fresh()
        rest = given.values[len(positional(row.params)) :]
        if applies.how == "either":
            return self._either(functions, [Given(rest, {}, given.node) for _ in functions])
        return self._again(functions, applies, bound, given)

    def _either(self, functions: list[Value], given: list[Given]) -> Value:
        walk = self.walk
        before, ends = walk.state, []
        for number, (function, arguments) in enumerate(zip(functions, given, strict=True)):
            walk.state = walk.copied(before)
            walk.state.conditions |= {(("either", arguments.node.start, walk.frame.number, number), True)}
            self.call(function, arguments)
            ends.append(walk.state)
        walk.meet(ends or [before])
        return walk.fresh()

    def _again(self, functions: list[Value], applies: Applies, bound: dict[str, Value], given: Given) -> Value:
        """A function that is called turn after turn; the carried value is what the turn before returned."""
        walk = self.walk
        values = dict(bound)

        def turn(number: int) -> None:
            handed: list[Value] = []
            for name in applies.given:
                owner = values.get(name.removesuffix("[]"))
                if owner is None or name == "":
                    handed.append(walk.fresh())
                else:
                    handed.append(walk.value.members(owner)(number) if name.endswith("[]") else owner)
            for function in functions:
                result = self.call(function, Given(handed, {}, given.node))
            if applies.carry is not None and functions:
                first = isinstance(result, Row) and bool(result.values)
                if applies.first:
                    result = result.values[0] if isinstance(result, Row) and first else walk.fresh()
                values[applies.carry] = result

        walk.loop(turn, 2, sure=True)
        carried = values.get(applies.carry, walk.fresh()) if applies.carry is not None else walk.fresh()
        return Row((carried, walk.fresh())) if applies.first else carried

    # --- the project's own ---------------------------------------------------------------------------

    def is_static(self, function: f.Function) -> bool:
        """Whether a method gets no instance."""
        return any(
            isinstance(root.expr, f.Name) and root.expr.id in ("staticmethod", "classmethod")
            for root in function.decorators
        )

    def _construct(self, ref: ClassRef, given: Given) -> Value:
        walk = self.walk
        made = walk.fresh()
        walk.types[made.number] = ref
        init = walk.program.resolver.method(ref, "__init__")
        if init is not None:
            self._function(Function(init, receiver=made), given)
        else:
            walk.value.let_go(given.everything())
        return made

    def _function(self, func: Function, given: Given) -> Value:
        walk = self.walk
        function = walk.program.function(func.ref)
        if not self._may_enter(func, function, given):
            walk.value.let_go([*given.everything(), *([func.receiver] if func.receiver is not None else [])])
            return walk.fresh()
        module = walk.program.table.by_path[func.ref.path]
        parent = walk.frames[func.frame] if func.frame >= 0 else None
        step = self._step(given, "the lambda" if function.name == "<lambda>" else f"`{function.name}`")
        slice_ = walk.slice
        walk.stack.append(walk.enter(module, func.ref.index, parent))
        walk.state.envs[walk.frame.number] = self._bound(func, function, given)
        walk.calls.append(step)
        self._running.append(func.ref)
        walk.block(function.body)
        self._running.pop()
        walk.calls.pop()
        frame = walk.stack.pop()
        walk.slice = slice_
        ends: list[State] = [state for state, _ in frame.returns]
        values: list[Value] = [value for _, value in frame.returns]
        if walk.alive:
            ends.append(walk.state)
            values.append(Constant(None))
        if not ends:
            return walk.fresh()  # it raises; the rest isn't reached
        walk.meet(ends)
        if func.ref.index not in walk.found.enclosing(module):
            walk.state.envs.pop(frame.number, None)
        return self._joined(values)

    def _joined(self, values: list[Value]) -> Value:
        first = values[0]
        if all(each == first for each in values):
            return first
        rows = [each for each in values if isinstance(each, Row)]
        if len(rows) == len(values) and len({len(row.values) for row in rows}) == 1:
            return Row(tuple(self._joined(list(each)) for each in zip(*(row.values for row in rows), strict=True)))
        return self.walk.fresh()

    def _may_enter(self, func: Function, function: f.Function, given: Given) -> bool:
        if given.open or function.generator or function.coroutine:
            return False
        if func.ref in self._running or len(self._running) >= DEEPEST or not self.walk.found.concerns(func.ref.path):
            return False
        concerned, calling = self.walk.found.concerned(func.ref.path)
        if function.name != "<lambda>" and func.ref.index in calling and func.ref.index not in concerned:
            return False
        return all(self._is_transparent(func.ref, root.expr, root.start) for root in function.decorators)

    def _is_transparent(self, ref: FunctionRef, decorator: f.Expr, at: int) -> bool:
        """Whether a decorator leaves what the function does to its arguments as it is."""
        program = self.walk.program
        module = program.table.by_path[ref.path]
        function = program.function(ref)
        if isinstance(decorator, f.Call):
            symbol = program.resolver.expr(module, function.parent, decorator.func, at)
            partial = isinstance(symbol, External) and symbol.name == "functools.partial" and bool(decorator.args)
            return self._is_transparent(ref, decorator.args[0] if partial else decorator.func, at)
        symbol = program.resolver.expr(module, function.parent, decorator, at)
        if not isinstance(symbol, External):
            return False
        if symbol.name in ("builtins.staticmethod", "builtins.classmethod"):
            return True
        row = program.types.row(symbol)
        return isinstance(row, Callable) and row.applies is not None and row.applies.how == "later"

    def _bound(self, func: Function, function: f.Function, given: Given) -> dict[str, Value]:
        walk = self.walk
        values = list(given.values)
        if func.receiver is not None and not any(
            isinstance(root.expr, f.Name) and root.expr.id == "staticmethod" for root in function.decorators
        ):
            values.insert(0, func.receiver)
        names = [param.name for param in function.params if param.kind in ("pos", "any")]
        env = dict(zip(names, values, strict=False))
        known = {param.name for param in function.params if param.kind in ("any", "key")}
        env.update({name: value for name, value in given.keywords.items() if name in known})
        for param in function.params:
            if param.name in env:
                continue
            if param.kind == "star":
                env[param.name] = Row(tuple(values[len(names) :]))
            elif param.kind == "kwargs":
                more = {name: value for name, value in given.keywords.items() if name not in known}
                env[param.name] = walk.fresh() if more else Row(())
            elif param.default is not None and isinstance(param.default.expr, (f.Const, f.Name)):
                env[param.name] = walk.value(param.default.expr)
            else:
                env[param.name] = walk.fresh()
        return env


def _written(node: f.Expr) -> str:
    """A name, attribute or item as it is written; "" for anything longer."""
    if isinstance(node, f.Name):
        return node.id
    if isinstance(node, f.Attr):
        owner = _written(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    if isinstance(node, f.Item) and isinstance(node.index, (f.Const, f.Name)):
        owner = _written(node.value)
        index = node.index.id if isinstance(node.index, f.Name) else repr(node.index.value)
        return f"{owner}[{index}]" if owner else ""
    return ""
