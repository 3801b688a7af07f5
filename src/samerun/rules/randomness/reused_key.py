"""REP107: a JAX key that is used up twice on one path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.sites import enclosing
from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding, Related
from samerun.rules.mending.key import split_fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.keys.reuse import Reuse
    from samerun.program.program import Program


class ReusedKey(ProgramRule):
    """A JAX key that is used up twice on one path.

    ## What it does
    Follows the keys through every function: which call uses one up (a draw, `split`, an initialiser, a function of the
    project that does), and whether some later call on the same path uses up the same one. That includes a loop (a
    `for`, `while` or comprehension, the body of `jax.lax.scan`, `fori_loop`, `while_loop` or `map`) whose turns all use
    a key from outside of it, a function that is called twice with one key, a closure that is called twice, and keys
    taken from the result of a `split` under one index.

    What uses a key up is what JAX's own checker (`jax_debug_key_reuse`) says, and a test holds the two together:
    draws and `split` do; `fold_in`, `clone` and `key_data` don't; Flax's `init`, `apply` and `Rngs` derive their keys
    by `fold_in`, so that one key may serve several of them (`{"params": key, "dropout": key}` too); Haiku's
    `PRNGSequence` and `init` do.

    ## Why it matters
    Two draws with one key give the same numbers, or numbers that depend on each other: two layers start alike, noise
    and dropout go together, every turn of a loop augments in the same way. Nothing fails; the run even repeats, with
    the wrong randomness.

    What it costs to mend: a `split` hashes a few words, which is nothing beside the draws. Where the same numbers are
    wanted twice (a test, the same noise for two models), say so with `jax.random.clone`.

    ## Example
    ```python
    import jax


    def sample(key):
        noise = jax.random.normal(key, (3,))
        scale = jax.random.uniform(key)
        return noise * scale
    ```

    ## Use instead
    ```python
    import jax


    def sample(key):
        key, subkey = jax.random.split(key)
        noise = jax.random.normal(subkey, (3,))
        scale = jax.random.uniform(key)
        return noise * scale
    ```

    ## Fix safety
    Unsafe: other numbers are drawn. The key is split in front of the first use, or in every turn of the loop, where it
    is a plain name that the function itself binds. No fix in comprehensions, closures and bodies that JAX loops over.

    ## Options
    - `include-tests`: look at tests as well (default: false).

    ## Known limits
    Two uses under tests that have nothing to do with each other (`if a: …` and later `if b: …`) are left alone: that
    both come out true isn't known. So are keys kept in attributes of objects of unknown class (a property may
    hand out a new one each time), slices without an end (`keys[1:]`), keys in a `jnp.stack`, which JAX's checker counts
    as a use by itself, keys that code which can't be resolved hands back, and two `fold_in` with the same number.

    Several `jax.random.permutation` or `choice` with one key treat several arrays alike, which is done on purpose:
    silent, where JAX's checker speaks. Any other key that is used twice on purpose says so with `jax.random.clone`.

    ## References
    - [JAX: pseudorandom numbers](https://docs.jax.dev/en/latest/random-numbers.html)
    - [JAX: key reuse checking](https://docs.jax.dev/en/latest/jax.experimental.key_reuse.html)
    """

    code = "REP107"
    name = "reused-key"
    builds_on = "runs"

    def check(self, program: Program) -> Iterator[Finding]:
        for reuse in program.reused_keys:
            place = reuse.place
            yield Finding(
                code=self.code,
                message=_message(reuse),
                level=self.level,
                path=place.path,
                span=place.span,
                statement=place.slice,
                enclosing=enclosing(program.table.by_path[place.path], place.scope),
                key=f"jax-key:{reuse.key}",
                help=(
                    "Split the key in every turn and carry the new one on, or `jax.random.fold_in` the turn's number"
                    if reuse.looped
                    else "Split the key first, and use each of the new keys once"
                ),
                related=_related(reuse),
                fix=split_fix(program, reuse),
                streams=("jax-key",),
            )


def _message(reuse: Reuse) -> str:
    key = f"the key `{reuse.key}`" if reuse.key else "a key"
    callee = reuse.callee[0].upper() + reuse.callee[1:]
    if reuse.looped:
        return f"{callee} uses up {key} in every turn of a loop: it is the same key each time"
    return f"{callee} uses up {key} again: {reuse.first_callee} did before"


def _related(reuse: Reuse) -> tuple[Related, ...]:
    places = []
    if not reuse.looped:
        places.append(Related(reuse.first.path, reuse.first.span, "used up here first"))
        if reuse.first_inside is not None:
            inside = reuse.first_inside
            places.append(Related(inside.path, inside.span, "there it is used up in this call"))
    if reuse.inside is not None:
        places.append(Related(reuse.inside.path, reuse.inside.span, "used up here"))
    return tuple(places)
