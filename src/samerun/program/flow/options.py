"""Command line options: what a run without arguments would see (argparse, click, typer, fire, absl)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.arguments import Args
from samerun.program.flow.config_files import as_value, found_file
from samerun.program.flow.domain import GIVEN, UNKNOWN, Cls, Ext, Func, Lit, Obj, Place, Value
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.machine import Machine
    from samerun.program.symbols import FunctionRef

    Handler = Callable[[Machine, Args, Ext], Value]


def _option(value: Value, place: Place) -> Value:
    """A value as an option's default."""
    if isinstance(value, Lit):
        return Lit(value.value, value.place or place, default=True, option=True)
    return value


def _parser(machine: Machine, args: Args, ext: Ext) -> Value:
    made = machine.heap.make("argparse.ArgumentParser", machine.here(args.node))
    if "default_config_files" in args.keywords:  # jsonargparse's
        made.arguments["files"] = args.keywords["default_config_files"]
    return Obj(made.number)


def _same_parser(machine: Machine, args: Args, ext: Ext) -> Value:
    """Groups and subparsers write into the namespace of their parser."""
    return ext.receiver if isinstance(ext.receiver, Obj) else UNKNOWN


def _add_argument(machine: Machine, args: Args, ext: Ext) -> Value:
    names = [value.value for value in args.values if isinstance(value, Lit) and isinstance(value.value, str)]
    if not isinstance(ext.receiver, Obj):
        return UNKNOWN
    if not names:
        machine.heap[ext.receiver].open = True  # an option whose name can't be seen
        return UNKNOWN
    dest = args.keywords.get("dest")
    if isinstance(dest, Lit) and isinstance(dest.value, str):
        name = dest.value
    else:
        long = next((each for each in names if each.startswith("--")), names[0])
        name = long.lstrip("-").replace("-", "_")
    place = machine.here(args.node)
    action = args.keywords.get("action")
    kind = action.value if isinstance(action, Lit) else None
    required = args.keywords.get("required")
    if "default" in args.keywords:
        value = _option(args.keywords["default"], place)
    elif kind in ("store_true", "store_false"):
        value = Lit(kind == "store_false", place, default=True, option=True)
    elif not names[0].startswith("-") or (isinstance(required, Lit) and required.value):
        value = GIVEN
    else:
        value = Lit(None, place, default=True, option=True)
    machine.heap.store(ext.receiver, name, value, weak=False)
    return UNKNOWN


def _set_defaults(machine: Machine, args: Args, ext: Ext) -> Value:
    if isinstance(ext.receiver, Obj):
        for name, value in args.keywords.items():
            several = isinstance(value, Func)  # each sub-command's own: any one of them is called
            machine.heap.store(ext.receiver, name, _option(value, machine.here(args.node)), weak=several)
    return UNKNOWN


def _namespace(machine: Machine, args: Args, ext: Ext) -> Value:
    assert isinstance(ext.receiver, Obj)
    parser = machine.heap[ext.receiver]
    made = machine.heap.make("argparse.Namespace", parser.made, parser.number)
    made.open = made.open or parser.open
    machine.missing.parsed.add(made.number)
    for name, value in parser.fields.items():
        *outer, last = str(name).split(".")
        inside = Obj(made.number)
        for part in outer:  # jsonargparse's nested options
            held = machine.heap[inside].fields.get(part)
            if not isinstance(held, Obj):
                held = Obj(machine.heap.make("argparse.Namespace", parser.made, parser.number, part).number)
                machine.heap.store(inside, part, held, weak=False)
            inside = held
        machine.heap.store(inside, last, value, weak=False)
    files = parser.arguments.get("files")
    for name in machine.heap[files].fields.values() if isinstance(files, Obj) else ():
        _read_defaults(machine, Obj(made.number), name)
    return Obj(made.number)


def _read_defaults(machine: Machine, namespace: Obj, name: Value) -> None:
    """A parser's default configuration file: its keys are the options' defaults."""
    tree = found_file(machine, name.value) if isinstance(name, Lit) and isinstance(name.value, str) else None
    read = as_value(machine, tree, "argparse.Namespace", option=True) if tree is not None else None
    for key, value in machine.heap[read].fields.items() if isinstance(read, Obj) else ():
        machine.heap.store(namespace, key, value, weak=False)


