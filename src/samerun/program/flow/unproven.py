"""Ways of an open fork that no run need ever take, so that nothing is proved of what is drawn there.

if not trainer.checkpoint_exists():   # the program has downloaded it before
    trainer.train_model()
else:
    trainer.load_model()

if points.shape[0] > reference.shape[0]:   # data from outside, compared once
    points = points[np.random.permutation(len(points))[: len(reference)]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.flow.domain import Func, Given, Unknown
from samerun.program.flow.words import words
from samerun.program.reading import called, calls_in

if TYPE_CHECKING:
    from samerun.program.flow.machine import Machine

_ASKING = frozenset({"isfile", "exists", "is_file"})
_LOADING = frozenset({"load", "restore", "pretrained"})
_TRAINING = frozenset({"train", "training", "fit"})
_SIZES = frozenset({"<", "<=", ">", ">="})
_BOTH = frozenset({0, 1})


def ways(machine: Machine, node: f.If) -> frozenset[int]:
    """The ways of a fork, 0 for its body and 1 for its `else`, that no run need take."""
    test, there = node.test.expr, 0
    while isinstance(test, f.Unary) and test.op == "not":
        test, there = test.operand, 1 - there
    if isinstance(test, f.Call):
        blocks = (node.body, node.orelse)
        if _asks_for_file(machine, test) and _calls(blocks[there], _LOADING) and _calls(blocks[1 - there], _TRAINING):
            downloads = any(
                not libraries().fetching.isdisjoint(frame.module.called) for frame in machine.modules.values()
            )
            return frozenset({1 - there}) if downloads else frozenset()
        return frozenset()
    if machine.looping or machine.frame.module.path == machine.entry:
        return frozenset()  # asked of many things, or a script's own choice
    return _BOTH if _compares_sizes(machine, test) else frozenset()


def _asks_for_file(machine: Machine, call: f.Call) -> bool:
    """Whether a call asks for a file, itself or in the one thing that it returns."""
    if called(call) in _ASKING:
        return True
    func = machine.quietly(call.func)
    body = machine.program.function(func.ref).body if isinstance(func, Func) else []
    last = body[-1] if body else None
    value = last.value if isinstance(last, f.Return) else None
    return isinstance(value, f.Call) and called(value) in _ASKING


def _calls(body: list[f.Stmt], wanted: frozenset[str]) -> bool:
    return any(not wanted.isdisjoint(words(called(call))) for call in calls_in(body))


def _compares_sizes(machine: Machine, test: f.Expr) -> bool:
    """Whether a test compares how large something is that came from outside, with more than a few."""
    if isinstance(test, f.Binary) and test.op == "and":
        return _compares_sizes(machine, test.left) or _compares_sizes(machine, test.right)
    if not (isinstance(test, f.Binary) and test.op in _SIZES):
        return False
    sides = (test.left, test.right)
    if any(isinstance(side, f.Const) and side.value in (0, 1) for side in sides):
        return False
    measured = [part for side in sides if (part := _measured(side)) is not None]
    return any(isinstance(part, f.Name) and isinstance(machine.quietly(part), (Given, Unknown)) for part in measured)


def _measured(node: f.Expr) -> f.Expr | None:
    """`x` of `len(x)`, `x.shape[0]`, `x.size(0)`."""
    if isinstance(node, f.Item) and isinstance(node.value, f.Attr) and node.value.attr == "shape":
        return node.value.value
    if isinstance(node, f.Call) and isinstance(node.func, f.Name) and node.func.id == "len" and len(node.args) == 1:
        return node.args[0]
    if isinstance(node, f.Call) and isinstance(node.func, f.Attr) and node.func.attr == "size":
        return node.func.value
    return None
