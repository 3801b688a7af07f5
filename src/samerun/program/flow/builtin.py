"""Builtins and library functions that shape values or the path itself, rather than streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow import displays, loops, mappings, protocol
from samerun.program.flow.arguments import Args
from samerun.program.flow.config_files import CONFIG, CONFIG_CALLS, CONFIG_METHODS
from samerun.program.flow.domain import (
    GIVEN,
    UNKNOWN,
    Cls,
    Entropy,
    Ext,
    Lit,
    Mod,
    Obj,
    Value,
    alternatives,
    is_option,
    join,
    mixed,
)
from samerun.program.flow.hydra_calls import HYDRA_CALLS
from samerun.program.flow.instantiated import INSTANTIATIONS
from samerun.program.flow.lightning_cli import CLI_METHODS
from samerun.program.flow.options import OPTION_CALLS, OPTION_METHODS
from samerun.program.flow.processes import PROCESS_CALLS
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.machine import Machine

    Handler = Callable[[Machine, Args, Ext], Value]


def _first(args: Args) -> Value:
    return args.values[0] if args.values else next(iter(args.keywords.values()), UNKNOWN)


def _ends(machine: Machine, args: Args, ext: Ext) -> Value:
    machine.events.end()
    machine.alive = False
    return UNKNOWN


def _consuming(machine: Machine, args: Args, ext: Ext) -> Value:
    """`list(x)`, `sorted(x, key=f)`, `sum(x)`: whatever is lazy in the argument runs now."""
    source = _first(args)
    if "key" in args.keywords:
        machine.iteration.iterate(
            source, lambda member: _discard(machine.caller.call(args.keywords["key"], Args([member])))
        )
    if ext.name == "builtins.sorted":
        return displays.sorted_(machine, args, source)
    if ext.name in _REDUCING and (reduced := displays.reduced(machine, args, source)) is not None:
        return reduced
    if isinstance(source, Obj) and machine.heap[source].cls in ("list", "tuple"):
        return source
    return displays.listed(machine, args, source, ext.name)


# They don't see in which order the members come.
_REDUCING = frozenset(
    {"builtins.sum", "builtins.any", "builtins.all", "builtins.max", "builtins.min", "collections.Counter"}
)


def _discard(value: Value) -> None:
    """What a call returns is of no interest."""


def _mapped(machine: Machine, args: Args, ext: Ext) -> Value:
    """`map(f, xs)`, `filter(f, xs)`: lazy, run when iterated."""
    if len(args.values) < 2:
        return UNKNOWN
    made = machine.heap.make("map", machine.here(args.node), args.key())
    made.arguments.update(func=args.values[0], source=args.values[1])
    if ext.name.endswith("filter"):
        made.arguments["keeps"] = Lit(True)
    return Obj(made.number)


def _same(machine: Machine, args: Args, ext: Ext) -> Value:
    return _first(args)


def _wrapped(kind: str) -> Handler:
    def handler(machine: Machine, args: Args, ext: Ext) -> Value:
        made = machine.heap.make(kind, machine.here(args.node), args.key())
        for number, value in enumerate(args.values if kind == "zip" else args.values[:1]):
            machine.heap.store(Obj(made.number), number, value, weak=False)
        return Obj(made.number)

    return handler


def _next(machine: Machine, args: Args, ext: Ext) -> Value:
    source = _first(args)
    order = machine.disorder.order_of(source)
    if order is not None:
        return order
    if isinstance(source, Obj) and machine.heap[source].thunk is not None:
        return machine.iteration.consume(source)
    if isinstance(source, Obj):
        taken: list[Value] = []
        machine.iteration.iterate(source, taken.append)
        return join(taken) if taken else UNKNOWN
    return UNKNOWN


def _super(machine: Machine, args: Args, ext: Ext) -> Value:
    frame = machine.frame
    if args.values:
        after, receiver = args.values[0], args.values[1] if len(args.values) > 1 else UNKNOWN
    else:
        if frame.scope < 0:
            return UNKNOWN
        function = frame.module.facts.functions[frame.scope]
        if function.owner < 0 or not function.params:
            return UNKNOWN
        after = Cls(ClassRef(frame.module.path, function.owner))
        receiver = frame.env.get(function.params[0].name, UNKNOWN)
    made = machine.heap.make("super", machine.here(args.node), receiver, after)
    made.fields.update({"self": receiver, "after": after})
    return Obj(made.number)


def _new(machine: Machine, args: Args, ext: Ext) -> Value:
    cls = _first(args)
    if isinstance(cls, Cls):
        return Obj(machine.heap.make(cls.ref, machine.here(args.node)).number)
    return UNKNOWN


def _made_whole(machine: Machine, args: Args, ext: Ext) -> Value:
    """`super().__call__(…)` in a metaclass: the class makes its object."""
    if isinstance(ext.receiver, Cls):
        return machine.caller.objects.construct(ext.receiver, args, whole=True)
    return UNKNOWN


def _partial(machine: Machine, args: Args, ext: Ext) -> Value:
    kind = ext.name if ext.name.endswith("partialmethod") else "partial"
    made = machine.heap.make(kind, machine.here(args.node), args.key())
    made.arguments["func"] = _first(args)
    for number, value in enumerate(args.values[1:]):
        made.fields[number] = value
    made.fields.update(args.keywords)
    made.open = args.open
    return Obj(made.number)


def _collection(kind: str) -> Handler:
    def handler(machine: Machine, args: Args, ext: Ext) -> Value:
        if kind in ("list", "tuple") and args.values:
            return _consuming(machine, args, ext)
        made = machine.heap.make(kind, machine.here(args.node), ext.name)
        for key, value in args.keywords.items():
            machine.heap.store(Obj(made.number), key, value, weak=False)
        for value in args.values:
            if isinstance(value, Obj) and machine.heap[value].cls == "dict":
                made.fields.update(machine.heap[value].fields)
            else:
                made.open = True
        return Obj(made.number)

    return handler


def _range(machine: Machine, args: Args, ext: Ext) -> Value:
    bound = args.values[0] if len(args.values) == 1 else None
    turns = bound.value if isinstance(bound, Lit) and isinstance(bound.value, int) else None
    written = args.node.args[0] if args.node is not None and args.node.args else None
    none = bound is not None and turns is not None and turns <= 0 and not is_option(bound)
    if none and loops.never_changes(machine, written, bound or UNKNOWN):
        return Obj(machine.heap.make("list", machine.here(args.node)).number)  # no turn at all
    made = machine.heap.make("range", machine.here(args.node))
    if turns is not None and turns > 0:
        made.fields[0] = GIVEN
    return Obj(made.number)


def _append(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    found = machine.heap[ext.receiver]
    for value in args.values[-1:]:
        ordered = ext.name.endswith(".append") and not (machine.frame.weak or machine.looping or found.items)
        if ordered and not found.open:
            machine.heap.store(ext.receiver, len(found.fields), value, weak=False)
        else:
            machine.heap.add(ext.receiver, value)
    machine.disorder.touched(ext.receiver)
    return Lit(None)


def _extend(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    machine.heap[ext.receiver].open = True
    source = _first(args)
    found = machine.heap[ext.receiver]
    if found.cls == "set":
        for member in displays.members_of(machine, source)[0]:
            machine.heap.add(ext.receiver, member)
        return Lit(None)
    found.disorder = found.disorder or machine.disorder.order_of(source)
    machine.heap.add(ext.receiver, machine.iteration.consume(source))
    return Lit(None)


def _saved(machine: Machine, args: Args, ext: Ext) -> Value:
    """`random.getstate()`: a copy of the stream's state, to be set again later."""
    made = machine.heap.make("state", machine.here(args.node))
    made.saved = machine.state.get(_SAVED[ext.name])
    return Obj(made.number)


