"""The run's last stage but one: ignore comments take findings out, and are themselves looked at."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from samerun.rules.hygiene.unexplained_suppression import UnexplainedSuppression
from samerun.rules.hygiene.unused_suppression import UnusedSuppression
from samerun.run import Silenced
from samerun.suppressions.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from samerun.rules.base import Rule
    from samerun.rules.finding import Finding
    from samerun.workspace.sources import SourceFile


def suppress(
    findings: Iterable[Finding],
    sources: Iterable[SourceFile],
    rules: Mapping[str, type[Rule]],
    enabled: Callable[[str, str], bool],
) -> tuple[list[Finding], list[Silenced]]:
    """What is left of the findings on `sources`, with those on their ignore comments; and what was silenced.

    `enabled` says whether a rule is on for a path.
    """
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.path].append(finding)
    names = {rule.name: code for code, rule in rules.items()}
    live: list[Finding] = []
    silenced: list[Silenced] = []
    for source in sources:
        suppressions = Suppressions(source, names)
        found = by_path[source.path]
        for finding in found:
            comments = suppressions.silencing(finding)
            if comments:
                reason = next((each.directive.reason for each in comments if each.directive.reason), "")
                silenced.append(Silenced(finding, "comment", reason))
            else:
                live.append(finding)
        for rule in (UnusedSuppression, UnexplainedSuppression):
            if suppressions.comments and enabled(rule.code, source.path):
                on = frozenset(code for code in rules if enabled(code, source.path))
                judged = rule().judge(source, suppressions.comments, on, frozenset(rules))
                live += [finding for finding in judged if not suppressions.silencing(finding)]
    return live, silenced
