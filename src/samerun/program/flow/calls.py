"""Calls of the project's own code: functions, methods, classes, generators, context managers, decorators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow import parts
from samerun.program.flow.arguments import Args
from samerun.program.flow.config_files import hydra_parameter
from samerun.program.flow.construct import Constructor
from samerun.program.flow.domain import (
    GIVEN,
    NONE,
    SEEDLIKE,
    UNCLEAR,
    UNKNOWN,
    Cls,
    Entropy,
    Ext,
    Func,
    Given,
    Lit,
    Obj,
    Place,
    State,
    Stream,
    Union,
    Unknown,
    Value,
    join,
    meet,
)
from samerun.program.flow.heap import Thunk
from samerun.program.flow.options import option_defaults
from samerun.program.flow.redrawn import method_of_tensor
from samerun.program.flow.text import text_by_method
from samerun.program.flow.words import seed_name, seed_word
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.machine import Machine
    from samerun.program.symbols import FunctionRef

DEEPEST = 40
# Library decorators that put something else in the function's place.
_STANDING_FOR = frozenset({"functools.singledispatch", "singledispatch.register"})
CONTEXTS = 12  # how often one function is entered with different arguments before earlier answers are reused


class Caller:
    """Enters project code for the machine."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.objects = Constructor(machine)
        self._memo: dict[tuple[object, ...], tuple[State, Value, bool]] = {}
        self._entered: dict[FunctionRef, int] = {}
        self._last: dict[tuple[object, ...], tuple[State, Value, bool]] = {}
        self._running: list[FunctionRef] = []

    def call(self, func: Value, args: Args, name: str = "") -> Value:
        """Call anything."""
        if isinstance(func, Union):
            return self._each(func, args, name)
        if isinstance(func, Func):
            return self.function(func, args)
        if isinstance(func, Cls):
            return self.objects.construct(func, args)
        if isinstance(func, Ext):
            return self.machine.library.call(func, args)
        if isinstance(func, Obj):
            return self._call_object(func, args, name)
        if isinstance(func, Entropy):
            return func
        if isinstance(func, (Given, Lit)):
            return text_by_method(self.machine, name, args) or GIVEN
        if func == UNKNOWN and args.node is not None:
            func = method_of_tensor(args.node, name)
        if isinstance(func, Unknown) and func.of:
            return parts.call(self.machine, func, args, name)
        return self.unresolved(args, name)

    def _each(self, func: Union, args: Args, name: str) -> Value:
        """One of several: all are tried, and their ends meet."""
        machine = self.machine
        if machine.looping:
            self._may_seed_first(func, args, name)
        before, ends, values = machine.path(), [], []
        machine.frame.weak += 1
        for option in machine.events.ways(func.options):
            machine.resume(before)
            self._seeded_with(option)
            values.append(self.call(option, args, name))
            ends.append(machine.path())
        machine.frame.weak -= 1
        machine.meet(ends)
        if machine.alive and before is not None:
            self._reached(before[0], [end[0] for end in ends if end is not None])
        return join(values)

    def _reached(self, before: State, ends: list[State]) -> None:
        """What one way seeds of an object's own is seeded: whichever object it is, it is the one that was called."""
        state = self.machine.state
        for stream in {stream for end in ends for stream in end.streams if isinstance(stream, int)}:
            seeded = any(end.get(stream).state != "unseeded" for end in ends)
            if seeded and before.get(stream).state == "unseeded" == state.get(stream).state:
                state.set(stream, UNCLEAR)

    def _seeded_with(self, option: Value) -> None:
        """Where this object is what was made, the streams that making it seeds are seeded, whatever others leave so."""
        machine = self.machine
        owner = option.receiver if isinstance(option, Func) else option
        made = machine.heap[owner].made if isinstance(owner, Obj) else None
        inside = [each for each in machine.events.seedings if made in each.path] if made is not None else []
        for seeding in inside:
            if seeding.status.state != "unseeded" and machine.state.get(seeding.stream).state == "unseeded":
                machine.state.set(seeding.stream, UNCLEAR)

    def _may_seed_first(self, func: Union, args: Args, name: str) -> None:
        """A dispatch may have come by here before: what one option seeds may be seeded when another runs."""
        machine = self.machine
        before, events = machine.path(), machine.events.pause()
        seeded: set[Stream] = set()
        for option in func.options:
            machine.resume(before)
            self.call(option, args, name)
            seeded |= {stream for stream, status in machine.state.streams.items() if status.state != "unseeded"}
        machine.events.go_on(events)
        machine.resume(before)
        for stream in seeded:
            if machine.state.get(stream).state == "unseeded":
                machine.state.set(stream, UNCLEAR)

    def _call_object(self, obj: Obj, args: Args, name: str) -> Value:
        found = self.machine.heap[obj]
        if found.cls == "partial":
            merged = Args(
                [*(found.fields[key] for key in sorted(k for k in found.fields if isinstance(k, int))), *args.values],
                {**{key: value for key, value in found.fields.items() if isinstance(key, str)}, **args.keywords},
                args.node,
                args.open or found.open,
            )
            return self.call(found.arguments["func"], merged, name)
        if found.cls == "contexted":
            results: list[Value] = []
            inside = found.arguments["func"]
            self.machine.iteration.enter(
                found.arguments["context"], lambda _: results.append(self.call(inside, args, name))
            )
            return join(results) if results else UNKNOWN
        if isinstance(found.cls, str):
            return self.machine.library.call(Ext(f"{found.cls}.__call__", obj), args)
        for method in ("__call__", "forward"):
            value = self.objects.find(obj, method)
            if isinstance(value, Func):
                return self.function(value, args)
        return self.unresolved(args, name)

    def unresolved(self, args: Args, name: str) -> Value:
        """A call that can't be resolved."""
        return self.unseen(args, name)

    def unseen(self, args: Args, name: str) -> Value:
        """A call of which nothing is known: draws nothing, but may have seeded anything if it speaks of seeds."""
        machine = self.machine
        machine.failures.possible()
        given = [value for key, value in args.keywords.items() if seed_name(key)] + args.everything()
        machine.heap.hand_over(args.everything())
        about_seed = (
            seed_word(name)
            or any(seed_name(key) for key in args.keywords)
            or any(self._holds_seed(value) for value in given)
            or _spelled(args, name) in machine.program.seeding_names
        )
        if about_seed:
            place = machine.here(args.node)
            machine.events.unclear(place, f"the call of `{name or '…'}` can't be resolved and may seed")
            machine.state.blur()
        return text_by_method(machine, name, args) or (SEEDLIKE if seed_name(name) else UNKNOWN)

    def _holds_seed(self, value: Value) -> bool:
        if isinstance(value, Unknown):
            return value.seedlike
        if isinstance(value, Obj):
            return any(isinstance(key, str) and seed_name(key) for key in self.machine.heap[value].fields)
        return False

    # --- functions -----------------------------------------------------------------------------------

    def function(self, func: Func, args: Args) -> Value:
        """Enter a project function."""
        machine = self.machine
        function = machine.program.function(func.ref)
        if func.ref.path not in machine.modules:
            machine.run_module(func.ref.path)
        if function.generator:
            made = machine.heap.make("gen", machine.here(args.node), func.ref, args.key())
            made.thunk = Thunk(func.frame, function=(func, args))
            return Obj(made.number)
        key = (func, args.key(), args.open, machine.state.key(), machine.heap.version, machine.training)
        known = self._memo.get(key)
        count = self._entered.get(func.ref, 0)
        coarse = (func.ref, machine.state.key())
        if known is None and count >= CONTEXTS:
            known = self._last.get(coarse)
        if known is not None:
            machine.events.entered(func.ref, machine.here(args.node))
            machine.state = known[0].copy()
            machine.alive = known[2]
            machine.failures.possible()
            return known[1]
        if not self.may_enter(func) or count >= 8 * CONTEXTS:
            machine.events.told = True  # who knows what it does
            return UNKNOWN
        value = self.run(func, args)
        if not machine.events.paused:  # what was only tried has left no record of its draws
            self._entered[func.ref] = count + 1
            self._memo[key] = self._last[coarse] = (machine.state.copy(), value, machine.alive)
        return value

    def may_enter(self, func: Func) -> bool:
        """Whether recursion is not too deep for one more call."""
        return self._running.count(func.ref) < 2 and len(self._running) < DEEPEST

    def run(self, func: Func, args: Args, on_yield: Callable[[Value], None] | None = None) -> Value:
        """Run a function's body in a frame of its own; the state afterwards is where its ends meet."""
        machine = self.machine
        function = machine.program.function(func.ref)
        module = machine.program.table.by_path[func.ref.path]
        parent = machine.frames[func.frame] if func.frame >= 0 else machine.modules.get(func.ref.path)
        frame = machine.new_frame(module, func.ref.index, parent)
        frame.on_yield = on_yield
        frame.weak = machine.frame.weak
        frame.env = self._bind(func, function, args)
        place = machine.here(args.node)
        outer_slice = machine.slice
        machine.events.calls.append(place)
        machine.events.entered(func.ref, place)
        machine.events.reached.add((func.ref.path, func.ref.index))
        machine.stack.append(frame)
        self._running.append(func.ref)
        machine.block(function.body)
        self._running.pop()
        machine.stack.pop()
        machine.events.calls.pop()
        machine.slice = outer_slice
        end: State | None = machine.state if machine.alive else None
        values = [value for _, value in frame.returns]
        if machine.alive:
            values.append(NONE)
        for state, _ in frame.returns:
            end = meet(end, state)
        if end is None:
            machine.alive = False
            return UNKNOWN
        machine.alive, machine.state = True, end.copy()
        if isinstance(func.receiver, Obj) and not (machine.frame.weak or machine.events.paused):
            machine.completed.add((func.receiver, func.ref))
        return parts.annotated(machine, join(values), func.ref, function.returns) if values else UNKNOWN

    def _bind(self, func: Func, function: f.Function, args: Args) -> dict[str, Value]:
        machine = self.machine
        env: dict[str, Value] = {}
        values = list(args.values)
        if func.receiver is not None:
            values.insert(0, func.receiver if isinstance(func.receiver, Obj) else Cls(func.receiver))
        positional = [param for param in function.params if param.kind in ("pos", "any")]
        for param, value in zip(positional, values, strict=False):
            env[param.name] = value
        named = {param.name for param in function.params if param.kind in ("any", "key")}
        extra = {key: value for key, value in args.keywords.items() if key not in named}
        env.update({key: value for key, value in args.keywords.items() if key in named})
        defaults = self.defaults(func)
        options: dict[str, Value] = {}
        if function.decorators and not args.everything():
            options = {**option_defaults(machine, func.ref), **hydra_parameter(machine, func.ref)}
        for param in function.params:
            if param.name in options and param.name not in env:
                env[param.name] = options[param.name]
            elif param.kind == "star":
                env[param.name] = self._collect("tuple", values[len(positional) :], {}, args)
            elif param.kind == "kwargs":
                free = {key: value for key, value in options.items() if key not in named}
                env[param.name] = self._collect("dict", [], {**free, **extra}, args)
            elif param.name not in env:
                missing = SEEDLIKE if seed_name(param.name) else UNKNOWN
                env[param.name] = missing if args.open else defaults.get(param.name, missing)
            env[param.name] = parts.annotated(machine, env[param.name], func.ref, param.annotation)
        return env

    def defaults(self, func: Func) -> dict[str, Value]:
        """A function's defaults, by parameter; where this run has not passed its `def`, constants only."""
        known = self.machine.defaults.get(func.ref)
        if known is not None:
            return known
        out: dict[str, Value] = {}
        for param in self.machine.program.function(func.ref).params:
            if param.default is not None and isinstance(param.default.expr, f.Const):
                span = Span(param.default.start, param.default.end)
                out[param.name] = Lit(param.default.expr.value, Place(func.ref.path, span, span, -1), default=True)
        return out

    def _collect(self, kind: str, values: list[Value], fields: dict[str, Value], args: Args) -> Value:
        machine = self.machine
        made = machine.heap.make(kind, machine.here(args.node), "rest", args.key())
        made.open = args.open
        for number, value in enumerate(values):
            machine.heap.store(Obj(made.number), number, value, weak=False)
        for key, value in fields.items():
            machine.heap.store(Obj(made.number), key, value, weak=False)
        return Obj(made.number)

    def decorate(self, decorator: Value, value: Value, root: f.Root) -> Value:
        """What a decorator makes of a function or class. A library's decorators leave it as it is."""
        if isinstance(decorator, Obj) and self.machine.heap[decorator].cls == "register":
            if not self.machine.handlers.decorated(self.machine.heap[decorator], value):
                self.machine.heap.add(self.machine.heap[decorator].owner, value)
            return value
        objects = self.machine.heap
        if isinstance(decorator, Obj) and objects[decorator].cls == "wraps":
            if isinstance(value, Func):
                self.machine.attributes_of(value)["__wrapped__"] = objects[decorator].arguments["func"]
            return value
        if isinstance(decorator, Ext) and decorator.name in _STANDING_FOR:
            return self.call(decorator, Args([value], node=f.Call(root.expr, [], [], root.start, root.end, 0)))
        if isinstance(decorator, Obj) and isinstance(value, Func) and self._is_context(decorator):
            made = objects.make("contexted", self.machine.place(root.start, root.end), value)
            made.arguments.update(func=value, context=decorator)
            return Obj(made.number)
        if isinstance(decorator, (Func, Cls)) or (
            isinstance(decorator, Obj) and not isinstance(self.machine.heap[decorator].cls, str)
        ):
            node = f.Call(root.expr, [], [], root.start, root.end, 0)
            result = self.call(decorator, Args([value], node=node))
            return result if isinstance(result, (Func, Cls, Obj)) else value
        return value

    def _is_context(self, decorator: Obj) -> bool:
        """Whether an object that decorates a function is a context manager around its calls."""
        if self.machine.heap[decorator].thunk is not None:
            return True
        return (
            self.objects.find(decorator, "__call__") is None and self.objects.find(decorator, "__enter__") is not None
        )


def _spelled(args: Args, name: str) -> str:
    """A callee as written: ".name" for a method, "name" for a plain call."""
    return f".{name}" if args.node is not None and isinstance(args.node.func, f.Attr) else name
