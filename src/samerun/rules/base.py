"""The small protocols that a rule follows.

A rule is a class with a `code`, a `name` that names the bad pattern, a `level`, and a docstring that is its
documentation page. It subclasses one of:

- `SourceRule`: asks the linked program for sites, then looks at each site's LibCST node.
- `ProgramRule`: facts in, findings out.
- `DocumentRule`: documents and lock facts in, findings out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from samerun.program.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable

    import libcst as cst

    from samerun.program.models.judge import Judge, Kin
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.rules.documents import Documents
    from samerun.rules.finding import Finding, Level

__all__ = ["DocumentRule", "ProgramRule", "Rule", "Site", "SourceRule", "Status"]

Status = Literal["on", "off", "preview"]


class Rule:
    """What every rule has. `status` "off" means off until selected, "preview" also asks for `--preview`.

    `configurations`: the rule has something to say of configuration files too. `builds_on`: the analysis of the program
    that it shares with other rules, which are then asked in one process.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    level: ClassVar[Level] = "warning"
    status: ClassVar[Status] = "on"
    configurations: ClassVar[bool] = False
    builds_on: ClassVar[Literal["", "runs", "models"]] = ""

    def configured(self, judged: Iterable[tuple[Judge, list[Kin]]]) -> Iterable[Finding]:
        """The findings on judges that configuration files name, each with the generators of its kin."""
        raise NotImplementedError


class SourceRule(Rule):
    """A rule that reads LibCST nodes, at the sites it asks for. `of_runs`: it asks every time what runs did."""

    of_runs: ClassVar[bool] = False

    def sites(self, program: Program, module: Module) -> Iterable[Site]:
        """Places in `module` worth a look; cheap, from facts alone."""
        raise NotImplementedError

    def visit(self, site: Site, node: cst.CSTNode, program: Program) -> Finding | None:
        """The verdict on one site. `node` is the site's own node, parsed from the exact source slice."""
        raise NotImplementedError


class ProgramRule(Rule):
    """A rule on the linked program."""

    def check(self, program: Program) -> Iterable[Finding]:
        """All findings of this rule."""
        raise NotImplementedError


class DocumentRule(Rule):
    """A rule on the documents beside the code: manifests, locks, Dockerfiles, workflows.

    `notebooks`: it reads notebooks too.
    """

    notebooks: ClassVar[bool] = False

    def check(self, documents: Documents) -> Iterable[Finding]:
        """The findings on `documents.targets`; those on other files are dropped."""
        raise NotImplementedError
