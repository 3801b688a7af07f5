"""What the rules on seed flow have in common: a verdict of the program becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.sites import enclosing
from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.verdicts import Verdict
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.rules.finding import Fix


class SeedFlowRule(ProgramRule):
    """Reports the program's verdicts of this rule's code."""

    builds_on = "runs"

    def verdicts(self, program: Program) -> list[Verdict]:
        """Where this rule's verdicts come from."""
        return program.verdicts

    def fixes(self, program: Program, verdict: Verdict) -> list[Fix]:
        """What mends a verdict, the best first."""
        return []

    def check(self, program: Program) -> Iterator[Finding]:
        for verdict in self.verdicts(program):
            if verdict.code != self.code:
                continue
            place = verdict.place
            module = program.table.by_path[place.path]
            fixes = self.fixes(program, verdict)
            yield Finding(
                code=self.code,
                message=verdict.message,
                level=self.level,
                path=place.path,
                span=place.span,
                statement=place.slice,
                enclosing=enclosing(module, place.scope),
                key=verdict.stream,
                help=verdict.help + _order_of_cells(module),
                related=tuple(
                    Related(step.place.path, step.place.span, step.message)
                    for step in verdict.steps
                    if step.place.path and step.place != place
                ),
                fix=fixes[0] if fixes else None,
                otherwise=tuple(fixes[1:]),
                entry=verdict.entry,
                step=_step(verdict),
                streams=(verdict.stream,),
            )


def _order_of_cells(module: Module) -> str:
    """What to know where a notebook's cells had run in another order than they stand in."""
    late = module.source.cells.late if module.kind == "notebook" and module.source.cells is not None else None
    if late is None:
        return ""
    after, before = late
    return f". By execution counts, cell {after} last ran after cell {before}: this speaks of a run from top to bottom"


def _step(verdict: Verdict) -> int:
    """How many steps of the path lead up to the primary place; one that is no step comes after its cause, and first."""
    places = [step.place for step in verdict.steps]
    if verdict.place in places:
        return places.index(verdict.place)
    return int(bool(verdict.steps) and verdict.steps[0].message.endswith(("the default", "is made here")))
