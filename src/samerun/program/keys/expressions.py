"""Expressions in the walk for JAX keys: names, members, tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.keys.domain import (
    Class,
    Condition,
    Constant,
    Function,
    Library,
    Partial,
    Row,
    Table,
    Token,
    Value,
    Zipped,
)
from samerun.program.sites import children
from samerun.program.symbols import ClassRef, External, FunctionRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.keys.walk import Frame, Walk
    from samerun.program.modules import Module
    from samerun.program.symbols import Symbol

_FEW = 16  # members of a slice that are told apart
_PROPERTIES = frozenset({"property", "cached_property", "setter"})


class Expressions:
    """What the expressions of the current frame are."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._free: dict[tuple[str, int, str], Token] = {}
        self._shared: dict[tuple[str, bool], frozenset[str]] = {}

    def __call__(self, node: f.Expr) -> Value:
        if isinstance(node, f.Name):
            return self.name(node.id)
        if isinstance(node, f.Const):
            return Constant(node.value)
        if isinstance(node, f.Call):
            return self.walk.call(node)
        if isinstance(node, f.Attr):
            return self._attribute(node)
        if isinstance(node, f.Item):
            if isinstance(node.index, f.Opaque) and len(node.index.parts) == 3:
                return self._slice(self(node.value), [self(part) for part in node.index.parts])
            return self._item(self(node.value), self(node.index))
        if isinstance(node, f.Container):
            return self._container(node)
        if isinstance(node, f.Walrus):
            value = self(node.value)
            self.walk.assign(f.Name(node.name), value)
            return value
        if isinstance(node, f.Lambda):
            return self.function(node.function)
        return self._compound(node)

    def _compound(self, node: f.Expr) -> Value:
        if isinstance(node, f.Cond):
            results: list[Value] = []
            self.walk.fork(
                node.test, lambda: results.append(self(node.body)), lambda: results.append(self(node.orelse))
            )
            return results[0] if all(each == results[0] for each in results) else self.walk.fresh()
        if isinstance(node, f.Binary) and node.op in ("and", "or"):
            self._short_circuit(node)
            return self.walk.fresh()
        if isinstance(node, f.Comp):
            return self._comprehension(node)
        parts = [self(part) for part in children(node)]
        if isinstance(node, f.Unary) and node.op == "not" and isinstance(parts[0], Constant):
            return Constant(not parts[0].value)
        if isinstance(node, f.Binary) and len(parts) == 2:
            return self._compared(node.op, parts[0], parts[1])
        return self.walk.fresh()

    def _compared(self, op: str, left: Value, right: Value) -> Value:
        if isinstance(left, Constant) and isinstance(right, Constant):
            if op in ("==", "is"):
                return Constant(left.value == right.value)
            if op in ("!=", "is not"):
                return Constant(left.value != right.value)
        if (
            op in ("is", "is not")
            and Constant(None) in (left, right)
            and {type(left), type(right)} != {Token, Constant}
        ):
            return Constant((left == right) == (op == "is"))  # a display, a function or a class is not None
        return self.walk.fresh()

    def _short_circuit(self, node: f.Binary) -> None:
        def right() -> None:
            self(node.right)

        def nothing() -> None:
            return None

        self.walk.fork(node.left, right if node.op == "and" else nothing, nothing if node.op == "and" else right)

    # --- names ---------------------------------------------------------------------------------------

    def home(self, name: str) -> Frame:
        """The frame that an assignment to `name` changes."""
        frame = self.walk.frame
        scope = frame.module.scopes.table[frame.scope]
        if name in scope.nonlocals:
            outer = frame.parent
            while outer is not None:
                if name in self.walk.state.envs.get(outer.number, ()):
                    return outer
                outer = outer.parent
        return frame

    def local(self, name: str) -> Value | None:
        """A variable of the frames that are at hand; None where it is none of theirs."""
        frame: Frame | None = self.walk.frame
        while frame is not None:
            value = self.walk.state.envs.get(frame.number, {}).get(name)
            if value is not None:
                return self.walk.fresh() if self._is_shared(frame.module, frame.scope, name) else value
            frame = frame.parent
        return None

    def name(self, name: str) -> Value:
        known = self.local(name)
        if known is not None:
            return known
        frame = self.walk.frame
        module, walk = frame.module, self.walk
        found = module.scopes.find(frame.scope, name)
        home = found[0] if found is not None else MODULE
        if home == MODULE:
            symbol = walk.program.resolver.name(module, frame.scope, name, walk.slice.start)
            value = self.of_symbol(symbol)
            if value is not None:
                return value
        if found is None or home < MODULE or self._is_shared(module, home, name):
            return walk.fresh()
        if home == MODULE and len(found[1]) != 1:
            return walk.fresh()
        return self._free.setdefault((module.path, home, name), walk.fresh())

    def _is_shared(self, module: Module, home: int, name: str) -> bool:
        """Whether another function may rebind the name at any time."""
        key = (module.path, home == MODULE)
        names = self._shared.get(key)
        if names is None:
            tables = module.scopes.table.values()
            names = frozenset().union(*(t.globals if home == MODULE else t.nonlocals for t in tables))
            self._shared[key] = names
        return name in names

    def of_symbol(self, symbol: Symbol | None) -> Value | None:
        if isinstance(symbol, External):
            return Library(self.walk.program.catalog.canonical(symbol.name))
        if isinstance(symbol, FunctionRef):
            return Function(symbol)
        return Class(symbol) if isinstance(symbol, ClassRef) else None

    def function(self, index: int) -> Function:
        """What a `def` or lambda of the current frame makes."""
        return Function(FunctionRef(self.walk.frame.module.path, index), self.walk.frame.number)

    # --- members -------------------------------------------------------------------------------------

    def _attribute(self, node: f.Attr) -> Value:
        walk = self.walk
        root: f.Expr = node
        while isinstance(root, f.Attr):
            root = root.value
        if isinstance(root, f.Name) and self.local(root.id) is None:
            symbol = walk.program.resolver.expr(walk.frame.module, walk.frame.scope, node, walk.slice.start)
            value = self.of_symbol(symbol)
            if value is not None:
                return value
        return self.attribute(self(node.value), node.attr)

    def attribute(self, owner: Value, name: str) -> Value:
        """`owner.name`"""
        walk = self.walk
        if isinstance(owner, Library):
            return Library(walk.program.catalog.canonical(f"{owner.name}.{name}"))
        if not isinstance(owner, Token):
            return walk.fresh()
        key = (owner.number, f".{name}")
        if key in walk.state.fields:
            return walk.state.fields[key]
        cls = walk.types.get(owner.number)
        if cls is None or not self._is_plain(cls, name):
            return walk.fresh()
        return walk.state.fields.setdefault(key, walk.fresh())

    def _is_plain(self, cls: ClassRef, name: str) -> bool:
        """Whether an attribute of a project class is surely no method, property or descriptor."""
        resolver = self.walk.program.resolver
        own, _, complete = resolver.linearize(cls)
        if not complete:
            return False
        for ref in own:
            methods = resolver.table.by_path[ref.path].facts.classes[ref.index].methods
            if name in methods or "__getattr__" in methods or "__getattribute__" in methods:
                return False
        return any(name in self.walk.program.types.attributes(ref) for ref in own) or any(
            isinstance(node, f.Bind) and isinstance(node.targets[0], f.Name) and node.targets[0].id == name
            for ref in own
            for node in resolver.table.by_path[ref.path].facts.classes[ref.index].body
        )

    def _item(self, owner: Value, index: Value) -> Value:
        walk = self.walk
        if isinstance(owner, Table) and isinstance(index, Constant):
            return dict(owner.fields).get(index.value, walk.fresh())
        if isinstance(owner, Row) and isinstance(index, Constant) and isinstance(index.value, int):
            inside = -len(owner.values) <= index.value < len(owner.values)
            return owner.values[index.value] if inside else walk.fresh()
        if not isinstance(owner, Token):
            return walk.fresh()
        key = (
            index.value
            if isinstance(index, Constant)
            else ("token", index.number)
            if isinstance(index, Token)
            else None
        )
        if key is None:
            return walk.fresh()
        if owner.number in walk.arrays:
            return walk.member(owner, key)
        known = walk.state.fields.get((owner.number, key))
        return known if known is not None and isinstance(index, Constant) else walk.fresh()

    def _slice(self, owner: Value, bounds: list[Value]) -> Value:
        """`keys[1:3]`: keys of their own, whose members are those of the whole."""
        start, stop, step = (each.value if isinstance(each, Constant) else "" for each in bounds)
        first = 0 if start is None else start
        if not (isinstance(owner, Token) and owner.number in self.walk.arrays and step is None):
            return self.walk.fresh()
        if type(first) is not int or type(stop) is not int or not 0 <= first < stop <= first + _FEW:
            return self.walk.fresh()
        return self.walk.part(owner, range(first, stop))

    def _container(self, node: f.Container) -> Value:
        if node.kind == "dict":
            keys = [self(key) if key is not None else None for key in node.keys]
            values = [self(value) for value in node.values]
            if all(isinstance(key, Constant) for key in keys):
                return Table(
                    tuple(
                        (key.value, value) for key, value in zip(keys, values, strict=True) if isinstance(key, Constant)
                    )
                )
            return self.walk.fresh()
        values = [self(value) for value in node.values]
        if node.kind == "set" or any(isinstance(part, f.Star) for part in node.values):
            return self.walk.fresh()
        return Row(tuple(values))

    def _comprehension(self, node: f.Comp) -> Value:
        walk = self.walk
        env = walk.state.envs[walk.frame.number]
        hidden = dict(env)

        def clause(number: int) -> None:
            if number == len(node.clauses):
                for part in node.parts:
                    self(part)
                return
            current = node.clauses[number]

            def body() -> None:
                for test in current.conditions:
                    self(test)
                    walk.state.conditions |= self.conditions(test)[0]
                clause(number + 1)

            walk.iterate(current.target, self(current.iter), body)

        if node.kind != "gen":
            clause(0)
        else:  # nobody knows how often it runs
            return walk.fresh()
        if walk.frame.number in walk.state.envs:
            walk.state.envs[walk.frame.number].update(hidden)
        return walk.fresh()

    def members(self, value: Value) -> Callable[[int], Value]:
        """What each turn of a loop over a value sees."""
        walk = self.walk
        if isinstance(value, Row):
            return lambda turn: value.values[turn] if turn < len(value.values) else walk.fresh()
        if isinstance(value, Token) and value.number in walk.arrays:
            return lambda turn: walk.member(value, turn)
        if isinstance(value, Zipped):
            inner = [self.members(each) for each in value.values]
            return lambda turn: Row(tuple(each(turn) for each in inner))
        return lambda turn: walk.fresh()

    def let_go(self, values: list[Value]) -> None:
        """Code that isn't seen gets hold of these: what is in them may change. Keys themselves never do."""
        fields = self.walk.state.fields
        for value in values:
            if isinstance(value, Token):
                if value.number not in self.walk.arrays:
                    for key in [key for key in fields if key[0] == value.number]:
                        del fields[key]
            elif isinstance(value, (Row, Zipped)):
                self.let_go(list(value.values))
            elif isinstance(value, Table):
                self.let_go([each for _, each in value.fields])
            elif isinstance(value, Partial):
                self.let_go([*value.values, *(each for _, each in value.keywords)])
            elif isinstance(value, Function) and value.receiver is not None:
                self.let_go([value.receiver])

    # --- tests ---------------------------------------------------------------------------------------

    def conditions(self, test: f.Expr) -> tuple[frozenset[Condition], frozenset[Condition]]:
        """What holds where a test came out true, and where it came out false."""
        if isinstance(test, f.Unary) and test.op == "not":
            yes, no = self.conditions(test.operand)
            return no, yes
        if isinstance(test, f.Binary) and test.op in ("and", "or"):
            (left_yes, left_no), (right_yes, right_no) = self.conditions(test.left), self.conditions(test.right)
            whole = self.identity(test)
            if test.op == "and":
                return left_yes | right_yes, frozenset({(whole, False)})
            return frozenset({(whole, True)}), left_no | right_no
        if isinstance(test, f.Binary) and test.op in ("!=", "is not", "not in"):
            flipped = f.Binary({"!=": "==", "is not": "is", "not in": "in"}[test.op], test.left, test.right)
            yes, no = self.conditions(flipped)
            return no, yes
        what = self.identity(test)
        return frozenset({(what, True)}), frozenset({(what, False)})

    def identity(self, node: f.Expr) -> object:
        """What tells a test apart: the same for one written alike over the same values."""
        if isinstance(node, f.Name):
            return self.name(node.id)
        if isinstance(node, f.Const):
            return Constant(node.value)
        if isinstance(node, f.Attr):
            return ("attr", self.identity(node.value), node.attr)
        if isinstance(node, (f.Binary, f.Unary, f.Item)):
            op = getattr(node, "op", "[]")
            return (op, *(self.identity(part) for part in children(node)))
        return ("some", self.walk.fresh())
