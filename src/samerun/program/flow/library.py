"""Calls of libraries: what the catalog says they do, in order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.catalog.schema import Callable, Class
from samerun.program.flow import crashes, parts
from samerun.program.flow.arguments import Args
from samerun.program.flow.builtin import BUILTINS, METHODS
from samerun.program.flow.conditions import conditions_hold
from samerun.program.flow.config_files import loaded
from samerun.program.flow.domain import (
    SEEDLIKE,
    UNCLEAR,
    UNKNOWN,
    UNSEEDED,
    Cause,
    Entropy,
    Ext,
    Lit,
    Obj,
    Place,
    State,
    Status,
    Value,
    alternatives,
    is_none,
    mixed,
)
from samerun.program.flow.effects import Effects, LibraryCall
from samerun.program.flow.held import Held
from samerun.program.flow.lightning_cli import CLI_CLASSES
from samerun.program.flow.text import method_of_text
from samerun.program.flow.words import seed_name

if TYPE_CHECKING:
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine


# Functions that take anything.
_SAFE = frozenset(f"builtins.{name}" for name in ("print", "repr", "bool", "type", "id", "callable", "dict", "object"))

# Methods of a module that make what they are handed a part of it.
_ADDING = frozenset({"add_module", "register_module"})
# Python's own kinds of objects, whose methods seed nothing; a progress bar stands for what it goes through.
_BUILT_IN = frozenset({"range", "list", "tuple", "dict", "set", "zip", "enumerate", "map"})


class Library:
    """Applies catalog rows to the machine's state."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.catalog = machine.program.catalog
        self.effects = Effects(machine)
        self.held = Held(machine)

    # --- attributes, items, members ------------------------------------------------------------------

    def attribute(self, owner: Ext, name: str) -> Value:
        """`library.name`"""
        if owner.receiver is not None:
            return self._made(owner, Args([]))
        full = f"{owner.name}.{name}"
        if name == "__name__":
            return Lit(owner.name.removeprefix("builtins."))
        return self.machine.names.external(full)

    def attribute_of(self, obj: Obj, name: str) -> Value:
        """An attribute of a library's object: another object, or a method."""
        found = self.machine.heap[obj]
        assert isinstance(found.cls, str)
        inside = self.held.of_wrapped(found, name)
        if inside is not None:
            return inside
        if (found.cls, name) in METHODS or self.catalog.method(found.cls, name) is not None:
            row = self.catalog.cls(found.cls)
            return Ext(f"{row.bases[0] if row is not None and name in row.lacks else found.cls}.{name}", obj)
        if found.stream is not None and name in ("state", "bit_generator"):
            return self.held.generator(found, name)
        if name == "data" and self.held.layer_of(found) is not None:
            return obj  # what is done to it is done to the parameter
        if (tensor := self.held.tensor(found, name)) is not None:
            return tensor
        cls = self.catalog.attribute(found.cls, name)
        if cls is not None:
            return self.held.part(found, cls, name)
        if seed_name(name) and name not in found.arguments:
            return SEEDLIKE
        return found.arguments.get(name, Ext(f"{found.cls}.{name}", obj))

    def item(self, obj: Obj) -> Value:
        """A member of a library's object."""
        found = self.machine.heap[obj]
        row = self.catalog.cls(found.cls) if isinstance(found.cls, str) else None
        items = found.arguments.get("__items__")
        if items is not None:
            return items
        if row is not None and row.items:
            return self.held.part(found, row.items, "[]")
        return UNKNOWN

    def iterate(self, obj: Obj) -> Value:
        """One turn of a loop over a library's object."""
        found = self.machine.heap[obj]
        assert isinstance(found.cls, str)
        if self.catalog.method(found.cls, "__iter__") is not None:
            self.call(Ext(f"{found.cls}.__iter__", obj), Args([]))
        if found.items or found.fields:
            return self.machine.heap.member(obj)
        return self.item(obj)

    # --- calls ---------------------------------------------------------------------------------------

    def call(self, ext: Ext, args: Args) -> Value:
        """Call a library's function, class or method."""
        machine = self.machine
        if not machine.alive:
            return UNKNOWN  # the run has ended among the arguments
        last = ext.name.rpartition(".")[2]
        if last in ("eval", "train") and ext.receiver is not None:
            machine.training = last == "train" and not any(
                isinstance(value, Lit) and value.value is False for value in args.everything()
            )
        machine.switching.called(ext, args, last)
        machine.events.probes.called(machine, ext, args, last)
        if isinstance(ext.receiver, Lit):
            return method_of_text(machine, ext.receiver, last, args)
        special = BUILTINS.get(ext.name)
        if special is not None:
            return special(machine, args, ext)
        loader = self.catalog.loader(ext.name)
        if loader is not None:
            return loaded(machine, args, loader)
        if isinstance(ext.receiver, Obj):
            method = METHODS.get((str(machine.heap[ext.receiver].cls), last))
            if method is not None:
                return method(machine, args, ext)
            if last in _ADDING and len(args.values) == 2:
                machine.heap.add(ext.receiver, args.values[1])
        row = self.row(ext)
        if ext.receiver is None and args.values and isinstance(args.values[0], Obj) and self._of_class(ext.name, row):
            ext, args = Ext(ext.name, args.values[0]), args.without_first()  # `Base.__init__(self, …)`
        if isinstance(ext.receiver, Obj) and last == "set_params":
            return self._set_params(ext.receiver, args)
        if isinstance(row, Class):
            return self.construct(row, args, ext.name)
        if isinstance(row, Callable):
            return self.function(row, ext, args)
        if isinstance(ext.receiver, Obj) and last == "__init__":
            owner = ext.name.rpartition(".")[0]
            self.initialise(machine.heap[ext.receiver], owner, args)
            machine.switching.made(owner, args)
            return UNKNOWN
        return self._uncatalogued(ext, args, last)

    def _set_params(self, obj: Obj, args: Args) -> Value:
        """`estimator.set_params(random_state=0)`: as if it had been made with that."""
        found = self.machine.heap[obj]
        row = self.catalog.cls(found.cls) if isinstance(found.cls, str) else None
        if row is not None and row.seed is not None and row.seed in args.keywords:
            found.arguments.update(args.keywords)
            self._set_stream(found, row, found.arguments, self.machine.here(args.node), row.names[0])
        return obj

    def _of_class(self, name: str, row: Callable | Class | None) -> bool:
        """Whether a name is a method that is called through its class, with the object as first argument."""
        owner, _, method = name.rpartition(".")
        if method != "__init__" and not (isinstance(row, Callable) and any(each.of_receiver() for each in row.effects)):
            return False
        return self.catalog.cls(owner) is not None

    def row(self, ext: Ext) -> Callable | Class | None:
        """The catalog's row of a function, class or method."""
        owner, _, name = ext.name.rpartition(".")
        if ext.receiver is not None:
            return self.catalog.method(owner, name)
        row = self.catalog.row(ext.name)
        return row if row is not None or not owner else self.catalog.method(owner, name)

    def _uncatalogued(self, ext: Ext, args: Args, last: str) -> Value:
        """Something of a library that no row speaks of: a known library's does nothing to streams."""
        root = ext.name.partition(".")[0]
        if crashes.is_without_path(ext, args):
            self.machine.failures.surely("builtins.TypeError")
            return UNKNOWN
        if ext.name not in _SAFE:
            self.machine.failures.possible()
        for value in args.everything() if root != "builtins" and ext.name not in libraries().pickling else ():
            self.machine.iteration.consume(value)
        entropic = next(
            (each for value in args.everything() for each in alternatives(value) if isinstance(each, Entropy)), None
        )
        if root in sys.stdlib_module_names or root == "builtins" or root in self.catalog.roots:
            if seed_name(last) and root != "builtins" and root not in sys.stdlib_module_names:
                return self.machine.caller.unresolved(args, last)
            result: Value = entropic or (SEEDLIKE if seed_name(last) else UNKNOWN)
            if root in ("builtins", "math", "operator", "numpy", "copy", "itertools"):
                result = mixed(args.everything()) if args.everything() else UNKNOWN
            return self._made(ext, args) if result == UNKNOWN else result
        if root in _BUILT_IN:
            self.machine.heap.hand_over(args.everything())
            return UNKNOWN
        return self.machine.caller.unresolved(args, last)

    def _made(self, ext: Ext, args: Args) -> Value:
        """What a call gives of which only the library is known."""
        owner = [ext.receiver] if ext.receiver is not None else []
        return parts.made(self.machine, ext.name, [*args.everything(), *owner])

    def bind(self, row: Callable | Class, args: Args) -> dict[str, Value]:
        """A call's arguments by the row's parameters."""
        bound = args.bind(row.params)
        rest = args.rest(row.params)
        if rest is not None:
            machine = self.machine
            made = machine.heap.make("tuple", machine.here(args.node), "rest", args.key())
            made.fields, made.open = dict(enumerate(rest[1])), args.open
            bound.setdefault(rest[0], Obj(made.number))
        keywords = next((param[2:] for param in row.params if param.startswith("**")), None)
        if keywords is not None:
            named = self.machine.heap.make("dict", self.machine.here(args.node), "keywords", args.key())
            named.fields.update(args.keywords)
            bound[keywords] = Obj(named.number)
        return bound

    def function(self, row: Callable, ext: Ext, args: Args) -> Value:
        """Apply a function's row: its effects in order, then its result."""
        bound = self.bind(row, args)
        receiver = self.machine.heap[ext.receiver] if isinstance(ext.receiver, Obj) else None
        place = self.machine.here(args.node)
        outcome: Value | None = None
        call = LibraryCall(row, ext.name, bound, args, receiver, place)
        self.effects.settle(call)
        for effect in self.effects.that_hold(row, ext.name):
            drawn = self.effects.apply(effect, call)
            outcome = drawn if drawn is not None else outcome
        return self._result(row, ext, bound, args, place, outcome)

    def _result(
        self, row: Callable, ext: Ext, bound: dict[str, Value], args: Args, place: Place, outcome: Value | None
    ) -> Value:
        machine = self.machine
        if row.unless and not conditions_hold([], row.unless, row.defaults, bound, args.open, None, machine.heap):
            return UNKNOWN
        if row.unordered is not None:
            made = machine.heap.make("list", place, machine.context())
            made.open, made.disorder = True, Entropy(f"the order of `{ext.name}()`", place, row.unordered)
            return Obj(made.number)
        returns = self._returned(row, bound, args)
        if returns == "self":
            return ext.receiver if ext.receiver is not None else UNKNOWN
        if returns and returns.startswith("arg:"):
            return self._given_back(row, bound, returns[4:])
        if returns or row.items:
            cls = self.catalog.canonical(returns) if returns else "items"
            made = machine.heap.make(cls, place, machine.context())
            made.arguments.update(bound)
            if isinstance(ext.receiver, Obj):
                made.arguments["__owner__"] = ext.receiver
            if any(effect.keeps for effect in row.effects):
                made.arguments["__keeps__"] = Lit(True)
            if row.seed is not None or row.omitted is not None:
                self._stream_of(made, row, bound, ext, place)
            if row.items:
                part = machine.heap.make(self.catalog.canonical(row.items), place, "items")
                self._stream_of(part, row, bound, ext, place)
                made.arguments["__items__"] = Obj(part.number)
            return Obj(made.number)
        if any(effect.keeps for effect in row.effects):
            made = machine.heap.make("keeps", place)
            made.arguments["__keeps__"] = Lit(True)
            for effect in row.effects:
                for stream in effect.keeps or []:
                    made.arguments[stream] = Lit(True)
            return Obj(made.number)
        if outcome is not None:
            return outcome
        result = mixed(args.everything()) if args.everything() else UNKNOWN
        return self._made(ext, args) if result == UNKNOWN else result

    def _given_back(self, row: Callable, bound: dict[str, Value], param: str) -> Value:
        """An argument; of a star parameter that takes one, that one."""
        value = bound.get(param, UNKNOWN)
        if f"*{param}" not in row.params or not isinstance(value, Obj):
            return value
        taken = self.machine.heap[value]
        return taken.fields[0] if len(taken.fields) == 1 and not taken.open else value

    def _returned(self, row: Callable, bound: dict[str, Value], args: Args) -> str | None:
        """The class of a result: that of the first case which surely holds."""
        for cls, conditions in row.cases.items():
            if conditions_hold(conditions, [], row.defaults, bound, args.open, None, self.machine.heap):
                return cls
        return row.returns

    def restore(self, context: HeapObject, saved: State, state: State) -> None:
        """Put back the streams that a context manager kept."""
        for stream in [name for name in context.arguments if not name.startswith("__")]:
            state.set(stream, saved.get(stream))

    # --- objects -------------------------------------------------------------------------------------

    def construct(self, row: Class, args: Args, name: str) -> Value:
        """Make an object of a library's class, which is called by this name."""
        machine = self.machine
        cls = name if self.catalog.cls(name) is row else self.catalog.canonical(row.names[0])
        made = machine.heap.make(cls, machine.here(args.node), machine.context())
        self.initialise(made, cls, args)
        return Obj(made.number)

    def initialise(self, made: HeapObject, cls: str, args: Args) -> None:
        """What a library's `__init__` does to an object."""
        row = self.catalog.cls(cls)
        if row is None:
            return
        place = self.machine.here(args.node)
        bound = self.bind(row, args)
        made.arguments.update(bound)
        made.open = args.open
        call = LibraryCall(row, cls, bound, args, made, place)
        self.effects.settle(call)
        for effect in self.effects.that_hold(row, cls):
            self.effects.apply(effect, call)
        if cls in CLI_CLASSES:
            CLI_CLASSES[cls](self.machine, made, bound, args.node).run()
        core = self.held.core(made)
        if core is not made:
            made.stream = core.stream
        if row.seed is not None or row.omitted is not None:
            self.own_stream(made, row, bound, place)

    def own_stream(self, made: HeapObject, row: Class, bound: dict[str, Value], place: Place) -> None:
        self._set_stream(made, row, bound, place, row.names[0])

    def _stream_of(self, made: HeapObject, row: Callable, bound: dict[str, Value], ext: Ext, place: Place) -> None:
        if row.seed == "self":
            owner = self.machine.heap[ext.receiver] if isinstance(ext.receiver, Obj) else None
            status = self.machine.state.get(owner.stream) if owner is not None and owner.stream is not None else UNCLEAR
            made.stream = made.number
            self.machine.state.set(made.number, status)
            if owner is not None and isinstance(owner.stream, int):
                source = self.machine.heap.objects[owner.stream]
                made.made, made.takes_seed = source.made, source.takes_seed  # what it comes from is to be seeded
            return
        self._set_stream(made, row, bound, place, ext.name)

    def _set_stream(
        self, made: HeapObject, row: Class | Callable, bound: dict[str, Value], place: Place, what: str
    ) -> None:
        """An object's stream, from the argument that seeds it or from what its absence means."""
        state = self.machine.state
        made.takes_seed = row.seed is not None
        value = bound.get(row.seed) if row.seed is not None else None
        if isinstance(value, Obj) and self.machine.heap[value].stream is not None:
            inner = self.machine.heap[value].stream
            made.stream = inner
            return
        if isinstance(value, Ext) and value.name == "numpy.random":
            made.stream = "numpy-global"
            return
        made.stream = made.number
        if value is None and row.seed is not None and made.open:
            state.set(made.number, UNCLEAR)
        elif value is None and row.seed is not None and row.seed in row.defaults:
            state.set(made.number, Status("seeded", place))
        elif value is None or is_none(value) is True:
            if row.omitted == "entropy":
                cause = None
                if isinstance(value, Lit) and (value.default or value.place is not None):
                    cause = Cause("optional" if value.default else "own", place, "None", value.place)
                state.set(made.number, UNSEEDED._replace(by=place, cause=cause))
            elif row.omitted == "fixed":
                state.set(made.number, Status("seeded", place))
            else:
                made.stream = row.omitted
        else:
            status = self.effects.seedings.status_of(value, place, row.omitted, what)
            state.set(made.number, status if status is not None else UNCLEAR)
