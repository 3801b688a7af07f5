"""REP108: a result that depends on an order, or a hash, that differs from run to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.mending.order import order_fixes
from samerun.rules.randomness.flow import SeedFlowRule

if TYPE_CHECKING:
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.program import Program
    from samerun.rules.finding import Fix


class UnorderedIteration(SeedFlowRule):
    """A result that depends on an order, or a hash, that differs from run to run.

    ## What it does
    Follows sets of text, folder listings, tasks as they end, and `hash()` of text along every run, and reports the
    place they come from when their order (or the hash) is drawn from, numbered, indexed, compared or written out.
    `sorted`, `len`, `sum`, `max`, membership and other uses that don't see the order are fine; so are sets of
    integers. Preview: select it with `--preview`.

    ## Why it matters
    Python hashes text with a new key in every process, so a list made of a set has another order in every run; then a
    seeded shuffle deals out other items, and a label map gives other numbers. No seeding call can help: the key is
    chosen before the first line runs.

    ## Example
    ```python
    import random

    SEED = 0
    words = "the cat sat on the mat".split()
    pool = list(set(words))
    random.seed(SEED)
    random.shuffle(pool)
    print(pool[:3])
    ```

    ## Use instead
    ```python
    import random

    SEED = 0
    words = "the cat sat on the mat".split()
    pool = sorted(set(words))
    random.seed(SEED)
    random.shuffle(pool)
    print(pool[:3])
    ```

    ## Fix safety
    Unsafe: the rest of the run sees another order than before, the same one every time. `sorted` goes around a folder's
    listing, and around a set of text where it is gone through or listed; a set that has a name stays one. `hash()` of
    text becomes `zlib.crc32` of what `repr` gives, as the same call may get bytes or numbers, too. No fix where members
    may be anything but text, for objects that have no order, and for tasks as they end.

    ## Options
    - `entry-points`: further places where runs start.
    - `include-tests`: count tests as entry points (default: false).

    ## Known limits
    Speaks only where the members are surely text, or objects that hash by their address. A fixed PYTHONHASHSEED in
    the launcher isn't seen; silence the rule there.

    ## References
    - [Python: PYTHONHASHSEED](https://docs.python.org/3/using/cmdline.html#envvar-PYTHONHASHSEED)
    - [Python: os.listdir](https://docs.python.org/3/library/os.html#os.listdir)
    """

    code = "REP108"
    name = "unordered-iteration"
    status = "preview"

    def verdicts(self, program: Program) -> list[Verdict]:
        return program.leaks

    def fixes(self, program: Program, verdict: Verdict) -> list[Fix]:
        return order_fixes(program, verdict)
