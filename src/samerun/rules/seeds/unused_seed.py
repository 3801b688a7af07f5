"""REP204: a seed that an entry point declares and that seeds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.mending.wiring import wiring_fix
from samerun.rules.seeds.following import DeclaredSeedRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.program import Program
    from samerun.program.seeds.occurrences import Occurrence
    from samerun.program.seeds.unused import DeclaredSeed
    from samerun.rules.finding import Fix

_KINDS = {
    "option": "The option `{}`",
    "flag": "The flag `{}`",
    "parameter": "The option `{}`",
    "field": "The field `{}`",
    "constant": "The constant `{}`",
    "key": "The key `{}` of `{}`",
}


class UnusedSeed(DeclaredSeedRule):
    """A seed that an entry point declares, and that never reaches a seeding call.

    ## What it does
    Takes the seeds that a run declares: an option (`--seed` of argparse, click, typer, fire or absl), a field
    `seed` of a data class that a run makes or reads from the command line (`HfArgumentParser`, `tyro`), a constant
    `SEED`, a key of a configuration file (`seed: 42` in what Hydra composes for the run, or in a YAML, JSON or TOML
    file that it loads by name). It follows each through assignments, calls, returns, attributes and the object that
    holds all options, and reports it where it provably comes to no seeding call and no seed parameter. Being
    printed, logged or put into a name is no use.

    ## Why it matters
    Whoever runs `--seed 1`, `--seed 2`, `--seed 3` believes to see three seeds, and sees three times the same one, or
    three runs that nobody can repeat. Error bars over such runs say nothing.

    It costs no speed to mend. Leave it where a launcher demands the option from all of its programs, and this one draws
    nothing.

    ## Example
    ```python
    import argparse

    import torch

    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", type=int, default=3)
    args = parser.parse_args()

    print(f"seed {args.seed}")
    torch.manual_seed(42)
    print(torch.rand(args.size))
    ```

    ## Use instead
    ```python
    import argparse

    import torch

    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", type=int, default=3)
    args = parser.parse_args()

    print(f"seed {args.seed}")
    torch.manual_seed(args.seed)
    print(torch.rand(args.size))
    ```

    ## Fix safety
    Unsafe: the run draws other numbers than before, unless the declared seed is the same number. It takes the place of
    the number that global streams are seeded with, where it is known there; a constant that had that number and was
    there for nothing else goes. No fix where the run seeds nothing by a number.

    ## Options
    - `entry-points`: further places where runs start.
    - `include-tests`: count tests as entry points (default: false).

    ## Known limits
    Silent as soon as the seed, or the object that holds it, goes where it can't be followed: to code outside the
    project, into `**kwargs`, another process, a comparison that decides anything. A declaration that several entry
    points share counts as used where any of them uses it. A key of a configuration is left alone where another value
    refers to it (`${seed}`), where a part of the configuration isn't found, and where some code of the project loads
    configurations by names that aren't known, or composes them (`hydra.compose`).

    ## References
    - [Python: argparse](https://docs.python.org/3/library/argparse.html)
    - [Hydra: the defaults list](https://hydra.cc/docs/advanced/defaults_list/)
    - [PyTorch: reproducibility](https://pytorch.org/docs/stable/notes/randomness.html)
    """

    code = "REP204"
    name = "unused-seed"

    advice = "Seed from it at the start of the run, or take it out"
    sentence = "it is only written down here"

    def verdict(self, seed: DeclaredSeed) -> str | None:
        if seed.seeds:
            return None
        declared = seed.declared
        file = declared.written.path.rpartition("/")[2] if declared.written is not None else ""
        what = _KINDS[declared.kind].format(declared.option, file)
        return f"{what} seeds nothing: {'it is only written down' if seed.recorded else 'nothing that draws reads it'}"

    def places(self, seed: DeclaredSeed) -> Iterable[Occurrence]:
        return seed.recorded

    def fix(self, program: Program, seed: DeclaredSeed) -> Fix | None:
        return wiring_fix(program, seed) if seed.declared.written is None else None
