"""REP003: an ignore comment that doesn't say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import Rule
from samerun.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from samerun.suppressions.suppressions import Suppression
    from samerun.workspace.sources import SourceFile


class UnexplainedSuppression(Rule):
    """An ignore comment silences a finding and doesn't say why.

    ## What it does
    Reports a `# samerun: ignore[REP…]` comment and its kin, or a `# noqa` that silences a rule of samerun, with no
    words after the codes. Words stand after `--`, or just after the codes: `# noqa: REP101 the split is published`.

    ## Why it matters
    Whoever reads the comment next year has to know whether the finding was wrong, or right and accepted.

    ## Example
    ```python
    import torch

    torch.manual_seed(42)  # samerun: ignore[REP201]
    ```

    ## Use instead
    ```python
    import torch

    torch.manual_seed(42)  # samerun: ignore[REP201] -- the seed of the published run
    ```

    ## Fix safety
    No fix: only its author knows why.

    ## Options
    - `require-reason`: turns this rule on, as selecting it does.

    ## Known limits
    Any words will do.

    ## References
    - [Ruff: error suppression](https://docs.astral.sh/ruff/linter/#error-suppression)
    """

    code = "REP003"
    name = "unexplained-suppression"
    status = "off"

    def judge(
        self, source: SourceFile, comments: Iterable[Suppression], enabled: Collection[str], known: Collection[str]
    ) -> Iterator[Finding]:
        """Findings on the comments of one file, asked after all other findings were offered to them."""
        for comment in comments:
            directive = comment.directive
            if directive.reason or not comment.used:
                continue
            yield Finding(
                code=self.code,
                message="This suppression doesn't say why",
                level=self.level,
                path=source.path,
                span=directive.span,
                statement=directive.span,
                key=",".join(comment.codes or ("all",)),
                help="Add the reason after the codes: `-- why this is in order`",
            )
