"""Models that a conversion fills tensor by tensor, so that nothing is known of their first weights any more.

`model.encoder.layer.weight = other.weight`, four times or more; and tensors that are reached by names which are
computed: `part = model`, `for name in path: part = getattr(part, name)`, `part.data = torch.from_numpy(array)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.domain import UNKNOWN, Lit, Obj, alternatives
from samerun.program.sites import last_name, statements

if TYPE_CHECKING:
    from samerun.program.flow.machine import Machine
    from samerun.workspace.spans import Span

_MANY = 4  # so many tensors of one model that are assigned by hand are all of them: a checkpoint is converted
# What reaches a part of a model by its name.
REACHING = frozenset({"getattr", "get_submodule", "get_parameter"})


class Converted:
    """What of a run reaches into models by computed names, and which tensors of theirs are assigned by hand."""

    def __init__(self) -> None:
        self._copied: dict[Obj, set[Span]] = {}
        self._reached: dict[tuple[int, int], tuple[Obj, ...]] = {}  # by frame and offset of the call

    def reaches(self, machine: Machine, node: f.Call) -> None:
        """Take note of a call that reaches a part of an object by a computed name."""
        owner, name = _asked(node)
        frame = machine.frame
        if owner is None or isinstance(name, (f.Const, f.FString)):
            return  # `f"layer{number}"` is one of the program's own parts
        if frame.scope >= 0 and frame.module.facts.functions[frame.scope].name == "__init__":
            return  # so is what a constructor writes
        if name is None or all(isinstance(each, Lit) for each in alternatives(machine.quietly(name))):
            return
        found = tuple(each for each in alternatives(machine.quietly(owner)) if isinstance(each, Obj))
        if found:
            self._reached[frame.number, node.start] = found

    def by_name(self, machine: Machine, target: f.Expr) -> tuple[Obj, ...]:
        """The models of which a tensor is written that was reached by computed names."""
        root = _root(target)
        if not self._reached or (isinstance(root, f.Name) and isinstance(machine.quietly(root), Obj)):
            return ()
        frame, names, queue = machine.frame, set[str](), [root]
        body = frame.module.facts.functions[frame.scope].body if frame.scope >= 0 else frame.module.facts.body
        while queue:
            node = queue.pop()
            if isinstance(node, f.Call) and last_name(node.func) in REACHING:
                if found := self._reached.get((frame.number, node.start)):
                    return found
                owner = _asked(node)[0]
                queue += [_root(owner)] if owner is not None else []
            elif isinstance(node, f.Name) and node.id not in names:
                names.add(node.id)
                binds = [each for each in statements(body) if isinstance(each, f.Bind) and each.value is not None]
                queue += [_root(each.value) for each in binds if each.value is not None and _binds(each, node.id)]
        return ()

    def copied(self, machine: Machine, target: f.Attr) -> list[Obj]:
        """`model.encoder.layer.weight = other.weight`: the models whose tensors have all been assigned by this."""
        root = _root(target)
        value = machine.quietly(root) if isinstance(root, f.Name) else UNKNOWN
        found = []
        for model in alternatives(value):
            if not isinstance(model, Obj) or model == machine.quietly(target.value):
                continue
            copied = self._copied.setdefault(model, set())
            copied.add(machine.slice)
            if len(copied) == _MANY:
                found.append(model)
        return found


def _asked(node: f.Call) -> tuple[f.Expr | None, f.Expr | None]:
    """The object that a call reaches into, and the name that it asks for."""
    if last_name(node.func) == "getattr":
        return (node.args[0], node.args[1]) if len(node.args) > 1 else (None, None)
    owner = node.func.value if isinstance(node.func, f.Attr) else None
    return owner, node.args[0] if node.args else None


def _root(node: f.Expr) -> f.Expr:
    """`part` of `part.weight.data`"""
    while isinstance(node, (f.Attr, f.Item)):
        node = node.value
    return node


def _binds(node: f.Bind, name: str) -> bool:
    return not node.op and any(isinstance(target, f.Name) and target.id == name for target in node.targets)
