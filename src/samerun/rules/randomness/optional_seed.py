"""REP104: a seeding that the default of its seed skips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.mending.default import default_fixes
from samerun.rules.mending.fallback import in_place_of_nothing
from samerun.rules.mending.seeding import seeding_fixes
from samerun.rules.randomness.flow import SeedFlowRule

if TYPE_CHECKING:
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.program import Program
    from samerun.rules.finding import Fix


class OptionalSeed(SeedFlowRule):
    """A seeding that the default of its seed skips.

    ## What it does
    Reports a guard such as `if seed is not None:` around a seeding call, or a seeding call that is handed a default of
    None, where the default (of an option, a parameter, a field) is None and a draw follows.

    ## Why it matters
    The run is repeatable for those who know the option, and for nobody else. The published command line is usually
    the one without it.

    ## Example
    ```python
    import argparse
    import random

    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=None)
    args = parser.parse_args()
    if args.seed is not None:
        random.seed(args.seed)
    print(random.random())
    ```

    ## Use instead
    ```python
    import argparse
    import random

    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.seed is not None:
        random.seed(args.seed)
    print(random.random())
    ```

    ## Fix safety
    Unsafe: a run without the option draws other numbers than before, the same ones every time. The default becomes a
    number where None is written, or where an option or environment variable has none. Where a flag decides, the run
    is seeded at its start instead.

    ## Options
    - `entry-points`: further places where runs start.
    - `include-tests`: count tests as entry points (default: false).

    ## Known limits
    Calls that can't be resolved from the files alone are taken to draw nothing. Loops are looked at once.

    ## References
    - [PyTorch: reproducibility](https://pytorch.org/docs/stable/notes/randomness.html)
    - [NumPy: random sampling](https://numpy.org/doc/stable/reference/random/index.html)
    """

    code = "REP104"
    name = "optional-seed"

    def fixes(self, program: Program, verdict: Verdict) -> list[Fix]:
        found = [*default_fixes(program, verdict), *seeding_fixes(program, verdict)]
        return found or in_place_of_nothing(program, verdict, verdict.place)
