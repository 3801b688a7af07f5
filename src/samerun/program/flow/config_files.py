"""Configuration files that a run reads: Hydra's, OmegaConf's, plain YAML, JSON and TOML, as the repository has them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from samerun.index.scopes import MODULE
from samerun.program.configs import Leaf, Tree, is_there, read
from samerun.program.flow.domain import GIVEN, SEEDLIKE, UNKNOWN, Ext, Lit, Obj, Place, Value
from samerun.program.flow.words import seed_name
from samerun.program.hydra import composed_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.catalog.table import Loader
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.machine import Machine
    from samerun.program.symbols import FunctionRef

    Handler = Callable[[Machine, Args, Ext], Value]

# What OmegaConf makes has its keys as attributes and as items; what a parser makes is a dict.
CONFIG = "omegaconf.DictConfig"
_MOST = 100  # members of one collection; more are data


def hydra_parameter(machine: Machine, ref: FunctionRef) -> dict[str, Value]:
    """The first parameter of a function under `@hydra.main(config_path=…, config_name=…)`, as Hydra composes it."""
    found = composed_for(machine.program.resolver, machine.program.table.by_path[ref.path], ref.index)
    if found is None:
        return {}
    name = machine.program.function(ref).params[0].name
    return {name: as_value(machine, found[0], CONFIG, option=True)}


def as_value(machine: Machine, tree: Tree, kind: str, option: bool = False, path: str = "") -> Value:
    """A tree as an object of this kind; `option`: the command line may override its values; `path`: where it lies."""
    anchor = _first(tree)
    place = _place(anchor) if anchor is not None else machine.here(None)
    made = machine.heap.make("list" if tree.sequence else kind, place, machine.context(), path)
    made.open = not tree.complete or len(tree.members) > _MOST
    for key, value in list(tree.members.items())[:_MOST]:
        name = int(key) if tree.sequence else key
        inner = f"{path}.{key}"
        made.fields[name] = (
            as_value(machine, value, kind, option, inner) if isinstance(value, Tree) else _scalar(key, value, option)
        )
    return Obj(made.number)


def _scalar(key: str, leaf: Leaf, option: bool) -> Value:
    """A scalar's value; "???" is given on the command line, and what is interpolated isn't known."""
    if leaf.value == "???":
        return GIVEN
    if isinstance(leaf.value, str) and "${" in leaf.value:
        return SEEDLIKE if seed_name(key) else UNKNOWN
    return Lit(leaf.value, _place(leaf), default=True, option=option)


def _first(tree: Tree) -> Leaf | None:
    """The first scalar in a tree: where it begins."""
    found = (each if isinstance(each, Leaf) else _first(each) for each in tree.members.values())
    return next((each for each in found if each is not None), None)


def _place(leaf: Leaf) -> Place:
    return Place(leaf.path, leaf.span, leaf.span, MODULE)


def _found(machine: Machine, name: str) -> str:
    """The one file of the project that a relative path can mean; "" where there is none, or more than one."""
    if Path(name).is_absolute():
        return ""
    folders = {machine.program.root, machine.frame.module.folder, machine.entry.rpartition("/")[0]}
    paths = {os.path.normpath(f"{folder}/{name}") for folder in folders}
    present = [path for path in paths if is_there(path)]
    return present[0] if len(present) == 1 else ""


def found_file(machine: Machine, name: str) -> Tree | None:
    """The configuration file of the project that a name can only mean; None where there is none that can be read."""
    path = _found(machine, name)
    return read(path) if path else None


def _open(machine: Machine, args: Args, ext: Ext) -> Value:
    """`open("config.yaml")`, `Path("config.yaml").open()` and `.read_text()`: a file whose name is known."""
    machine.failures.possible()
    name = ext.receiver or (args.values[0] if args.values else args.keywords.get("file", UNKNOWN))
    if isinstance(name, Obj):
        name = machine.heap[name].arguments.get("path", UNKNOWN)
    if not (isinstance(name, Lit) and isinstance(name.value, str)):
        return UNKNOWN
    made = machine.heap.make("file", machine.here(args.node), name.value)
    made.arguments["name"] = name
    return Obj(made.number)


def _read(machine: Machine, args: Args, ext: Ext) -> Value:
    """`file.read()`: for the run, a file's text is the file."""
    machine.failures.possible()
    return ext.receiver if isinstance(ext.receiver, Obj) else UNKNOWN


def loaded(machine: Machine, args: Args, row: Loader) -> Value:
    """What a loader gives of a file of the project: of an open one, of its text or, with some, of its name.

    For the run a file's text is the file.
    """
    source = args.values[0] if args.values else UNKNOWN
    by_path = "path" in row.takes
    if isinstance(source, Obj) and machine.heap[source].cls == "file":
        source = machine.heap[source].arguments["name"]
    elif isinstance(source, Obj) and by_path:
        source = machine.heap[source].arguments.get("path", UNKNOWN)
    elif not by_path:
        return UNKNOWN
    if not (isinstance(source, Lit) and isinstance(source.value, str)):
        return UNKNOWN
    tree = found_file(machine, source.value)
    return as_value(machine, tree, row.makes, option=source.option) if tree is not None else UNKNOWN


def _merge(machine: Machine, args: Args, ext: Ext) -> Value:
    """`OmegaConf.merge(defaults, file, command_line)`: the later ones' keys hold."""
    if not all(_is_node(machine, value) for value in args.values):
        return UNKNOWN
    made = machine.heap.make(CONFIG, machine.here(args.node), machine.context(), args.key())
    for value in args.values:
        _merge_into(machine, Obj(made.number), value)
    return Obj(made.number)


def _merge_into(machine: Machine, made: Obj, value: Value) -> None:
    assert isinstance(value, Obj)
    machine.heap[made].open = machine.heap[made].open or machine.heap[value].open
    for key, field in machine.heap[value].fields.items():
        old = machine.heap[made].fields.get(key)
        if old is not None and _is_node(machine, old) and _is_node(machine, field):
            inner = Obj(machine.heap.make(CONFIG, machine.heap[made].made, made, key).number)
            _merge_into(machine, inner, old)
            _merge_into(machine, inner, field)
            machine.heap.store(made, key, inner, weak=False)
        else:
            machine.heap.store(made, key, field, weak=False)


def _is_node(machine: Machine, value: Value) -> bool:
    return isinstance(value, Obj) and machine.heap[value].cls in (CONFIG, "dict")


def _command_line(machine: Machine, args: Args, ext: Ext) -> Value:
    """`OmegaConf.from_cli()` of a run without arguments."""
    return Obj(machine.heap.make(CONFIG, machine.here(args.node)).number)


def _itself(machine: Machine, args: Args, ext: Ext) -> Value:
    return args.values[0] if args.values else UNKNOWN


CONFIG_CALLS: dict[str, Handler] = {
    "builtins.open": _open,
    "omegaconf.OmegaConf.merge": _merge,
    "omegaconf.OmegaConf.from_cli": _command_line,
    **dict.fromkeys(("omegaconf.OmegaConf.to_container", "omegaconf.OmegaConf.structured"), _itself),
}
CONFIG_METHODS: dict[tuple[str, str], Handler] = {
    ("file", "read"): _read,
    **{("pathlib.Path", name): _open for name in ("open", "read_text", "read_bytes")},
}
