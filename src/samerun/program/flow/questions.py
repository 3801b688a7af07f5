"""What the test of a branch, a loop or an assertion asks for, by what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.words import words
from samerun.program.reading import parts_of, read
from samerun.program.sites import children

if TYPE_CHECKING:
    from samerun.program.flow.frame import Frame

# Words of options that choose what a run does; others (`--augment`) change how, and hold as by default.
_WORK = frozenset(
    {"train", "training", "eval", "evaluate", "test", "fit", "predict", "generate", "mode", "run", "task"}
)
_AMOUNTS = frozenset({"max", "min", "num", "samples", "size", "ratio", "fraction", "percentage"})  # of that work


def asks_for_work(test: f.Expr) -> bool:
    """Whether an option chooses what the run does: then neither choice is the usual one.

    How much of it (`max_train_samples`) is no such choice: that holds as by default.
    """
    stack = [test]
    while stack:
        expr = stack.pop()
        name = expr.attr if isinstance(expr, f.Attr) else expr.id if isinstance(expr, f.Name) else ""
        said = set(words(name))
        if said & _WORK and not said & _AMOUNTS:
            return True
        stack += children(expr)
    return False


def is_settled(test: f.Expr, optional: bool, frame: Frame) -> bool:
    """Whether what a known test comes out as holds for the whole run or call.

    So does an option's default (`optional`), and so do parameters that the function binds to nothing else.
    """
    if optional:
        return not asks_for_work(test)
    names = set(read(test))
    if frame.scope < 0 or not names or any(isinstance(each, (f.Attr, f.Call, f.Item)) for each in parts_of(test)):
        return False
    function = frame.module.facts.functions[frame.scope]
    own = {each.name for each in function.params}
    return names <= own and not any(frame.module.rebinds(frame.scope, each) for each in names)


def asks_names(test: f.Expr) -> bool:
    """Whether a test asks only for names and constants: attributes may have been set by code that isn't seen."""
    parts = children(test)
    return isinstance(test, f.Name) or (bool(parts) and all(isinstance(each, (f.Name, f.Const)) for each in parts))


def asks_for_turn(node: f.For) -> bool:
    """Whether a loop's body tests the loop variable, so that its first turn may differ from the others."""
    if not isinstance(node.target, f.Name):
        return False
    stack: list[f.Expr] = [each.test.expr for each in node.body if isinstance(each, f.If)]
    while stack:
        expr = stack.pop()
        if isinstance(expr, f.Name) and expr.id == node.target.id:
            return True
        stack += children(expr)
    return False
