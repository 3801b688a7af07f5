"""A seed for where the one that is asked for turns out to be None: what is given still counts, where something is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from samerun.rules.finding import Edit, Fix
from samerun.rules.mending.argument import argument_node, call_at, is_rewritten, row_of, seed_parameter
from samerun.rules.mending.at_hand import seeds_for
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.domain import Place
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.program import Program

WHY = "a run without a seed of its own draws other numbers than before, the same ones every time"


def default_of_lookup(program: Program, verdict: Verdict, place: Place) -> list[Fix]:
    """`default_rng(cfg.get("seed"))`: the lookup gets a default."""
    module = program.table.by_path[place.path]
    node = _seed_argument(program, verdict, place)
    if not _is_lookup(node):
        return []
    assert node is not None
    at = module.layout.end(node) - 1
    return _fixes(program, verdict, place, lambda name: Edit(module.path, Span(at, at), f", {name}"))


def in_place_of_nothing(program: Program, verdict: Verdict, place: Place) -> list[Fix]:
    """`default_rng(seed)`: `SEED if seed is None else seed`, where nobody can be found who hands None over."""
    module = program.table.by_path[place.path]
    node = _seed_argument(program, verdict, place)
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        return []
    span = Span(module.layout.offset(node), module.layout.end(node))
    text = module.source.data[slice(*span)].decode("utf-8")
    if "\n" in text or any(isinstance(each, ast.Call) for each in ast.walk(node)):
        return []
    return _fixes(
        program, verdict, place, lambda name: Edit(module.path, span, f"{name} if {text} is None else {text}")
    )


def _is_lookup(node: ast.expr | None) -> bool:
    """`cfg.get("seed")`, of anything but the environment, whose values are text."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get"
        and not node.keywords
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Constant)
        and "environ" not in ast.unparse(node.func.value)
    )


def _seed_argument(program: Program, verdict: Verdict, place: Place) -> ast.expr | None:
    """What the call at a place is given for a seed."""
    module = program.table.by_path[place.path]
    site = call_at(module, place.span)
    name = next((draw.callee for _, draw in verdict.seen if draw.place == place), "")
    row = row_of(program, module, site, name) if site is not None else None
    param = seed_parameter(row) if row is not None and row.takes is None else None
    if site is None or row is None or param is None or is_rewritten(module, site.call.start):
        return None
    return argument_node(module, site, row, param)


def _fixes(program: Program, verdict: Verdict, place: Place, edit: Callable[[str], Edit]) -> list[Fix]:
    module = program.table.by_path[place.path]
    site = call_at(module, place.span)
    if site is None:
        return []
    return [
        Fix(tuple(sorted({*named.edits, edit(named.name)})), "unsafe", f"Fall back on `{named.name}`", WHY)
        for named in seeds_for(program, module, site.scope, site.slice.start, site.hidden, verdict.seen)
    ]
