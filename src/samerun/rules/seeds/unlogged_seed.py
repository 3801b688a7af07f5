"""REP203: a seed that whoever starts the run chooses, and that the run writes down nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.seeds.following import DeclaredSeedRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.seeds.occurrences import Occurrence
    from samerun.program.seeds.unused import DeclaredSeed

_CHOSEN = frozenset({"option", "flag", "parameter"})


class UnloggedSeed(DeclaredSeedRule):
    """A seed that is chosen on the command line and that the run writes down nowhere.

    ## What it does
    Follows every seed that an entry point takes from the command line (argparse, click, typer, fire, absl) to its ends,
    and reports one that seeds, and that provably never reaches a print, a logger, a tracker (MLflow, Weights & Biases,
    TensorBoard, Aim, Comet, Neptune, DVCLive), a dump of the configuration, or the name of a file or run: neither by
    itself nor within the object that holds all options.

    ## Why it matters
    The seed is part of the result. A month later there is a checkpoint, and nobody knows which of the five seeds it is.

    It costs a line. Leave it where a scheduler keeps every command line.

    ## Example
    ```python
    import argparse
    import random

    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

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

    print(f"seed {args.seed}")
    random.seed(args.seed)
    print(random.random())
    ```

    ## Fix safety
    No fix: what writes it down is a matter of taste.

    ## Options
    - `entry-points`: further places where runs start.
    - `include-tests`: count tests as entry points (default: false).

    ## Known limits
    Seeds that stand in the code or in a configuration file of the repository are left alone: the commit records them.
    Silent where the seed, or what holds it, goes where it can't be followed. A launcher that records the command line
    isn't seen; nor is Hydra, which writes the configuration down by itself, asked for anything.

    ## References
    - [Weights & Biases: configure experiments](https://docs.wandb.ai/guides/track/config)
    - [MLflow: tracking](https://mlflow.org/docs/latest/tracking.html)
    """

    code = "REP203"
    name = "unlogged-seed"
    status = "preview"

    advice = "Log it, or all options, at the start of the run"
    sentence = "it seeds here"

    def verdict(self, seed: DeclaredSeed) -> str | None:
        if seed.declared.kind not in _CHOSEN or not seed.seeds or seed.recorded or seed.named:
            return None
        return f"The option `{seed.declared.option}` seeds the run, which writes it down nowhere"

    def places(self, seed: DeclaredSeed) -> Iterable[Occurrence]:
        return seed.seeds
