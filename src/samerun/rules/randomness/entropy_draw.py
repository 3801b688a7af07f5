"""REP109: a result that depends on numbers of the operating system, a clock or a process id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.mending.entropy import drawing_fixes
from samerun.rules.randomness.flow import SeedFlowRule

if TYPE_CHECKING:
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.program import Program
    from samerun.rules.finding import Fix


class EntropyDraw(SeedFlowRule):
    """A result that depends on numbers of the operating system, a clock or a process id.

    ## What it does
    Reports `secrets.choice`, `random.SystemRandom`, `os.urandom` and their like where what they give is written out
    or decides something, and `uuid4`, clocks and process ids where somebody computes with them (`time.time_ns() % 7`).
    Names, tokens, ports, times that are printed or subtracted are fine. As a seed they are entropy-seed's. Preview:
    select it with `--preview`.

    ## Why it matters
    These numbers come from outside the program. Nothing seeds them, so the run can't be repeated.

    ## Example
    ```python
    import secrets

    policy = [secrets.choice(["flip", "crop", "blur"]) for _ in range(4)]
    print(policy)
    ```

    ## Use instead
    ```python
    import random

    SEED = 0
    rng = random.Random(SEED)
    policy = [rng.choice(["flip", "crop", "blur"]) for _ in range(4)]
    print(policy)
    ```

    ## Fix safety
    Unsafe: a seeded stream draws other numbers, and ones that can be foretold. `secrets.choice` becomes
    `random.choice`, `SystemRandom()` a seeded `random.Random`, and a `uuid4()` that somebody computes with is made of
    `random.getrandbits`. No fix for clocks and process ids, nor where a name speaks of keys, tokens, passwords,
    identities or the like.

    ## Options
    - `entry-points`: further places where runs start.
    - `include-tests`: count tests as entry points (default: false).

    ## Known limits
    Speaks only where the value is seen to reach a print, a file or a comparison.

    ## References
    - [Python: secrets](https://docs.python.org/3/library/secrets.html)
    - [Python: random.SystemRandom](https://docs.python.org/3/library/random.html#random.SystemRandom)
    """

    code = "REP109"
    name = "entropy-draw"
    status = "preview"

    def verdicts(self, program: Program) -> list[Verdict]:
        return program.leaks

    def fixes(self, program: Program, verdict: Verdict) -> list[Fix]:
        return drawing_fixes(program, verdict)
