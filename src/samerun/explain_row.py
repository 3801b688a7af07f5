"""What a catalog row says of a call, as far as its written arguments tell: for what no abstract run shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.streams import UNSEEDABLE
from samerun.program.arguments import bind_row
from samerun.program.flow.conditions import conditions_hold
from samerun.program.flow.domain import UNKNOWN, Lit, Value
from samerun.program.flow.heap import Heap
from samerun.program.values import constant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.schema import Callable, Class, Effect
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite
    from samerun.program.symbols import External


def unseedable(program: Program, module: Module, site: CallSite, callee: External, row: Callable | Class) -> set[str]:
    """Streams that no program can seed: runs don't record draws from them."""
    found: set[str] = set()
    for effect, _, sure in _holding(program, module, site, row, callee.name):
        stream = effect.draws
        if stream == "self":
            cls = program.catalog.cls(callee.name.rpartition(".")[0])
            stream = cls.omitted if cls is not None else None
        if sure and stream is not None and stream in UNSEEDABLE - {"none"}:
            found.add(stream)
    return found


def without_a_run(
    program: Program, module: Module, site: CallSite, row: Callable | Class, name: str
) -> tuple[set[str], set[str], set[str]]:
    """What a call draws, seeds, and seeds in vain; where an argument may lend the stream, that is the call's "own"."""
    draws: set[str] = set()
    seeds: set[str] = set()
    vain: set[str] = set()
    for effect, bound, _ in _holding(program, module, site, row, name):
        missing = effect.from_ is None or bound.get(effect.from_, Lit(None)) == Lit(None)
        random = missing and effect.omitted == "entropy" and effect.from_ not in row.defaults
        (vain if random else seeds).update("own" if stream == "self" else stream for stream in effect.seeds or ())
        if effect.draws is None:
            continue
        given = bound.get(effect.via) if effect.via is not None else None
        if given is None or given == Lit(None):
            draws.add("own" if effect.draws == "self" else effect.draws)
        elif not isinstance(given, Lit):  # a constant seeds a generator of the call's own
            draws.add("own")
    return draws - UNSEEDABLE, seeds, vain


def _holding(
    program: Program, module: Module, site: CallSite, row: Callable | Class, name: str
) -> Iterator[tuple[Effect, dict[str, Value], bool]]:
    """The effects that the written arguments don't rule out, with those (constants only), and whether it is sure."""
    arguments = bind_row(row.params, site.call)
    bound: dict[str, Value] = {}
    for name, expr in arguments.values.items():
        literal = constant(program.resolver, module, site.scope, expr, site.slice.start)
        bound[name] = Lit(literal.value) if literal is not None else UNKNOWN
    for effect in program.effects(row, name)[-1]:
        holds = conditions_hold(effect.when, effect.unless, row.defaults, bound, arguments.open, None, Heap())
        if holds is not False:
            yield effect, bound, holds is True
