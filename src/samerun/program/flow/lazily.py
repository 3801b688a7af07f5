"""What is made when it is first needed: `if self.bank.ndim == 1: self._fill_bank()`.

Where the constructor has already made it, by the same method of the same object, the shape is the final one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.domain import Func, Obj
from samerun.program.flow.outcome import SHAPE_CALLS, SHAPES
from samerun.program.sites import statements

if TYPE_CHECKING:
    from samerun.program.flow.machine import Machine


def is_made(machine: Machine, node: f.If) -> bool:
    """Whether a branch asks for the shape of something that a method makes, and that method has surely run before."""
    frame = machine.frame
    function = frame.module.facts.functions[frame.scope] if frame.scope >= 0 else None
    if function is None or function.owner < 0 or not function.params:
        return False
    receiver = function.params[0].name
    owner, asked = frame.env.get(receiver), _asked(node.test.expr, receiver)
    if asked is None or not isinstance(owner, Obj):
        return False
    for each in node.body:
        call = each.expr if isinstance(each, f.Do) else None
        if isinstance(call, f.Call) and isinstance(call.func, f.Attr) and _is_name(call.func.value, receiver):
            method = machine.caller.objects.find(owner, call.func.attr)
            if isinstance(method, Func) and (owner, method.ref) in machine.completed:
                made = machine.program.function(method.ref)
                return asked in {name for each in statements(made.body) for name in _stored(each, made)}
    return False


def _asked(test: f.Expr, receiver: str) -> str | None:
    """`bank` of `self.bank.ndim == 1` and `self.bank.dim() == 1`."""
    if not (isinstance(test, f.Binary) and test.op == "==" and isinstance(test.right, f.Const)):
        return None
    shape = test.left
    if isinstance(shape, f.Item):
        shape = shape.value
    known = SHAPES
    if isinstance(shape, f.Call):
        shape, known = shape.func, SHAPE_CALLS
    owner = shape.value if isinstance(shape, f.Attr) and shape.attr in known else None
    return owner.attr if isinstance(owner, f.Attr) and _is_name(owner.value, receiver) else None


def _stored(node: f.Stmt, function: f.Function) -> list[str]:
    """The attributes of its object that a statement of a method sets."""
    targets = node.targets if isinstance(node, f.Bind) and function.params else []
    own = function.params[0].name if function.params else ""
    return [each.attr for each in targets if isinstance(each, f.Attr) and _is_name(each.value, own)]


def _is_name(node: f.Expr, name: str) -> bool:
    return isinstance(node, f.Name) and node.id == name