def _known(machine: Machine, args: Args, ext: Ext) -> Value:
    namespace = _namespace(machine, args, ext)
    made = machine.heap.make("tuple", machine.here(args.node), "known")
    made.fields = {0: namespace, 1: UNKNOWN}
    return Obj(made.number)


def _vars(machine: Machine, args: Args, ext: Ext) -> Value:
    """`vars(args)`: the same names as a dict."""
    value = args.values[0] if args.values else UNKNOWN
    if isinstance(value, Obj):
        made = machine.heap.make("dict", machine.here(args.node), value)
        for name, field in machine.heap[value].fields.items():
            machine.heap.store(Obj(made.number), name, field, weak=False)
        return Obj(made.number)
    return UNKNOWN


def _typer_option(machine: Machine, args: Args, ext: Ext) -> Value:
    default = args.values[0] if args.values else args.keywords.get("default", GIVEN)
    return _option(default, machine.here(args.node)) if isinstance(default, Lit) else GIVEN


def _runs_first(machine: Machine, args: Args, ext: Ext) -> Value:
    """`typer.run(main)`, `fire.Fire(main)`, `app.run(main)`: the argument is called, with its defaults as options."""
    for value in args.values[:1]:
        place = machine.here(args.node)
        defaults = machine.caller.defaults(value) if isinstance(value, Func) else {}
        options = {name: _option(each, place) for name, each in defaults.items() if isinstance(each, Lit)}
        machine.caller.call(value, Args([], options, args.node), "main")
    return UNKNOWN


def _app(machine: Machine, args: Args, ext: Ext) -> Value:
    return Obj(machine.heap.make("typer.Typer", machine.here(args.node)).number)


def _register(machine: Machine, args: Args, ext: Ext) -> Value:
    """`@app.command()`: the decorated function is one of the app's."""
    if not isinstance(ext.receiver, Obj):
        return UNKNOWN
    made = machine.heap.make("register", machine.here(args.node), ext.receiver)
    made.owner = ext.receiver
    return Obj(made.number)


def _run_app(machine: Machine, args: Args, ext: Ext) -> Value:
    """`app()`: any one of its commands."""
    assert isinstance(ext.receiver, Obj)
    commands = [value for value in machine.heap[ext.receiver].items if isinstance(value, Func)]
    before, ends = machine.path(), []
    for command in machine.events.ways(commands):
        machine.resume(before)
        machine.caller.call(command, Args([], node=args.node), "command")
        ends.append(machine.path())
    if ends:
        machine.meet(ends)
    return UNKNOWN


def _typed_parser(machine: Machine, args: Args, ext: Ext) -> Value:
    """`HfArgumentParser((ModelArguments, TrainingArguments))`: a parser made of data classes."""
    made = machine.heap.make(_TYPED, machine.here(args.node))
    given = args.values[0] if args.values else args.keywords.get("dataclass_types", UNKNOWN)
    held = machine.heap[given] if isinstance(given, Obj) else None
    types = list(held.fields.values()) if held is not None and held.cls in ("list", "tuple") else [given]
    made.fields = dict(enumerate(types))
    return Obj(made.number)


def _typed_arguments(machine: Machine, args: Args, ext: Ext) -> Value:
    """One object of each of the parser's classes, with its defaults."""
    assert isinstance(ext.receiver, Obj)
    parser = machine.heap[ext.receiver]
    made = machine.heap.make("tuple", machine.here(args.node), parser.number)
    for number, cls in enumerate(parser.fields.values()):
        made.fields[number] = _from_defaults(machine, cls, args, parser.made)
    return Obj(made.number)


