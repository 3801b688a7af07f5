"""Evals that change together with what they score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from samerun.program.changed_code import Changed, changed_code
from samerun.program.flow.entries import is_test
from samerun.settings.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.boundaries import Boundary, Side
    from samerun.program.program import Program


class ChangedPair(msgspec.Struct, frozen=True):
    """A changed file of an eval, and the changed files of code that it scores, in order of paths."""

    eval: Changed
    models: tuple[Changed, ...]
    level: Level
    because: str


def changed_pairs(program: Program) -> Iterator[ChangedPair]:
    """What of the program's change set changes an eval and what it scores; nothing where there is no change set."""
    if program.changes is None or not program.changes.changes:
        return
    boundaries = [each for each in program.boundaries.scored if each.code == "REP402"]
    if not boundaries:
        return
    changed = [each for each in changed_code(program.changes) if not is_test(each.path, program.root)]
    seen: set[str] = set()
    for boundary in boundaries:
        evals = [each for each in changed if _touches(boundary, boundary.source, each)]
        models = [each for each in changed if _touches(boundary, boundary.target, each)]
        if evals and boundary.by_name:
            reached = _imported(program, boundary)
            models = [each for each in models if each.path in reached]
        # A place is needed to report at: a file that is still there.
        if models and all(each.gone or each.submodule for each in models):
            evals = [each for each in evals if not (each.gone or each.submodule)]
        models.sort(key=lambda each: (each.gone or each.submodule, each.path))
        for each in evals:
            if models and each.path not in seen:
                seen.add(each.path)
                yield ChangedPair(each, tuple(models), boundary.level, boundary.because)


def _touches(boundary: Boundary, side: Side, changed: Changed) -> bool:
    """Whether a change is one of a side; a submodule is of the side that lies in it, too."""
    if changed.submodule and any(path.startswith(f"{changed.path}/") for path, _ in side.paths):
        return True
    return boundary.side(changed.path) is side


def _imported(program: Program, boundary: Boundary) -> set[str]:
    """Every module that the eval side leads to by imports."""
    imports = program.imports.edges
    queue = [path for path in imports if boundary.source.depth(path) and not is_test(path, program.root)]
    reached = set(queue)
    while queue:
        for edge in imports.get(queue.pop(), ()):
            if not edge.external and not edge.type_only and edge.target not in reached:
                reached.add(edge.target)
                queue.append(edge.target)
    return reached
