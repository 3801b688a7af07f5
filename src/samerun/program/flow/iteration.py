"""Loops over values, generators, and context managers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.flow import enums, parts
from samerun.program.flow.arguments import Args
from samerun.program.flow.domain import (
    GIVEN,
    NONE,
    UNKNOWN,
    Cls,
    Entropy,
    Func,
    Given,
    Lit,
    Obj,
    Union,
    Unknown,
    Value,
    join,
)
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.frame import Path
    from samerun.program.flow.heap import HeapObject, Thunk
    from samerun.program.flow.machine import Machine

UNROLLED = 6  # a loop over a display of so many members is run member by member


DISPLAYS = frozenset({"list", "tuple", "set", "dict", "range", "super", "keeps"})


class Iteration:
    """Runs what is lazy, when it is consumed."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def iterate(self, value: Value, once: Callable[[Value], None], counted: bool = False) -> None:
        """Run `once` for the members of `value`, as a loop does; `counted`: the first turn may differ."""
        order = self.machine.disorder.order_of(value)
        if order is None:
            self._iterate(value, once, counted)
            return
        self.machine.disorder.enter(order)
        self._iterate(value, once, counted)
        self.machine.disorder.leave()

    def _iterate(self, value: Value, once: Callable[[Value], None], counted: bool = False) -> None:
        machine = self.machine
        if isinstance(value, Cls) and (members := enums.members(machine, value.ref)):
            machine.turns([partial(once, member) for member in members[:UNROLLED]])
            return
        if isinstance(value, Obj):
            found = machine.heap[value]
            thunk = found.thunk
            if thunk is not None:
                machine.loop(lambda: self._run_thunk(thunk, once), at_least_once=False)
                return
            if found.cls in ("enumerate", "zip"):
                self._iterate_wrapped(list(found.fields.values()), found.cls == "enumerate", once)
                return
            if isinstance(found.cls, ClassRef):
                machine.loop(lambda: self._iterate_object(value, once), at_least_once=False)
                return
            if self._unrolled(value, appended=True):
                turns: list[Callable[[], None]] = [partial(once, member) for member in list(found.fields.values())]
                if found.items:  # what may have been appended comes after what surely stands there
                    rest = join(list(found.items))
                    turns.append(partial(machine.loop, partial(once, rest), at_least_once=False))
                machine.turns(turns)
                return
            if found.cls == "map":
                func = found.arguments["func"]
                keeps = found.arguments.get("keeps") is not None

                def applied(member: Value) -> None:
                    result = machine.caller.call(func, Args([member]), "map")
                    once(member if keeps else result)

                self.iterate(found.arguments["source"], applied)
                return
            if found.cls == "range":
                if counted and found.fields:
                    machine.turns([partial(once, Lit(0)), partial(once, GIVEN)])
                else:
                    machine.loop(lambda: once(GIVEN), at_least_once=bool(found.fields))
                return
            if found.cls in ("list", "tuple") and found.fields and not found.open:
                member = machine.heap.member(value)
                machine.loop(lambda: once(member), at_least_once=True)
                return
            if not isinstance(found.cls, ClassRef):
                own = machine.heap.streams_in(value) if found.cls in ("list", "tuple") else ()
                machine.loop(lambda: once(machine.library.iterate(value)), at_least_once=False, members=own)
                return
        machine.loop(lambda: once(member_of(machine, value)), at_least_once=False)

    def _unrolled(self, value: Value, appended: bool = False) -> bool:
        """Whether a loop over a value is run member by member; `appended`: though there may be more after them."""
        found = self.machine.heap[value] if isinstance(value, Obj) else None
        return (
            found is not None
            and found.cls in ("list", "tuple")
            and found.thunk is None
            and len(found.fields) <= UNROLLED
            and not found.open
            and (not found.items or (appended and bool(found.fields)))
        )

    def _iterate_wrapped(self, inner: list[Value], numbered: bool, once: Callable[[Value], None]) -> None:
        """`enumerate(x)` and `zip(x, y)`: their members are tuples of the inner members."""
        machine = self.machine
        order = machine.disorder.order_of(inner[0]) if inner else None
        members: list[Value] = [order or GIVEN] if numbered else []
        turn = iter(range(UNROLLED))
        counted = numbered and order is None and self._unrolled(inner[0])

        def nested(rest: list[Value]) -> None:
            if not rest:
                made = machine.heap.make("tuple", machine.place(*machine.slice), "zip", tuple(members))
                for number, member in enumerate(members):
                    machine.heap.store(Obj(made.number), number, member, weak=False)
                once(Obj(made.number))
                return

            def take(member: Value) -> None:
                if counted:
                    members[0] = Lit(next(turn, 0))
                members.append(member)
                nested(rest[1:])
                members.pop()

            self.iterate(rest[0], take)

        nested(inner)

    def _iterate_object(self, obj: Obj, once: Callable[[Value], None]) -> None:
        for method in ("__iter__", "__getitem__"):
            value = self.machine.caller.objects.find(obj, method)
            if isinstance(value, Func):
                result = self.machine.caller.function(value, Args([UNKNOWN] if method == "__getitem__" else []))
                if method == "__iter__" and isinstance(result, Obj) and result != obj:
                    self.iterate(result, once)
                    return
                if method == "__iter__" and isinstance(step := self.machine.caller.objects.find(obj, "__next__"), Func):
                    result = self.machine.caller.function(step, Args([]))
                once(result if method == "__getitem__" else UNKNOWN)
                return
        once(UNKNOWN)

    def consume(self, value: Value) -> Value:
        """Run whatever is lazy in a value to its end; the join of what it gives."""
        machine = self.machine
        if isinstance(value, Obj) and machine.heap[value].cls not in DISPLAYS:
            taken: list[Value] = []
            self.iterate(value, taken.append)
            return join(taken) if taken else UNKNOWN
        return UNKNOWN

    def _run_thunk(self, thunk: Thunk, consumer: Callable[[Value], None]) -> None:
        """Run a generator's body; `consumer` runs in its own frame, in the middle of it."""
        machine = self.machine
        home = machine.frame

        def on_yield(value: Value) -> None:
            calls, machine.events.calls = machine.events.calls, machine.events.calls[:-1]
            machine.stack.append(home)
            consumer(value)
            machine.stack.pop()
            machine.events.calls = calls

        if thunk.expression is not None:
            frame = machine.frames[thunk.frame]
            if frame is home:
                machine.evaluate.run_comp(thunk.expression, consumer)
                return
            machine.stack.append(frame)
            machine.evaluate.run_comp(thunk.expression, on_yield)
            machine.stack.pop()
            return
        assert thunk.function is not None
        func, args = thunk.function
        if self.machine.caller.may_enter(func):
            self.machine.caller.run(func, args, on_yield)

    def head(self, context: Value) -> Value:
        """Enter a context manager that is left later (`ExitStack.enter_context`): its part before the yield."""
        machine = self.machine
        entered: list[tuple[Path, Value]] = []
        self.enter(context, lambda value: entered.append((machine.path(), value)))
        if entered:
            machine.resume(entered[0][0])
            return entered[0][1]
        return UNKNOWN

    def entered(self, node: f.Expr, context: Value, body: Callable[[Value], None]) -> None:
        """`with node as …: body`"""
        empty = isinstance(node, f.Call) and any(
            name in libraries().emptying and isinstance(value, f.Const) and value.value is True
            for name, value in node.keywords
        )
        self.machine.weightless += empty
        self.enter(context, body)
        self.machine.weightless -= empty

    def enter(self, context: Value, body: Callable[[Value], None]) -> None:
        """What a context manager does, and `body` inside."""
        machine = self.machine
        if not isinstance(context, Obj):
            body(context if not isinstance(context, Union) else UNKNOWN)
            return
        found = machine.heap[context]
        if found.cls == "contextlib.suppress":
            machine.failures.suppressed(list(found.fields.values()), lambda: body(NONE))
            return
        if found.thunk is not None:
            ran: list[bool] = []

            def once(value: Value) -> None:
                ran.append(True)
                body(value)

            self._run_thunk(found.thunk, once)
            if not ran and machine.alive:
                body(UNKNOWN)
            return
        enter = self.machine.caller.objects.find(context, "__enter__")
        if isinstance(enter, Func):
            self._inside(found, body, self.machine.caller.function(enter, Args([])))
            leave = self.machine.caller.objects.find(context, "__exit__")
            if isinstance(leave, Func) and machine.alive:
                self.machine.caller.function(leave, Args([NONE, NONE, NONE]))
            return
        kept = found.arguments.get("__keeps__")
        saved = machine.state.copy()
        returned = len(machine.frame.returns)
        self._inside(found, body, context)
        if kept is not None:
            ends = [state for state, _ in machine.frame.returns[returned:]]
            for state in [*ends, machine.state] if machine.alive else ends:
                machine.library.restore(found, saved, state)

    def _inside(self, found: HeapObject, body: Callable[[Value], None], value: Value) -> None:
        """Run the body of a `with` block; layers that it makes may have no weights."""
        weightless = self.machine.library.effects.makes_weightless(found)
        self.machine.weightless += weightless
        body(value)
        self.machine.weightless -= weightless


def member_of(machine: Machine, value: Value) -> Value:
    """A member of something that is no object: as good as the whole."""
    if isinstance(value, Unknown) and value.of:
        return parts.member(machine, value)
    return value if isinstance(value, (Given, Entropy)) else UNKNOWN
