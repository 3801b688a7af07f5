"""What the rules on boundaries have in common: a crossing of the program becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.sites import enclosing
from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.boundaries import Crossing
    from samerun.program.import_graph import Edge
    from samerun.program.program import Program


class BoundaryRule(ProgramRule):
    """Reports the crossings of the boundaries that this rule watches; `advice` is how to go without."""

    advice = ""

    def check(self, program: Program) -> Iterator[Finding]:
        for crossing in program.boundaries.crossings(self.code):
            yield self._finding(program, crossing)

    def _finding(self, program: Program, crossing: Crossing) -> Finding:
        boundary, (first, *rest) = crossing.boundary, crossing.chain
        module = program.table.by_path[first.source]
        return Finding(
            code=self.code,
            message=_message(program, crossing),
            level=boundary.level,
            path=first.source,
            span=first.span,
            statement=first.statement,
            enclosing=enclosing(module, first.scope),
            key=f"{boundary.key} {_shown(program, crossing.chain[-1])}",
            help=self.advice if boundary.roles[0] else "",
            related=tuple(Related(each.source, each.span, f"which imports {_shown(program, each)}") for each in rest),
        )


def _message(program: Program, crossing: Crossing) -> str:
    boundary, chain = crossing.boundary, crossing.chain
    names = boundary.source.best(chain[0].source)[1], boundary.target.best(chain[-1].target)[1]
    source, target = (f"{role} `{name}`".strip() for role, name in zip(boundary.roles, names, strict=True))
    what = _shown(program, chain[-1])
    sentence = f"{source[:1].upper()}{source[1:]} imports {what}"
    if what != f"`{names[1]}`":
        sentence += f" of {target}"
    if len(chain) > 1:
        sentence += f", by way of {_shown(program, chain[0])}"
    return sentence + (f": {boundary.because}" if boundary.because else "")


def _shown(program: Program, edge: Edge) -> str:
    return f"`{edge.target if edge.external else program.table.within(edge.target)}`"