def _replaced(machine: Machine, args: Args, ext: Ext) -> Value:
    """`dataclasses.replace(obj, field=…)`"""
    source = _first(args)
    if not isinstance(source, Obj):
        return UNKNOWN
    made = machine.heap.make(machine.heap[source].cls, machine.here(args.node), source)
    made.fields.update(machine.heap[source].fields)
    made.fields.update(args.keywords)
    return Obj(made.number)


def _enter_context(machine: Machine, args: Args, ext: Ext) -> Value:
    return machine.iteration.head(_first(args))


def _exit_stack(machine: Machine, args: Args, ext: Ext) -> Value:
    return Obj(machine.heap.make("contextlib.ExitStack", machine.here(args.node)).number)


def _suppress(machine: Machine, args: Args, ext: Ext) -> Value:
    made = machine.heap.make("contextlib.suppress", machine.here(args.node))
    made.fields.update(enumerate(args.values))
    return Obj(made.number)


def _reload(machine: Machine, args: Args, ext: Ext) -> Value:
    """`importlib.reload(module)`: its top level runs again."""
    module = _first(args)
    if isinstance(module, Mod) and not machine.events.paused:
        machine.modules.pop(module.path, None)
        machine.run_module(module.path)
    return module


# Calls that copy a global stream's state.
_SAVED = {
    "random.getstate": "python",
    "numpy.random.get_state": "numpy-global",
    "torch.get_rng_state": "torch",
    "torch.random.get_rng_state": "torch",
}


def _number(machine: Machine, args: Args, ext: Ext) -> Value:
    value = _first(args)
    if isinstance(value, Lit):
        if isinstance(value.value, (int, float)):
            return value
        if isinstance(value.value, str) and value.value.lstrip("-").isdigit():
            return Lit(int(value.value), value.place, value.default, value.option)
        machine.failures.possible()
    return mixed(args.everything()) if args.everything() else GIVEN


def _asyncio(machine: Machine, args: Args, ext: Ext) -> Value:
    return join(list(alternatives(_first(args))))


