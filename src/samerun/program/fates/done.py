"""Statements that are there for their effect: what a call does to what it is called on, and what a cell shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.fates.closeness import tells_close, tells_same
from samerun.program.fates.filing import filed_into
from samerun.program.fates.gradients import is_quiet, trained
from samerun.program.fates.layers import module_shown, prints_structure, starts_training
from samerun.program.fates.looking import changes_list, does_nothing, gives_nothing, is_layered
from samerun.program.fates.uses import Matters
from samerun.program.flow.outcome import SHOWING
from samerun.program.reading import called, ends_in_place
from samerun.program.sites import arguments_of

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

# Methods of a model of layers that tell and change nothing of its weights.
_OF_LAYERS = frozenset({"build", "compile", "summary"})


def done(scope: Slice, node: f.Do) -> None:
    """Go through an expression that is a statement. Raises `Matters`."""
    if _in_cell(scope, node):
        return
    if isinstance(node.expr, f.Call):
        _effect(scope, node, node.expr)
    else:
        scope.uses.value(node.expr, node)


def _in_cell(scope: Slice, node: f.Do) -> bool:
    """Whether a statement of a notebook is measured, or its worth is shown."""
    cells = scope.cells
    if scope.is_measured(node):
        scope.thrown_away |= scope.uses.value(node.expr, node)
        return True
    shows = cells is not None and cells.is_shown(node.start, node.end) and any(node is each for each in scope.body)
    quiet = isinstance(node.expr, f.Call) and (called(node.expr) in SHOWING or gives_nothing(scope, node.expr))
    if shows and not quiet:
        _displayed(scope, node)
        return True
    return False


def _effect(scope: Slice, node: f.Do, call: f.Call) -> None:
    given = arguments_of(call)
    name = called(call)
    checks = name.startswith("assert") or (name == "print" and given and all(map(tells_close, given)))
    if checks or scope.uses.only_tells(node) or prints_structure(scope, node, call):
        looked_at = scope.uses.all_of(given, node)
        scope.checks += looked_at
    elif name in SHOWING:
        scope.uses.value(call, node)
    elif (files := filed_into(call)) is not None and not scope.uses.is_source(call):
        if scope.uses.all_of(given[name == "setattr" :], node):
            scope.holds(files)
    elif isinstance(call.func, f.Attr) and _leaves_be(scope, call, call.func, node):
        if name == "train" and starts_training(scope, call.func, node.start) and scope.uses.value(call, node):
            raise Matters
        _quietly(scope, call, node)
    elif (ends_in_place(name) or changes_list(scope, call)) and not scope.uses.is_source(call):
        targets = [call.func.value] if isinstance(call.func, f.Attr) else call.args[:1]
        if scope.uses.all_of([*targets, *given], node):
            for target in targets:
                scope.holds(target)
    elif isinstance(call.func, f.Attr) and name == "__init__" and scope.depth and not scope.calls.is_dropped(call):
        if scope.uses.all_of(given, node):  # a library's, for the object that is made
            scope.kept = scope.unseen = True
    elif scope.uses.value(call, node) and not (scope.calls.is_dropped(call) or does_nothing(scope, call)):
        if not scope.discarding:
            raise Matters  # for its effect
        scope.thrown_away = True


def _leaves_be(scope: Slice, call: f.Call, func: f.Attr, node: f.Do) -> bool:
    """Whether a method leaves what it is called on what it is, and what it is given isn't of the value."""
    if scope.uses.is_source(call):
        return False
    given = arguments_of(call)
    quiet = is_quiet(scope, call) or (func.attr in _OF_LAYERS and is_layered(scope, func.value))
    return quiet and not scope.uses.all_of(given, node)


def _quietly(scope: Slice, call: f.Call, node: f.Do) -> None:
    assert isinstance(call.func, f.Attr)
    if scope.uses.value(call.func.value, node) and call.func.attr == "backward":  # to whatever took part
        reached = trained(scope)
        if reached is None:
            raise Matters
        scope.names = scope.names | reached


def _displayed(scope: Slice, node: f.Do) -> None:
    """The last expression of a notebook's cell: its worth is shown."""
    if (model := module_shown(scope, node.expr, node.start)) is not None:
        scope.checks += scope.uses.value(model, node)
    elif tells_close(node.expr) or tells_same(scope, node.expr):
        scope.checks += scope.uses.value(node.expr, node)
    elif scope.uses.value(node.expr, node) and not (
        scope.uses.only_tells(node) or scope.calls.gives_nothing(node.expr)
    ):
        raise Matters
