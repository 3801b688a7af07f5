"""The rules' turn: each rule that is on is asked of the linked program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import ProgramRule, SourceRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from samerun.program.modules import Module
    from samerun.program.nodes import Nodes
    from samerun.program.program import Program
    from samerun.rules.base import Rule
    from samerun.rules.finding import Finding
    from samerun.sharing import Sharing
    from samerun.timing import Timing


def ask(
    program: Program,
    targets: set[str],
    rules: Mapping[str, type[Rule]],
    enabled: Callable[[str, str], bool],
    timing: Timing,
    sharing: Sharing,
) -> Iterator[Finding]:
    """What the rules say of `targets`. `enabled` says whether a rule is on for a file."""
    nodes: list[Nodes] = []

    def said(code: str) -> list[Finding]:
        with timing.rule(code):
            return ask_one(rules[code](), program, targets, nodes)

    codes = sorted({code for path in targets for code in rules if enabled(code, path)})
    analyses = {code: rules[code].builds_on for code in codes}
    found = sharing.said(program, analyses, lambda some: [said(code) for code in some], timing)
    for code in codes:
        yield from (finding for finding in found[code] if enabled(code, finding.path))


def ask_one(rule: Rule, program: Program, targets: set[str], nodes: list[Nodes]) -> list[Finding]:
    """What one rule says of `targets`. `nodes` is empty until LibCST is needed."""
    found: Iterable[Finding] = ()
    if isinstance(rule, SourceRule):
        found = _visit(rule, program, [each for each in program.modules if each.path in targets], nodes)
    elif isinstance(rule, ProgramRule):
        found = rule.check(program)
    # A finding may stand in a file that code leads to.
    leads = program.table.by_path if rule.configurations else None
    return [each for each in found if each.path in targets or (leads is not None and each.path not in leads)]


def _visit(rule: SourceRule, program: Program, modules: Iterable[Module], nodes: list[Nodes]) -> Iterator[Finding]:
    """A source rule's findings: LibCST is imported when the first site of the run turns up."""
    for module in modules:
        for site in rule.sites(program, module):
            if not nodes:
                from samerun.program.nodes import Nodes

                nodes.append(Nodes())
            node = nodes[0].of(site)
            finding = rule.visit(site, node, program) if node is not None else None
            if finding is not None:
                yield finding
