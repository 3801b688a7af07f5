"""REP001: a file that is not Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.program import Program


class SyntaxErrorRule(ProgramRule):
    """The file can't be parsed.

    ## What it does
    Reports the first syntax error of a file, at the place where Python's own parser stops.

    ## Why it matters
    Nothing in such a file is analysed: its functions count as unknown, and a draw or a seed in it is not seen.

    ## Example
    ```python
    def train(model:
        pass
    ```

    ## Use instead
    ```python
    def train(model):
        pass
    ```

    ## Fix safety
    No fix: only its author knows what was meant.

    ## Options
    None.

    ## Known limits
    Only the first error of a file is reported. Syntax that is newer than the running Python is REP004.

    ## References
    - [Python: the full grammar](https://docs.python.org/3/reference/grammar.html)
    """

    code = "REP001"
    name = "syntax-error"
    level = "error"

    def check(self, program: Program) -> Iterator[Finding]:
        for problem in program.problems:
            if problem.kind == "syntax":
                yield Finding(
                    code=self.code,
                    message=f"Syntax error: {problem.message}",
                    level=self.level,
                    path=problem.path,
                    span=problem.span,
                    statement=problem.span,
                    key=problem.message,
                )
