"""Configurations that code composes: `hydra.initialize` says from which folder, `hydra.compose` from which file.

Source: Hydra's manual, "Compose API" (https://hydra.cc/docs/advanced/compose_api/).
"""

from __future__ import annotations

from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING

from samerun.program.configs import Leaf, parsed
from samerun.program.flow.config_files import CONFIG, as_value
from samerun.program.flow.domain import NONE, SEEDLIKE, UNKNOWN, Ext, Lit, Obj, Value
from samerun.program.hydra import compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.arguments import Args
    from samerun.program.flow.machine import Machine

    Handler = Callable[[Machine, Args, Ext], Value]

_FOLDER = "hydra.core.global_hydra.folder"  # under this name a run keeps what was initialised


def _initialize(machine: Machine, args: Args, ext: Ext) -> Value:
    """`hydra.initialize(config_path="../conf")`: a folder beside the file that calls; `config_dir`: any folder."""
    parameter = "config_path" if ext.name == "hydra.initialize" else "config_dir"
    name = args.bind([parameter]).get(parameter, UNKNOWN)
    known = isinstance(name, Lit) and isinstance(name.value, str)
    folder = f"{PurePosixPath(machine.frame.module.folder, str(name.value))}" if known else ""  # type: ignore[union-attr]
    machine.patched[_FOLDER] = Lit(normpath(folder)) if folder else UNKNOWN
    return UNKNOWN


def _compose(machine: Machine, args: Args, ext: Ext) -> Value:
    """`hydra.compose("config", overrides=["seed=3"])`; unknown where a part of it is."""
    bound = args.bind(["config_name", "overrides"])
    name, folder = bound.get("config_name", UNKNOWN), machine.patched.get(_FOLDER, UNKNOWN)
    overrides = _overrides(machine, bound.get("overrides", NONE))
    if overrides is None or not (isinstance(name, Lit) and isinstance(folder, Lit)):
        return SEEDLIKE
    tree = compose(str(folder.value), str(name.value), overrides)
    return as_value(machine, tree, CONFIG) if tree is not None else SEEDLIKE


def _overrides(machine: Machine, value: Value) -> list[tuple[str, Leaf]] | None:
    """Overrides with their keys and values; None where one of them can't be seen."""
    if isinstance(value, Lit) and value.value is None:
        return []
    found = machine.heap[value] if isinstance(value, Obj) else None
    if found is None or found.cls not in ("list", "tuple") or found.open or found.items:
        return None
    out = []
    for each in found.fields.values():
        if not (isinstance(each, Lit) and isinstance(each.value, str)) or each.place is None:
            return None
        key, _, text = each.value.partition("=")
        tree = parsed(f"{each.place.path}.yaml", f"value: {text}".encode())
        leaf = tree.members.get("value") if tree is not None else None
        if not isinstance(leaf, Leaf):
            return None
        out.append((key.strip(), Leaf(leaf.value, each.place.path, each.place.span)))
    return out


HYDRA_CALLS: dict[str, Handler] = {
    "hydra.initialize": _initialize,
    "hydra.initialize_config_dir": _initialize,
    "hydra.compose": _compose,
}
