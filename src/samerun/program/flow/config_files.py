"""Configuration files that a run reads: Hydra's, OmegaConf's, plain YAML and JSON, as the repository has them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.configs import Leaf, Tree, is_there, read
from samerun.program.flow.domain import UNKNOWN, Ext, Lit, Obj, Place, Value
from samerun.program.hydra import compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.arguments import Args
    from samerun.program.flow.machine import Machine
    from samerun.program.symbols import FunctionRef

    Handler = Callable[[Machine, Args, Ext], Value]

# What OmegaConf makes has its keys as attributes and as items; what a parser makes is a dict.
_ATTRIBUTES = "argparse.Namespace"


def hydra_parameter(machine: Machine, ref: FunctionRef) -> dict[str, Value]:
    """The first parameter of a function under `@hydra.main(config_path=…, config_name=…)`, as Hydra composes it."""
    function = machine.program.function(ref)
    module = machine.program.table.by_path[ref.path]
    for root in function.decorators:
        call = root.expr
        if not isinstance(call, f.Call) or not function.params:
            continue
        symbol = machine.program.resolver.expr(module, MODULE, call.func, root.start)
        if getattr(symbol, "name", "") != "hydra.main":
            continue
        given = {key: value.value for key, value in call.keywords if isinstance(value, f.Const)}
        given |= {
            key: value.value
            for key, value in zip(("config_path", "config_name"), call.args, strict=False)
            if isinstance(value, f.Const)
        }
        folder, name = given.get("config_path", "."), given.get("config_name")
        if isinstance(folder, str) and isinstance(name, str):
            tree = compose(os.path.normpath(f"{module.folder}/{folder}"), name)
            if tree is not None:
                return {function.params[0].name: as_value(machine, tree, _ATTRIBUTES, option=True)}
    return {}


def as_value(machine: Machine, tree: Tree, kind: str, option: bool = False) -> Value:
    """A tree as an object; `option`: the command line may override its values."""
    members = list(tree.members.values())
    anchor = next((each for each in members if isinstance(each, Leaf)), None)
    place = _place(anchor) if anchor is not None else machine.here(None)
    made = machine.heap.make(kind, place, id(tree))
    made.open = not tree.complete
    for key, value in tree.members.items():
        if isinstance(value, Tree):
            made.fields[key] = as_value(machine, value, kind, option)
        else:
            made.fields[key] = Lit(value.value, _place(value), default=True, option=option)
    return Obj(made.number)


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


def _open(machine: Machine, args: Args, ext: Ext) -> Value:
    """`open("config.yaml")`: a file whose name is known."""
    name = args.values[0] if args.values else args.keywords.get("file", UNKNOWN)
    if not (isinstance(name, Lit) and isinstance(name.value, str)):
        return UNKNOWN
    made = machine.heap.make("file", machine.here(args.node), name.value)
    made.arguments["name"] = name
    return Obj(made.number)


def _load(kind: str) -> Handler:
    def handler(machine: Machine, args: Args, ext: Ext) -> Value:
        source = args.values[0] if args.values else UNKNOWN
        if isinstance(source, Obj) and machine.heap[source].cls == "file":
            source = machine.heap[source].arguments["name"]
        if not (isinstance(source, Lit) and isinstance(source.value, str)):
            return UNKNOWN
        path = _found(machine, source.value)
        tree = read(path) if path else None
        return as_value(machine, tree, kind, option=source.option) if tree is not None else UNKNOWN

    return handler


CONFIG_CALLS: dict[str, Handler] = {
    "builtins.open": _open,
    "omegaconf.OmegaConf.load": _load(_ATTRIBUTES),
    **dict.fromkeys(("yaml.safe_load", "yaml.load", "yaml.full_load", "yaml.unsafe_load", "json.load"), _load("dict")),
}
