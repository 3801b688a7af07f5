"""REP102: a generator that is made without a seed, and drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.mending.own_stream import generator_fixes
from samerun.rules.randomness.flow import SeedFlowRule

if TYPE_CHECKING:
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.program import Program
    from samerun.rules.finding import Fix


class UnseededGenerator(SeedFlowRule):
    """A generator that is made without a seed, and drawn from.

    ## What it does
    Reports the making of an object with a stream of its own (`np.random.default_rng()`, `random.Random()`, an
    environment, a sampler) without a seed, once a run draws from it. Seeding it right after it was made is fine.

    ## Why it matters
    Such an object takes its state from the operating system. No global seed reaches it: a program that calls
    `np.random.seed(0)` first still gets other numbers from `default_rng()` in every run.

    ## Example
    ```python
    import numpy as np

    rng = np.random.default_rng()
    print(rng.normal(size=3))
    ```

    ## Use instead
    ```python
    import numpy as np

    SEED = 0
    rng = np.random.default_rng(SEED)
    print(rng.normal(size=3))
    ```

    ## Fix safety
    Unsafe: the run draws other numbers than before, the same ones every time. The seed goes where the object is made,
    or into the call that draws: what the run has seeded something with there (`args.seed`), a variable of that name,
    the module's constant, or a new one. What is made in a loop draws the same in every turn.

    ## Options
    - `entry-points`: further places where runs start.
    - `include-tests`: count tests as entry points (default: false).

    ## Known limits
    Calls that can't be resolved from the files alone are taken to draw nothing. Loops are looked at once. Those of
    Gymnasium's environments are known that were run to see whether they repeat without a seed; an id that somebody
    else registers draws nothing, one that only the command line gives is taken to draw.

    ## References
    - [PyTorch: reproducibility](https://pytorch.org/docs/stable/notes/randomness.html)
    - [NumPy: random sampling](https://numpy.org/doc/stable/reference/random/index.html)
    """

    code = "REP102"
    name = "unseeded-generator"

    def fixes(self, program: Program, verdict: Verdict) -> list[Fix]:
        return generator_fixes(program, verdict)
