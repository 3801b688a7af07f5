"""REP202: one stream that is seeded from different constants along one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.streams import stream_name
from samerun.program.seeds.scattered import scattered
from samerun.program.sites import enclosing
from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.program import Program


class ScatteredSeed(ProgramRule):
    """A stream that one run seeds from different constants.

    ## What it does
    Follows every run from its entry point, and reports a seeding of a global stream (Python's, NumPy's, PyTorch's,
    TensorFlow's, …) with a constant, where the same run has seeded that stream before with another constant.

    ## Why it matters
    Which number made this split, and which these weights? Whoever changes "the seed" changes one part of the run and
    leaves the other as it was, so that five seeds are five runs with the same split. And each new seeding throws away
    where the stream stood, so that a draw more or less before it goes unseen.

    It costs no speed to mend. Leave it where a published split or a benchmark prescribes a number of its own, and say
    so in an ignore comment.

    ## Example
    ```python
    import numpy as np

    SPLIT = 0
    NOISE = 1

    np.random.seed(SPLIT)
    order = np.random.permutation(10)
    np.random.seed(NOISE)
    print(order, np.random.normal(size=3))
    ```

    ## Use instead
    ```python
    import numpy as np

    SEED = 0

    split, noise = np.random.SeedSequence(SEED).spawn(2)
    order = np.random.default_rng(split).permutation(10)
    print(order, np.random.default_rng(noise).normal(size=3))
    ```

    ## Fix safety
    No fix. Another seed changes the numbers that are drawn.

    ## Options
    - `entry-points`: further places where runs start.
    - `include-tests`: count tests as entry points (default: false).

    ## Known limits
    Speaks only of constants: a seeding from an option, or from a number computed from the seed, is a plan. A loop over
    several seeds is one too. Seedings with the same constant are left alone, and so are generators of one's own, of
    which each may have a seed of its own.

    ## References
    - [NumPy: spawning generators](https://numpy.org/doc/stable/reference/random/parallel.html)
    - [scikit-learn: controlling randomness](https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness)
    """

    code = "REP202"
    name = "scattered-seed"
    status = "preview"
    builds_on = "runs"

    def check(self, program: Program) -> Iterator[Finding]:
        for each in scattered(program):
            place = each.place
            names = [stream_name(stream) for stream in each.streams]
            what = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
            yield Finding(
                code=self.code,
                message=f"Seeds {what} with {each.value}, which this run has seeded with {each.first_value} before",
                level=self.level,
                path=place.path,
                span=place.span,
                statement=place.slice,
                enclosing=enclosing(program.table.by_path[place.path], place.scope),
                key=",".join(each.streams),
                help="Seed once at the start, and derive what else is needed from that one seed",
                related=(Related(each.first.path, each.first.span, f"seeded with {each.first_value} here"),),
                streams=each.streams,
            )
