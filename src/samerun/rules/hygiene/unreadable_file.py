"""REP004: a file that can't be read or analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.program import Program


class UnreadableFile(ProgramRule):
    """The file can't be read, or is written for a newer Python than the one that runs samerun.

    ## What it does
    Reports a file whose bytes don't fit its encoding, that holds NUL bytes, is too large, is a broken notebook,
    or can't be opened, with the place where reading stopped. Syntax that the running Python doesn't know but a
    newer one does is a note.

    ## Why it matters
    Nothing in such a file is analysed: its functions count as unknown, and a draw or a seed in it is not seen.

    ## Example
    ```python
    # -*- coding: utf-42 -*-
    def fit(model):
        pass
    ```

    ## Use instead
    ```python
    # -*- coding: utf-8 -*-
    def fit(model):
        pass
    ```

    ## Fix safety
    No fix.

    ## Options
    - `exclude`: leave the file out.

    ## Known limits
    Reading stops at the first problem of a file.

    ## References
    - [PEP 263: source code encodings](https://peps.python.org/pep-0263/)
    - [The notebook format](https://nbformat.readthedocs.io/en/latest/format_description.html)
    """

    code = "REP004"
    name = "unreadable-file"
    level = "error"

    def check(self, program: Program) -> Iterator[Finding]:
        for problem in program.problems:
            if problem.kind in ("unreadable", "newer"):
                yield Finding(
                    code=self.code,
                    message=problem.message,
                    level="note" if problem.kind == "newer" else self.level,
                    path=problem.path,
                    span=problem.span,
                    statement=problem.span,
                    key=problem.kind,
                )