def _typed_dict(machine: Machine, args: Args, ext: Ext) -> Value:
    """`parser.parse_dict({…})`: the defaults stand in for what the dict doesn't say, for good."""
    assert isinstance(ext.receiver, Obj)
    given = args.values[0] if args.values else args.keywords.get("args", UNKNOWN)
    held = machine.heap[given] if isinstance(given, Obj) else None
    if held is None or held.cls != "dict" or held.open or held.items:
        return _typed_arguments(machine, args, ext)
    parser = machine.heap[ext.receiver]
    made = machine.heap.make("tuple", machine.here(args.node), parser.number)
    for number, cls in enumerate(parser.fields.values()):
        known = machine.caller.objects.field_names(cls) if isinstance(cls, Cls) else held.fields
        own = {str(key): member for key, member in held.fields.items() if key in known}
        made.fields[number] = _surely_made(machine, cls, Args([], own, node=args.node))
    return Obj(made.number)


def _surely_made(machine: Machine, cls: Value, args: Args) -> Value:
    """An object that a run has, or none: what a class refuses (a required option is missing), a run has not."""
    before = machine.path()
    value = machine.caller.call(cls, args, "")
    if machine.alive:
        return value
    machine.resume(before)
    return UNKNOWN


def _from_defaults(machine: Machine, cls: Value, args: Args, place: Place) -> Value:
    """What a class makes of a command line without arguments; of a function, what it returns."""
    machine.switching.offering = isinstance(cls, (Cls, Ext))
    value = _surely_made(machine, cls, Args([], node=args.node))
    machine.switching.offering = False
    if isinstance(value, Obj) and isinstance(cls, Cls):
        _as_options(machine, value, place, 4)
    return value


def _as_options(machine: Machine, value: Obj, place: Place, depth: int) -> None:
    """An object's fields, those of objects in it too, are defaults of options."""
    for name, field in list(machine.heap[value].fields.items()):
        if isinstance(field, Obj) and depth:
            _as_options(machine, field, place, depth - 1)
        machine.heap.store(value, name, _option(field, place), weak=False)


def _by_class(machine: Machine, args: Args, ext: Ext) -> Value:
    """`tyro.cli(Config)`, `simple_parsing.parse(Config)`: one object of a class, from its defaults."""
    given = args.keywords
    cls = args.values[0] if args.values else given.get("config_class", given.get("f", given.get("args_type", UNKNOWN)))
    default = given.get("default", UNKNOWN)
    return default if isinstance(default, Obj) else _from_defaults(machine, cls, args, machine.here(args.node))


def _define_flag(machine: Machine, args: Args, ext: Ext) -> Value:
    """`SEED = flags.DEFINE_integer("seed", 42, …)`: a field of `flags.FLAGS`, and `SEED.value`."""
    place = machine.here(args.node)
    name = args.values[0] if args.values else None
    required = args.keywords.get("required")
    given = isinstance(required, Lit) and required.value
    default = args.values[1] if len(args.values) > 1 else args.keywords.get("default", UNKNOWN)
    option = GIVEN if given else _option(default, place)
    if isinstance(name, Lit):
        machine.heap.store(machine.heap.flags(), name.value, option, weak=False)
    holder = Obj(machine.heap.make("absl.flags.FlagHolder", place).number)
    for attribute in ("value", "default"):
        machine.heap.store(holder, attribute, option, weak=False)
    return holder


def _require_flags(machine: Machine, args: Args, ext: Ext) -> Value:
    """`flags.mark_flags_as_required(["data", …])`: the command line gives them, so that their defaults don't count."""
    given = args.values[0] if args.values else UNKNOWN
    names = machine.heap[given].fields.values() if isinstance(given, Obj) else [given]
    for name in names:
        if isinstance(name, Lit):
            machine.heap.store(machine.heap.flags(), name.value, GIVEN, weak=False)
    return UNKNOWN


def _widget(machine: Machine, args: Args, ext: Ext) -> Value:
    """`widgets.FloatSlider(min=0.0, max=1.0)`: its `value` is the default until somebody moves it."""
    made = Obj(machine.heap.make("ipywidgets.Widget", machine.here(args.node)).number)
    value = args.values[0] if args.values else args.keywords.get("value", Lit(0))
    for bound, inside in (("min", max), ("max", min)):
        value = _within(value, args.keywords.get(bound, value), inside)
    machine.heap.store(made, "value", UNKNOWN if args.open else _option(value, machine.here(args.node)), weak=False)
    return made


