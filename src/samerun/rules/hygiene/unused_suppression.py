"""REP002: an ignore comment that silences nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import Rule
from samerun.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from samerun.suppressions import Suppression


class UnusedSuppression(Rule):
    """An ignore comment names a rule that reports nothing there.

    ## What it does
    Reports a code in a `# noqa: REP…` or `# samerun: ignore[REP…]` comment that silences no finding, and codes
    of ours that don't exist. Codes of other tools and of rules that are not enabled in this run are left alone;
    so is a bare `# noqa`, which may be there for another tool.

    ## Why it matters
    A comment that outlives its finding hides the next one.

    ## Example
    ```python
    total = 1 + 1  # noqa: REP201
    ```

    ## Use instead
    ```python
    total = 1 + 1
    ```

    ## Fix safety
    No fix yet.

    ## Options
    None.

    ## Known limits
    Comments in files that can't be parsed are not judged.

    ## References
    - [Ruff: unused-noqa](https://docs.astral.sh/ruff/rules/unused-noqa/)
    """

    code = "REP002"
    name = "unused-suppression"

    def judge(
        self, path: str, comments: list[Suppression], enabled: Collection[str], known: Collection[str]
    ) -> Iterator[Finding]:
        """Findings on the comments of one file, asked after all other findings were offered to them."""
        for comment in comments:
            unused = [code for code in comment.codes or () if _unused(code, comment, enabled, known)]
            if comment.codes is None and comment.kind == "ignore" and not comment.used:
                unused = ["all codes"]
            if unused:
                yield Finding(
                    code=self.code,
                    message=f"Unused suppression: nothing is silenced here for {', '.join(unused)}",
                    level=self.level,
                    path=path,
                    span=comment.span,
                    statement=comment.span,
                    key=",".join(unused),
                    help="Remove it",
                )


def _unused(code: str, comment: Suppression, enabled: Collection[str], known: Collection[str]) -> bool:
    if not code.startswith("REP"):
        return comment.kind == "ignore"
    if any(used.startswith(code) for used in comment.used):
        return False
    matching = [each for each in known if each.startswith(code)]
    return not matching or any(each in enabled for each in matching)