def _import_module(machine: Machine, args: Args, ext: Ext) -> Value:
    """`importlib.import_module("name")` with a literal."""
    from samerun.index import facts as f
    from samerun.program.symbols import ModuleRef

    name = _first(args)
    if not (isinstance(name, Lit) and isinstance(name.value, str)) or name.value.startswith("."):
        return UNKNOWN
    symbol = machine.program.resolver.imported_module(machine.frame.module, f.Alias(name.value, None, "", 0, 0, 0))
    if isinstance(symbol, ModuleRef):
        machine.run_module(symbol.path)
    return machine.names.of_symbol(symbol)


def _exec(machine: Machine, args: Args, ext: Ext) -> Value:
    """`exec(text)`, `eval(text)`: whatever the text may say of seeds."""
    text = _first(args)
    if not (isinstance(text, Lit) and isinstance(text.value, str) and "seed" not in text.value):
        machine.events.unclear(machine.here(args.node), f"`{ext.name}` may run anything")
        machine.state.blur()
    return UNKNOWN


def _run_path(machine: Machine, args: Args, ext: Ext) -> Value:
    """`runpy.run_path("other.py")`, `runpy.run_module("other")`, with a literal."""
    name = _first(args)
    if isinstance(name, Lit) and isinstance(name.value, str):
        folder = machine.frame.module.folder
        if ext.name == "runpy.run_module":
            value = _import_module(machine, args, ext)
            return UNKNOWN if isinstance(value, Mod) else value
        machine.run_script(f"{folder}/{name.value.removeprefix('./')}")
        return UNKNOWN
    machine.state.blur()
    return UNKNOWN


BUILTINS: dict[str, Handler] = {
    **OPTION_CALLS,
    **dict.fromkeys(("builtins.exit", "builtins.quit", "sys.exit", "os._exit", "os.abort"), _ends),
    **dict.fromkeys(("builtins.sorted", "builtins.sum", "builtins.any",
                     "builtins.all", "builtins.max", "builtins.min", "collections.deque", "numpy.fromiter",
                     "collections.Counter", "itertools.chain.from_iterable"), _consuming),
    **dict.fromkeys(("builtins.map", "builtins.filter", "itertools.starmap"), _mapped),
    **dict.fromkeys(("builtins.iter", "builtins.reversed", "itertools.cycle", "itertools.islice", "tqdm.tqdm",
                     "tqdm.auto.tqdm", "tqdm.notebook.tqdm", "tqdm.trange", "rich.progress.track", "copy.copy",
                     "copy.deepcopy", "typing.cast"), _same),
    **displays.BUILTINS,
    **PROCESS_CALLS,
    **protocol.BUILTINS,
    **CONFIG_CALLS,
    **HYDRA_CALLS,
    **INSTANTIATIONS,
    "builtins.list": _collection("list"), "builtins.tuple": _collection("tuple"), "builtins.dict": _collection("dict"),
    "builtins.enumerate": _wrapped("enumerate"), "builtins.zip": _wrapped("zip"),
    "builtins.next": _next, "builtins.super": _super,
    "builtins.object.__new__": _new, "functools.partial": _partial,
    "builtins.type.__call__": _made_whole, "functools.partialmethod": _partial, "builtins.staticmethod": _same,
    "builtins.range": _range,
    "builtins.int": _number, "builtins.float": _number, "builtins.abs": _number,
    "asyncio.run": _asyncio,
    "builtins.id": lambda machine, args, ext: Entropy("id()", machine.here(args.node), "address"),
    "dataclasses.replace": _replaced,
    **dict.fromkeys(("types.SimpleNamespace", "argparse.Namespace", "easydict.EasyDict", "addict.Dict", "munch.Munch",
                     "ml_collections.ConfigDict", "ml_collections.config_dict.ConfigDict"),
                    _collection("argparse.Namespace")),
    **dict.fromkeys(("omegaconf.OmegaConf.create", "omegaconf.DictConfig"), _collection(CONFIG)),
    **dict.fromkeys(("builtins.exec", "builtins.eval"), _exec),
    **dict.fromkeys(("runpy.run_path", "runpy.run_module"), _run_path),
    "contextlib.ExitStack": _exit_stack,
    "contextlib.suppress": _suppress,
    "importlib.reload": _reload,
    **dict.fromkeys(_SAVED, _saved),
    "importlib.import_module": _import_module,
    "builtins.__import__": _import_module,
}  # fmt: skip

METHODS: dict[tuple[str, str], Handler] = {
    **OPTION_METHODS,
    **CONFIG_METHODS,
    **CLI_METHODS,
    **{(kind, name): _append for kind in ("list", "set", "dict") for name in ("append", "add", "insert", "appendleft")},
    **{(kind, name): _extend for kind in ("list", "set") for name in ("extend", "update")},
    **displays.METHODS,
    **protocol.METHODS,
    ("contextlib.ExitStack", "enter_context"): _enter_context,
    **mappings.METHODS,
}