def _within(value: Value, limit: Value, inside: Callable[[float, float], float]) -> Value:
    one, other = (each.value if isinstance(each, Lit) else None for each in (value, limit))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return Lit(inside(one, other))
    return UNKNOWN


def _environment(machine: Machine, args: Args, ext: Ext) -> Value:
    """`os.environ.get("SEED", 42)`: what it is when the variable isn't set."""
    default = args.values[1] if len(args.values) > 1 else args.keywords.get("default", Lit(None))
    return _option(default, machine.here(args.node))


_TYPED = "transformers.HfArgumentParser"
OPTION_CALLS: dict[str, Handler] = {
    **dict.fromkeys(("os.environ.get", "os.getenv"), _environment),
    **dict.fromkeys(("argparse.ArgumentParser", "jsonargparse.ArgumentParser"), _parser),
    "builtins.vars": _vars,
    "typer.Option": _typer_option,
    "typer.Argument": _typer_option,
    **dict.fromkeys(
        ("typer.run", "fire.Fire", "absl.app.run", "jsonargparse.CLI", "jsonargparse.auto_cli"), _runs_first
    ),
    **dict.fromkeys(("tyro.cli", "simple_parsing.parse", "pyrallis.parse", "draccus.parse"), _by_class),
    "typer.Typer": _app,
    "transformers.HfArgumentParser": _typed_parser,
    "trl.TrlParser": _typed_parser,
    **{f"ipywidgets.{number}{kind}": _widget for number in ("Int", "Float") for kind in ("Slider", "Text")},
    **{f"absl.flags.DEFINE_{kind}": _define_flag for kind in ("integer", "string", "float", "bool", "boolean", "enum")},
    **dict.fromkeys(("absl.flags.mark_flag_as_required", "absl.flags.mark_flags_as_required"), _require_flags),
}

_ARGPARSE = "argparse.ArgumentParser"
OPTION_METHODS: dict[tuple[str, str], Handler] = {
    (_ARGPARSE, "add_argument"): _add_argument,
    (_ARGPARSE, "set_defaults"): _set_defaults,
    (_ARGPARSE, "parse_args"): _namespace,
    (_ARGPARSE, "parse_known_args"): _known,
    **{
        (_ARGPARSE, name): _same_parser
        for name in ("add_argument_group", "add_mutually_exclusive_group", "add_subparsers", "add_parser")
    },
    **{
        (_TYPED, name): _typed_arguments
        for name in ("parse_args_into_dataclasses", "parse_args_and_config", "parse_json_file", "parse_yaml_file")
    },
    (_TYPED, "parse_dict"): _typed_dict,
    ("typer.Typer", "command"): _register,
    ("typer.Typer", "callback"): _register,
    ("typer.Typer", "__call__"): _run_app,
}


def option_defaults(machine: Machine, ref: FunctionRef) -> dict[str, Value]:
    """The parameters that click's decorators fill in, for a command that is called without arguments."""
    function = machine.program.function(ref)
    out: dict[str, Value] = {}
    for root in function.decorators:
        call = root.expr
        if not (
            isinstance(call, f.Call) and isinstance(call.func, f.Attr) and call.func.attr in ("option", "argument")
        ):
            continue
        names = [arg.value for arg in call.args if isinstance(arg, f.Const) and isinstance(arg.value, str)]
        if not names:
            continue
        long = next((name for name in names if name.startswith("--")), names[-1])
        name = long.split("/")[0].lstrip("-").replace("-", "_").lower()
        given = {key: value for key, value in call.keywords if key is not None}
        span = Span(call.start, call.end)
        place = Place(ref.path, span, span, -1)
        out[name] = _click_default(given, place, call.func.attr == "argument")
    return out


def _click_default(given: dict[str, f.Expr], place: Place, positional: bool) -> Value:
    default = given.get("default")
    if isinstance(default, f.Const):
        return Lit(default.value, place, default=True, option=True)
    if default is not None:
        return UNKNOWN
    required = given.get("required")
    if positional or (isinstance(required, f.Const) and required.value):
        return GIVEN
    flag = given.get("is_flag")
    return Lit(False if isinstance(flag, f.Const) and flag.value else None, place, default=True, option=True)
