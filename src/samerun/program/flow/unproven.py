"""Ways of a run that none need ever take, so that nothing is proved of what is drawn there.

if not trainer.checkpoint_exists():   # the program has downloaded it before
    trainer.train_model()
else:
    trainer.load_model()

if points.shape[0] > reference.shape[0]:   # data from outside, compared once
    points = points[np.random.permutation(len(points))[: len(reference)]]

except Exception:   # of samples that turn out to be broken; whether any is can't be seen
    return self[random.randrange(len(self))]

A handler that makes what couldn't be read (`except FileNotFoundError: weights = numpy.random.rand(8)`) is no such one:
the first run of every user goes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.flow.domain import Func, Given, Unknown
from samerun.program.flow.words import words
from samerun.program.reading import bound_in, called, calls_in, parts_in
from samerun.program.sites import arguments_of, children, last_name

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


def tries_again(handler: f.Handler, body: list[f.Stmt], function: f.Function | None) -> bool:
    """Whether a handler of a `try` in a function repeats what failed there on something that it chose itself."""
    chosen = bound_in(handler.body)
    if function is not None and any(_repeats(call, function, chosen) for call in parts_in(handler.body)):
        return True
    read = {part.id for part in parts_in(body) if isinstance(part, f.Name)}
    return bool((chosen & read) - bound_in(body))


def _repeats(node: f.Expr, function: f.Function, chosen: set[str]) -> bool:
    """Whether an expression calls the function that it stands in, on what was just chosen."""
    if isinstance(node, f.Item):  # `self[index]`
        own = function.params[0].name if function.params else ""
        subscribes = function.name == "__getitem__" and isinstance(node.value, f.Name) and node.value.id == own
        return subscribes and _is_new(node.index, chosen)
    if not isinstance(node, f.Call):
        return False
    name = last_name(node.func)
    given = arguments_of(node)
    return name == function.name and any(_is_new(each, chosen) for each in given)


def _is_new(node: f.Expr, chosen: set[str]) -> bool:
    if isinstance(node, f.Call) or (isinstance(node, f.Name) and node.id in chosen):
        return True
    return any(_is_new(part, chosen) for part in children(node))
