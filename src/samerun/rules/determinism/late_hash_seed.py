"""REP305: PYTHONHASHSEED is set where the interpreter has read it long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.entries import is_test
from samerun.program.sites import enclosing
from samerun.rules.base import Site, SourceRule
from samerun.rules.finding import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from samerun.program.determinism.hash_seed import HashSeed
    from samerun.program.program import Module, Program


class LateHashSeed(SourceRule):
    """`PYTHONHASHSEED` is set in a process that has been running for a while.

    ## What it does
    Reports code that assigns `os.environ["PYTHONHASHSEED"]` (or sets it with `setdefault`, `update`, `putenv`). A note;
    a warning where a run that comes by has `hash()` of text, or the order of a set of text, reach a result.

    Silent where the same module, or a run that comes by, starts itself anew (`os.execv`) or starts other interpreters
    (`subprocess`, spawned workers): those do read the variable.

    ## Why it matters
    Python reads the variable once, when it starts. Setting it later changes neither `hash()` nor the order of sets in
    this process, only in children that start a new interpreter. The line looks as if the order of sets were fixed, and
    it isn't: this is the most copied line of helpers named `seed_everything`.

    Fixing the hash seed costs no speed. It gives up a defence against crafted keys, so don't fix it in a service that
    takes input from strangers.

    ## Example
    ```python
    import os
    import random

    SEED = 0


    def seed_everything(seed):
        os.environ["PYTHONHASHSEED"] = str(seed)
        random.seed(seed)


    seed_everything(SEED)
    print(random.random())
    ```

    ## Use instead
    ```python
    # PYTHONHASHSEED=0 python train.py
    import random

    SEED = 0


    def seed_everything(seed):
        random.seed(seed)


    seed_everything(SEED)
    print(random.random())
    ```

    ## Fix safety
    No fix. Removing the line changes nothing in this process, but children that inherit the variable may count on
    it.

    ## Options
    - `include-tests`: also report tests (default: false).

    ## Known limits
    Workers that a data loader or a pool starts with the spawn method read the variable; where the method is the
    platform's default this isn't known, and the fork of Linux is assumed.

    ## References
    - [Python: PYTHONHASHSEED](https://docs.python.org/3/using/cmdline.html#envvar-PYTHONHASHSEED)
    - [Python: object.__hash__, note on randomisation](https://docs.python.org/3/reference/datamodel.html#object.__hash__)
    """

    code = "REP305"
    name = "late-hash-seed"
    level = "note"
    builds_on = "runs"
    of_runs = True

    def sites(self, program: Program, module: Module) -> Iterator[Site]:
        if not program.include_tests and is_test(module.path, program.root):
            return
        for seed in program.hash_seeds.in_module(module):
            yield Site(module, seed.slice, seed.ordinal, seed.node, enclosing(module, seed.scope), seed)

    def visit(self, site: Site, node: cst.CSTNode, program: Program) -> Finding | None:
        seed: HashSeed = site.about  # type: ignore[assignment]
        message = "`PYTHONHASHSEED` is set too late for this process: Python reads it when it starts"
        related: tuple[Related, ...] = ()
        if seed.felt is not None:
            taint = seed.felt.taint
            message += f", and {taint.what.removesuffix('()')} reaches a result"
            related = (Related(seed.felt.place.path, seed.felt.place.span, f"`{taint.what}` differs from run to run"),)
        return Finding(
            code=self.code,
            message=message,
            level="warning" if seed.felt is not None else self.level,
            path=site.module.path,
            span=seed.span,
            statement=site.slice,
            enclosing=site.enclosing,
            key="PYTHONHASHSEED",
            help="Set it where the run is started (`PYTHONHASHSEED=0 python train.py`), and leave this line out",
            related=related,
        )
