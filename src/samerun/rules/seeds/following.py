"""What the rules on declared seeds have in common: a finding where the seed is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.sites import enclosing
from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.program.program import Program
    from samerun.program.seeds.occurrences import Occurrence
    from samerun.program.seeds.unused import DeclaredSeed
    from samerun.rules.finding import Fix

_MOST = 3  # related places


class DeclaredSeedRule(ProgramRule):
    """Reports those of the program's declared seeds of which it has something to say.

    `advice` is the help; `sentence` says what the related places do.
    """

    builds_on = "runs"
    advice: str
    sentence: str

    def verdict(self, seed: DeclaredSeed) -> str | None:
        """The message on one seed; None where there is nothing to say."""
        raise NotImplementedError

    def places(self, seed: DeclaredSeed) -> Iterable[Occurrence]:
        """The places that the finding leads to."""
        raise NotImplementedError

    def fix(self, program: Program, seed: DeclaredSeed) -> Fix | None:
        """What mends it."""
        return None

    def check(self, program: Program) -> Iterator[Finding]:
        for seed in program.declared_seeds:
            message = self.verdict(seed) if not seed.lost else None
            if message is None:
                continue
            declared, place, written = seed.declared, seed.declared.place, seed.declared.written
            related = [Related(written.path, written.span, "it is declared here")] if written is not None else []
            related += [Related(each.module.path, each.slice, self.sentence) for each in [*self.places(seed)][:_MOST]]
            yield Finding(
                code=self.code,
                message=message,
                level=self.level,
                path=place.path,
                span=place.span,
                statement=place.slice,
                enclosing=enclosing(program.table.by_path[place.path], place.scope),
                key=declared.option if declared.kind == "key" else declared.name,
                help=self.advice,
                related=tuple(related),
                fix=self.fix(program, seed),
            )
