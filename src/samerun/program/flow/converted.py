"""Models that a conversion fills tensor by tensor, so that nothing is known of their first weights any more.

`model.encoder.layer.weight = other.weight`, four times or more; and tensors that are reached by names which are
computed: `part = model`, `for name in path: part = getattr(part, name)`, `part.data = torch.from_numpy(array)`, or
`tensors = model.state_dict()`, `tensors[name].copy_(array)`.
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
REACHING = frozenset({"getattr", "get_submodule", "get_parameter", "reduce"})
# What gives all of a model's tensors by their names.
_LISTING = frozenset({"state_dict", "named_parameters"})


class Converted:
    """What of a run reaches into models by computed names, and which tensors of theirs are assigned by hand."""

    def __init__(self) -> None:
        self._copied: dict[Obj, set[Span]] = {}
        self._reached: dict[tuple[int, int], tuple[Obj, ...]] = {}  # by frame and offset of the call

    def reaches(self, machine: Machine, node: f.Call) -> None:
        """Take note of a call that reaches a part of an object by a computed name."""
        owner, name = _asked(node)
        frame = machine.frame
        if owner is None or name is None or not _is_computed(name):
            return
        if frame.scope >= 0 and frame.module.facts.functions[frame.scope].name == "__init__":
            return  # so is what a constructor writes
        if all(isinstance(each, Lit) for each in alternatives(machine.quietly(name))):
            return
        found = tuple(each for each in alternatives(machine.quietly(owner)) if isinstance(each, Obj))
        if found:
            self._reached[frame.number, node.start] = found

    def by_name(self, machine: Machine, target: f.Expr) -> tuple[Obj, ...]:
        """The models of which a tensor is written that was reached by computed names."""
        if isinstance(root := _root(target), f.Name) and not _picks(target) and isinstance(machine.quietly(root), Obj):
            return ()
        frame, names, queue = machine.frame, set[str](), [target]
        body = frame.module.facts.functions[frame.scope].body if frame.scope >= 0 else frame.module.facts.body
        picked = False
        while queue:
            picked = picked or _picks(queue[-1])
            node = _root(queue.pop())
            if isinstance(node, f.Call) and last_name(node.func) in REACHING:
                if found := self._reached.get((frame.number, node.start)):
                    return found
                owner = _asked(node)[0]
                queue += [owner] if owner is not None else []
            elif isinstance(node, f.Call) and last_name(node.func) == "dict":
                queue += node.args[:1]
            elif isinstance(node, f.Call) and last_name(node.func) in _LISTING and isinstance(node.func, f.Attr):
                model = machine.quietly(node.func.value)
                return tuple(each for each in alternatives(model) if picked and isinstance(each, Obj))
            elif isinstance(node, f.Name) and node.id not in names:
                names.add(node.id)
                binds = [each for each in statements(body) if isinstance(each, f.Bind)]
                queue += [each.value for each in binds if each.value is not None and _binds(each, node.id)]
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
    if last_name(node.func) == "reduce":  # `reduce(getattr, path, model)`
        reaches = len(node.args) > 2 and isinstance(node.args[0], f.Name) and node.args[0].id == "getattr"
        return (node.args[2], node.args[1]) if reaches else (None, None)
    owner = node.func.value if isinstance(node.func, f.Attr) else None
    return owner, node.args[0] if node.args else None


def _root(node: f.Expr) -> f.Expr:
    """`part` of `part.weight.data`"""
    while isinstance(node, (f.Attr, f.Item)):
        node = node.value
    return node


def _is_computed(name: f.Expr) -> bool:
    """Whether a name is computed; `f"layer{number}"` is one of the program's own parts."""
    return not isinstance(name, (f.Const, f.FString))


def _picks(node: f.Expr) -> bool:
    """Whether a member is taken by a computed name on the way: `tensors[name].data`."""
    while isinstance(node, (f.Attr, f.Item)):
        if isinstance(node, f.Item) and _is_computed(node.index):
            return True
        node = node.value
    return False


def _binds(node: f.Bind, name: str) -> bool:
    return not node.op and any(isinstance(target, f.Name) and target.id == name for target in node.targets)
