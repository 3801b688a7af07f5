"""The abstract run of expressions, and assignments to targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow import crashes, displays, enums, parts, protocol
from samerun.program.flow.arguments import Args, spread
from samerun.program.flow.domain import (
    GIVEN,
    NONE,
    TEXT,
    UNKNOWN,
    Entropy,
    Ext,
    Func,
    Lit,
    Obj,
    Unknown,
    Value,
    alternatives,
    is_none,
    is_option,
    join,
    mixed,
)
from samerun.program.flow.heap import Thunk
from samerun.program.flow.outcome import tells
from samerun.program.flow.words import seed_word
from samerun.program.run_magic import ran_by
from samerun.program.sites import children, last_name
from samerun.program.symbols import ClassRef, FunctionRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.machine import Machine

_LENGTH = Ext("builtins.len")
# Questions whether a library is there count as yes: the code that matters runs where it is.
_PRESENCE = ("available", "installed")


class Evaluator:
    """Expressions of the current frame."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def __call__(self, node: f.Expr) -> Value:
        handler = _EXPRESSIONS.get(type(node))
        if handler is not None:
            return handler(self, node)
        for part in children(node):
            self(part)
        return UNKNOWN

    # --- names ---------------------------------------------------------------------------------------

    def name(self, node: f.Name) -> Value:
        machine = self.machine
        frame = machine.frame
        if frame.module.kind == "notebook" and node.id not in frame.env:
            machine.cells.read(node.id)
        value = machine.names.lookup(frame, node.id)
        if isinstance(value, Unknown):
            machine.missing.read(node.id)
        return value

    # --- attributes and items ------------------------------------------------------------------------

    def attr(self, node: f.Attr) -> Value:
        owner = self(node.value)
        if isinstance(owner, Lit) and owner.value is None:
            self.machine.cells.needs(owner, getattr(node.value, "id", ""))
        return self.machine.names.attribute(owner, node.attr)

    def item_(self, node: f.Item) -> Value:
        owner, index = self(node.value), self(node.index)
        if isinstance(owner, Obj) and isinstance(self.machine.heap[owner].cls, ClassRef):
            getter = self.machine.caller.objects.find(owner, "__getitem__")
            if isinstance(getter, Func):
                return self.machine.caller.function(getter, Args([index]))
        if isinstance(owner, Unknown) or displays.contains(self.machine, owner, index) is not True:
            self.machine.failures.possible()
        return self.machine.names.item(owner, index)

    # --- operators -----------------------------------------------------------------------------------

    def binary(self, node: f.Binary) -> Value:
        if node.op in ("and", "or"):
            return self._short_circuit(node)
        before = self.machine.events.paused
        self.machine.events.paused = before or (node.op == "*" and any(map(self._is_off, (node.left, node.right))))
        left, right = self(node.left), self(node.right)
        self.machine.events.go_on(before)
        own = protocol.operated(self.machine, node.op, left, right)
        if own is not None:
            return own
        optional = is_option(left) or is_option(right)
        if node.op in ("is", "is not"):
            same = self._identical(left, right)
            return UNKNOWN if same is None else Lit(same == (node.op == "is"), option=optional)
        if node.op in ("==", "!="):
            same = self.equal(left, right)
            if same is None:
                self.machine.disorder.use((left, right), "matches", self.machine.here(None))
                return parts.operated(self.machine, left, right)
            return Lit(same == (node.op == "=="), option=optional)
        if node.op in ("in", "not in"):
            there = displays.contains(self.machine, right, left)
            return UNKNOWN if there is None else Lit(there == (node.op == "in"), option=optional)
        if node.op in ("<", ">") and self.machine.frame.are_same(node.left, node.right):
            return Lit(False)
        if isinstance(left, Lit) and isinstance(right, Lit) and node.op in _COMPARE:
            return self._compare(node.op, left.value, right.value, optional)
        if node.op in _COMPARE:
            if (answer := self.machine.events.chances.compared(self.machine, node, left, right)) is not None:
                return Lit(answer, option=optional)
            self.machine.disorder.use((left, right), "decides", self.machine.here(None))
            return parts.operated(self.machine, left, right)
        made = displays.operator(self.machine, node.op, left, right)
        result = made or self.machine.disorder.computed(node.op, [left, right]) or mixed([left, right])
        return parts.operated(self.machine, left, right) if result == UNKNOWN else result

    def _is_off(self, node: f.Expr) -> bool:
        """Whether a factor is a parameter that is 0 by default: what is drawn to be scaled by it comes to nothing."""
        frame = self.machine.frame
        value = self.machine.names.lookup(frame, node.id) if isinstance(node, f.Name) and frame.scope >= 0 else None
        if not (isinstance(node, f.Name) and isinstance(value, Lit) and value.default and value.value == 0):
            return False
        function = frame.module.facts.functions[frame.scope]
        return any(each.name == node.id for each in function.params) and not frame.module.rebinds(frame.scope, node.id)

    def _compare(self, op: str, left: object, right: object, optional: bool) -> Value:
        if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return Lit(_COMPARE[op](left, right), option=optional)
        return UNKNOWN

    def equal(self, left: Value, right: Value) -> bool | None:
        """Whether two values are equal; None where that can't be known."""
        if isinstance(left, Lit) and isinstance(right, Lit):
            return left.value == right.value
        return enums.same_member(self.machine, left, right)

    def _identical(self, left: Value, right: Value) -> bool | None:
        for one, other in ((left, right), (right, left)):
            if isinstance(other, Lit) and other.value is None:
                return is_none(one)
        if isinstance(left, Lit) and isinstance(right, Lit):
            return left.value is right.value
        return enums.same_member(self.machine, left, right)

    def _short_circuit(self, node: f.Binary) -> Value:
        machine = self.machine
        left = self(node.left)
        answer = protocol.asked(self.machine, left)
        decided_by = node.op == "or"
        if answer is not None and answer == decided_by:
            return left
        if answer is not None:
            right = self(node.right)
            if isinstance(right, Lit) and is_option(left):
                return Lit(right.value, right.place, right.default, option=True)
            return right
        before = machine.path()
        machine.frame.weak += 1
        values = [self(operand) for operand in machine.events.ways([node.right])]
        machine.frame.weak -= 1
        machine.meet([before, machine.path()])
        if node.op == "or":
            return join([*(each for each in alternatives(left) if self.machine.truth(each) is not False), *values])
        return join([left, *values])

    def unary(self, node: f.Unary) -> Value:
        value = self(node.operand)
        if node.op == "not":
            answer = protocol.asked(self.machine, value)
            return UNKNOWN if answer is None else Lit(not answer, option=is_option(value))
        result = mixed([value])
        return parts.operated(self.machine, value, value) if result == UNKNOWN else result

    def cond(self, node: f.Cond) -> Value:
        machine = self.machine
        answer = protocol.asked(self.machine, self(node.test))
        if answer is not None:
            return self(node.body if answer else node.orelse)
        before = machine.path()
        machine.frame.weak += 1
        values, ends = [], []
        for option in machine.events.ways([node.body, node.orelse]):
            machine.resume(before)
            values.append(self(option))
            ends.append(machine.path())
        machine.frame.weak -= 1
        machine.meet(ends)
        return join(values)

    # --- displays, comprehensions, lambdas -----------------------------------------------------------

    def const(self, node: f.Const) -> Value:
        return Lit(node.value, self.machine.place(node.start, node.end))

    def container(self, node: f.Container) -> Value:
        machine = self.machine
        made = machine.heap.make(node.kind, machine.place(*machine.slice), id(node))
        obj = Obj(made.number)
        if node.kind == "dict":
            for key, part in zip(node.keys, node.values, strict=True):
                index = self(key) if key is not None else UNKNOWN
                value = self(part)
                if isinstance(index, Lit):
                    machine.heap.store(obj, index.value, value, weak=False)
                elif key is None and isinstance(value, Obj):
                    for name, field in machine.heap[value].fields.items():
                        machine.heap.store(obj, name, field, weak=False)
                else:
                    machine.heap.add(obj, value)
            return obj
        for number, part in enumerate(node.values):
            value = self(part)
            if isinstance(part, f.Star):
                made.open = True
                machine.heap.add(obj, value)
            else:
                machine.heap.store(obj, number, value, weak=False)
        return obj

    def comp(self, node: f.Comp) -> Value:
        machine = self.machine
        kind = node.kind if node.kind in ("gen", "set") else "list"
        made = machine.heap.make(kind, machine.place(*machine.slice), id(node))
        if node.kind == "gen":
            made.thunk = Thunk(machine.frame.number, expression=node)
            return Obj(made.number)

        def take(value: Value) -> None:
            machine.heap.add(Obj(made.number), value)
            machine.disorder.touched(Obj(made.number))
            if node.kind == "dict" and isinstance(value, Entropy):
                machine.disorder.use([value], "numbered", machine.here(None))

        self.run_comp(node, take)
        return Obj(made.number)

    def run_comp(self, node: f.Comp, take: object) -> None:
        """Run a comprehension's clauses and give each element to `take`."""
        machine = self.machine
        hidden = dict(machine.frame.env)

        def clause(number: int) -> None:
            if number == len(node.clauses):
                value = [self(part) for part in node.parts][-1]
                take(value)  # type: ignore[operator]
                return
            current = node.clauses[number]
            iterated = self(current.iter)

            def once(value: Value) -> None:
                self.machine.names.assign(current.target, value)
                for test in current.conditions:
                    asked = self(test)
                    machine.disorder.use([asked] if isinstance(asked, Entropy) else [], "decides", machine.here(None))
                clause(number + 1)

            machine.iteration.iterate(iterated, once)

        clause(0)
        if machine.alive:
            machine.frame.env = {**machine.frame.env, **hidden}

    def lambda_(self, node: f.Lambda) -> Value:
        frame = self.machine.frame
        ref = FunctionRef(frame.module.path, node.function)
        self.defaults_of(ref, frame.module.facts.functions[node.function])
        return Func(ref, frame=frame.number if frame.scope != MODULE else -1)

    def walrus(self, node: f.Walrus) -> Value:
        value = self(node.value)
        self.machine.names.store(node.name, value)
        return value

    def yield_(self, node: f.Yield) -> Value:
        machine = self.machine
        value = self(node.value) if node.value is not None else NONE
        consumer = machine.frame.on_yield
        if consumer is not None:
            if node.kind == "from":
                machine.iteration.iterate(value, consumer)
            else:
                consumer(value)
        return UNKNOWN

    def fstring(self, node: f.FString) -> Value:
        value = mixed([self(part) for part in node.parts])
        return TEXT if value == GIVEN else value

    def call(self, node: f.Call) -> Value:
        machine = self.machine
        func = self(node.func)
        arguments = self.arguments(node)
        name = last_name(node.func)
        if name == "run_line_magic":
            self._magic(arguments)
        if isinstance(func, Lit):
            machine.cells.needs(func, name)
        elif arguments.values and (name == "extend" or func == _LENGTH):
            machine.cells.needs(arguments.values[0], getattr(node.args[0], "id", ""))
        machine.events.weights.called(machine, func, node, name)
        if not machine.events.told:
            machine.events.told = tells(machine, func, node, name)
        machine.switching.method(func, node, name, arguments)
        if machine.events.drafts.waiting:
            machine.events.drafts.handed_over(machine, func, arguments)
        if isinstance(func, Unknown) and name.startswith("is_") and name.endswith(_PRESENCE):
            return Lit(True)
        return UNKNOWN if crashes.misfits(machine, func, arguments) else machine.caller.call(func, arguments, name)

    def _magic(self, arguments: Args) -> None:
        """`%run other.py` in a notebook: what the file binds is the notebook's from then on."""
        machine = self.machine
        texts = [value.value for value in arguments.values if isinstance(value, Lit) and isinstance(value.value, str)]
        if len(texts) != 2 or texts[0] != "run" or machine.events.paused or arguments.node is None:
            return
        ran = ran_by(texts[1], machine.frame.module, arguments.node.start, machine.program.table.by_path)
        frame = machine.run_script(ran.path, machine.frame.env if ran.shares else None) if ran is not None else None
        if frame is not None:
            machine.frame.env.update(frame.env)
        else:  # the file isn't here: it may seed, as notebooks' common beginnings do
            machine.events.unclear(machine.here(arguments.node), "what `%run` runs isn't to be found and may seed")
            machine.state.blur()

    def arguments(self, node: f.Call) -> Args:
        """A call's arguments, evaluated in order."""
        if not any(isinstance(arg, f.Star) for arg in node.args) and all(name for name, _ in node.keywords):
            values = [self(arg) for arg in node.args]
            return Args(values, {name: self(value) for name, value in node.keywords if name}, node)
        starred = [(self(arg.value if isinstance(arg, f.Star) else arg), isinstance(arg, f.Star)) for arg in node.args]
        for value, unfolded in starred:
            if unfolded:
                self.machine.iteration.consume(value)
        named = {name: self(value) for name, value in node.keywords if name is not None}
        mappings = [self(value) for name, value in node.keywords if name is None]
        values, more, is_open = spread(starred, mappings, self.machine.heap)
        return Args(values, {**more, **named}, node, is_open)

    def defaults_of(self, ref: FunctionRef, function: f.Function) -> None:
        """Evaluate a function's defaults, as its definition does."""
        values: dict[str, Value] = {}
        for param in function.params:
            if param.default is not None:
                value = self.machine.root(param.default) if function.name != "<lambda>" else self(param.default.expr)
                values[param.name] = as_default(value)
        self.machine.defaults[ref] = values

    def default_in(self, test: f.Expr) -> Lit | None:
        """The default (None or False) that decided a test, if there is one with a known place."""
        stack = [test]
        while stack:
            node = stack.pop()
            if isinstance(node, (f.Name, f.Attr, f.Item)) or _looks_up(node):
                events = self.machine.events.pause()
                value = self(node)
                self.machine.events.go_on(events)
                decides = isinstance(value, Lit) and (value.value is None or (value.default and not value.value))
                if isinstance(value, Lit) and decides and value.place is not None:
                    return value
            else:
                stack += children(node)
        return None


def _looks_up(node: f.Expr) -> bool:
    """`cfg.get("seed")`"""
    if not (isinstance(node, f.Call) and isinstance(node.func, f.Attr) and node.func.attr == "get" and node.args):
        return False
    key = node.args[0]
    return isinstance(key, f.Const) and isinstance(key.value, str) and seed_word(key.value)


def as_default(value: Value) -> Value:
    """Marks a constant as a default."""
    return Lit(value.value, value.place, default=True) if isinstance(value, Lit) else value


_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}

_EXPRESSIONS: dict[type[f.Expr], Callable[[Evaluator, Any], Value]] = {
    f.Const: Evaluator.const, f.Name: Evaluator.name, f.Attr: Evaluator.attr, f.Item: Evaluator.item_,
    f.Call: Evaluator.call, f.FString: Evaluator.fstring, f.Binary: Evaluator.binary, f.Unary: Evaluator.unary,
    f.Cond: Evaluator.cond, f.Container: Evaluator.container, f.Comp: Evaluator.comp, f.Lambda: Evaluator.lambda_,
    f.Walrus: Evaluator.walrus, f.Star: lambda self, node: self(node.value), f.Yield: Evaluator.yield_,
}  # fmt: skip
