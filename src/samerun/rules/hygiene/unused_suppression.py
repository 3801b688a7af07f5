"""REP002: an ignore comment that silences nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import Rule
from samerun.rules.finding import Finding
from samerun.suppressions.removal import removal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from samerun.suppressions.suppressions import Suppression
    from samerun.workspace.sources import SourceFile


class UnusedSuppression(Rule):
    """An ignore comment names a rule that reports nothing there.

    ## What it does
    Reports a code in a `# noqa: REP…`, `# samerun: ignore[REP…]`, `disable`, `file-ignore` or `# samerun: noqa` comment
    that silences no finding, codes of ours that don't exist, and comments that can't silence anything as they are
    written. Codes of other tools and of rules that are not enabled in this run are left alone; so are a bare `# noqa`
    and `# flake8: noqa`, which may be there for another tool.

    An entry of `per-file-ignores` whose pattern matches no file is reported in the settings file, when everything that
    those settings hold for was checked.

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
    Safe where the comment stands alone; unsafe where other comments share it, which may come to mean something else.
    Codes that are used stay, and so does what follows them.

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
        self, source: SourceFile, comments: Iterable[Suppression], enabled: Collection[str], known: Collection[str]
    ) -> Iterator[Finding]:
        """Findings on the comments of one file, asked after all other findings were offered to them."""
        for comment in comments:
            directive = comment.directive
            if comment.problem:
                if directive.tool == "samerun":
                    yield self._finding(source, comment, f"This comment silences nothing: {comment.problem}", "")
                continue
            unused = [] if self.code in (comment.codes or ()) else _unused(comment, enabled, known)
            if directive.codes is None and directive.tool == "samerun" and not comment.used:
                yield self._finding(source, comment, "Unused suppression: nothing is silenced in this file", "all", [])
            elif unused:
                missing = [code for code in unused if code not in enabled]
                message = f"Unused suppression: nothing is silenced here for {', '.join(unused)}"
                if missing == unused:
                    message = f"Unused suppression: there is no rule {', '.join(unused)}"
                yield self._finding(source, comment, message, ",".join(unused), unused)

    def _finding(
        self, source: SourceFile, comment: Suppression, message: str, key: str, unused: list[str] | None = None
    ) -> Finding:
        """With `unused`, the fix removes these codes; an empty list is the whole comment."""
        directive = comment.directive
        return Finding(
            code=self.code,
            message=message,
            level=self.level,
            path=source.path,
            span=directive.span,
            statement=directive.span,
            key=key or comment.problem,
            help="Remove it" if unused is not None else "",
            fix=removal(source, comment, unused or None) if unused is not None else None,
        )


def _unused(comment: Suppression, enabled: Collection[str], known: Collection[str]) -> list[str]:
    """The codes, as written, that silence nothing though their rules are on, and those that no rule has."""
    out = []
    for written, code in zip(comment.directive.codes or (), comment.codes or (), strict=True):
        ours = code.startswith("REP") or comment.directive.tool == "samerun"
        if ours and code not in comment.used and (code in enabled or code not in known):
            out.append(written.text)
    return list(dict.fromkeys(out))
