"""Weights that a checkpoint replaces before they are used: their random initialisation reaches no result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.domain import Cls, Ext, Func, Obj, Value

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place
    from samerun.program.flow.events import Draw
    from samerun.program.flow.machine import Machine

_LOADING = frozenset({"load_state_dict", "load_weights", "load_checkpoint", "load_from_checkpoint"})
_TRAINING = frozenset({"backward", "fit"})


class Weights:
    """What of a run loads weights. `loaded`: where the models that weights were loaded into are made."""

    def __init__(self) -> None:
        self.loaded: set[Place] = set()
        self.unclear = False
        self.used: set[Place] = set()
        self.trained = False

    def replaces(self, draw: Draw) -> bool:
        """Whether what a draw initialises is loaded over before it is used, as far as can be seen.

        A head for labels is new only to a checkpoint that wasn't trained for them: so where the run trains.
        """
        if draw.callee.endswith(".from_pretrained"):
            return not self.trained
        return draw.init and (self.unclear or not self.loaded.isdisjoint((draw.place, *draw.path)))

    def called(self, machine: Machine, func: Value, node: f.Call, name: str) -> None:
        """Take note of a call: a model is used, trained, or loaded into."""
        if isinstance(func, Obj):
            self.used.add(machine.heap[func].made)
        elif name in _TRAINING or (isinstance(func, Ext) and func.name.endswith("Trainer.train")):
            self.trained = True
        elif name in _LOADING or (name == "from_pretrained" and isinstance(func, (Cls, Func))):
            self._load(machine, func, node)
        elif name == "load_model" and not isinstance(func, (Ext, Func)):
            self.unclear = True

    def _load(self, machine: Machine, func: Value, node: f.Call) -> None:
        if any(_is_copy(arg) for arg in node.args[:1]):
            return  # from another model of this run
        owner = func.receiver if isinstance(func, (Ext, Func)) else None
        places = set(self._made(machine, owner, 4)) if isinstance(owner, Obj) else set()
        if not places:
            self.unclear = self.unclear or not self.trained
        elif not (self.trained or places & self.used):
            self.loaded |= places

    def _made(self, machine: Machine, obj: Obj, depth: int) -> list[Place]:
        """Where an object is made, and those that it was made with or holds (a wrapper's model, a list of layers)."""
        found = machine.heap[obj]
        out = [found.made]
        if depth:
            for value in (*found.arguments.values(), *found.fields.values(), *found.items):
                if isinstance(value, Obj):
                    out += self._made(machine, value, depth - 1)
        return out


def _is_copy(node: f.Expr) -> bool:
    """`other.state_dict()`"""
    return isinstance(node, f.Call) and isinstance(node.func, f.Attr) and node.func.attr == "state_dict"
