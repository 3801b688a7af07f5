"""REP404: one change set that edits an eval and the code that it scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.changed_pairs import changed_pairs
from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.changed_pairs import ChangedPair
    from samerun.program.program import Program


class EvalAndModelInOneChange(ProgramRule):
    """A change set edits an eval together with the code that it scores.

    ## What it does
    Reports each file of an eval that changes together with code that this eval scores: code of the other side of a
    contract, of a pair in `pairs`, or, between packages known by their names, of a model package that the eval imports.
    It asks only where a change set is given: `samerun check --diff-base REV` compares the work tree with the commit
    where HEAD and REV parted, `samerun check --staged` what is staged with HEAD. Moves, comments, formatting and
    docstrings don't count, because normalised code is compared. A declared contract or pair makes it an error.

    ## Why it matters
    A score that moved with such a change can't be read: nobody knows whether the model or the yardstick changed.

    ## Example
    `samerun check --diff-base main` on a branch that edits both of these:

    ```python
    # file: evals/__init__.py
    # file: evals/accuracy.py
    from models.net import Net


    def accuracy(batches):
        return [(Net()(x).argmax(1) == y).float().mean() for x, y in batches]


    # file: models/__init__.py
    # file: models/net.py
    import torch


    class Net(torch.nn.Module):
        pass
    ```

    ## Use instead
    Two changes: first the eval, with the score of the old model under it, then the model.

    ```python
    # file: models/__init__.py
    # file: models/net.py
    import torch


    class Net(torch.nn.Module):
        pass
    ```

    ## Fix safety
    No fix: the change has to be split.

    ## Options
    - `boundaries`: `eval`, `model`, `contracts` and `pairs`; see [boundaries](../boundaries.md).

    ## Known limits
    Python files, notebooks and submodules count; an eval's data files don't. Where an eval loads an artifact and no
    setting names a pair, nothing shows what it scores. The first commit of a repository changes nothing.

    ## References
    - [Hidden technical debt in machine learning systems](https://papers.nips.cc/paper/5656-hidden-technical-debt-in-machine-learning-systems)
    """

    code = "REP404"
    name = "eval-and-model-in-one-change"

    def check(self, program: Program) -> Iterator[Finding]:
        for pair in changed_pairs(program):
            yield self._finding(program, pair)

    def _finding(self, program: Program, pair: ChangedPair) -> Finding:
        assert program.changes is not None
        within = program.table.within
        (model, *more), gone = pair.models, pair.eval.gone or pair.eval.submodule
        place = model if gone else pair.eval
        others = f" and {len(more)} more" if more else ""
        message = (
            f"Eval `{within(pair.eval.path)}` and `{within(model.path)}`{others}, which it scores, change together"
        )
        because = f": {pair.because}" if pair.because else ""
        related = pair.models if not gone else more
        return Finding(
            code=self.code,
            message=f"{message} {program.changes.what}{because}",
            level=pair.level,
            path=place.path,
            span=place.span,
            statement=place.span,
            key=f"{within(pair.eval.path)} {within(model.path)}",
            help="Change the eval first, alone, and measure the old model with it",
            related=tuple(
                Related(each.path, each.span, "which changes too")
                for each in related
                if not each.gone and not each.submodule
            ),
        )
