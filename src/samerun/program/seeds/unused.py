"""Which declared seeds never reach a seeding call or a seed parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.entries import is_test
from samerun.program.flow.words import words
from samerun.program.seeds.declared import Declared, declared, may_declare
from samerun.program.seeds.keys import ConfigurationKeys
from samerun.program.seeds.trace import Trace
from samerun.program.seeds.words import passing
from samerun.program.sites import arguments_of
from samerun.program.symbols import ClassRef, External
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.seeds.occurrences import Occurrence

# Calls that get at variables or options by ways of their own.
_REFLECTIVE = frozenset({"exec", "eval", "globals", "locals", "import_module", "__import__", "run_path"})


class DeclaredSeed(NamedTuple):
    """A declared seed and what became of it.

    `entries`: the files whose runs have it. `read`: every place where it, or what holds it, is read; `recorded`: those
    where it is written down, `named` those where a file or run is called after it, `seeds` those where it seeds.
    `lost`: it goes where it can't be followed.
    """

    declared: Declared
    entries: tuple[str, ...]
    read: tuple[Occurrence, ...]
    recorded: tuple[Occurrence, ...]
    named: tuple[Occurrence, ...]
    seeds: tuple[Occurrence, ...]
    lost: bool


def declared_seeds(program: Program) -> list[DeclaredSeed]:
    """All seeds that the program's entry points declare, with what became of each."""
    out: list[DeclaredSeed] = []
    reach, keys = _Reach(program), ConfigurationKeys(program)
    for module in program.modules:
        if not program.include_tests and is_test(module.path, program.root):
            continue
        declares, takes = may_declare(module), keys.may_be_in(module)
        starts = reach.entries_to(module.path) if declares or takes else []
        if starts:
            files = reach.files(starts)
            found = [*(declared(program, module) if declares else ()), *(keys.of(module) if takes else ())]
            out += [_followed(program, each, starts, files) for each in found]
    return _shared(out)


def _shared(seeds: list[DeclaredSeed]) -> list[DeclaredSeed]:
    """Keys that several pieces of code take are one declaration: what any of them does with it counts."""
    by_place: dict[Place, DeclaredSeed] = {}
    for seed in seeds:
        place = seed.declared.written or seed.declared.place
        old = by_place.setdefault(place, seed)
        if old is not seed:
            by_place[place] = old._replace(
                entries=tuple(dict.fromkeys((*old.entries, *seed.entries))),
                read=old.read + seed.read,
                recorded=old.recorded + seed.recorded,
                named=old.named + seed.named,
                seeds=old.seeds + seed.seeds,
                lost=old.lost or seed.lost,
            )
    return list(by_place.values())


class _Reach:
    """Which files run with which entry point."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._closures: dict[str, frozenset[str]] = {}
        self._starts: list[str] | None = None

    def entries_to(self, path: str) -> list[str]:
        """The entry points whose run imports a file."""
        if self._starts is None:
            self._starts = sorted({entry.path for entry in self.program.entries})
        return [start for start in self._starts if path in self._closure(start)]

    def files(self, starts: Iterable[str]) -> list[Module]:
        """The modules that run with any of these."""
        paths = frozenset().union(*(self._closure(start) for start in starts))
        return [self.program.table.by_path[path] for path in sorted(paths)]

    def _closure(self, start: str) -> frozenset[str]:
        if start not in self._closures:
            seen: set[str] = set()
            queue = [start]
            while queue:
                path = queue.pop()
                if path not in seen and path in self.program.table.by_path:
                    seen.add(path)
                    queue += self.program.resolver.imported_files(self.program.table.by_path[path])
            self._closures[start] = frozenset(seen)
        return self._closures[start]


def _followed(program: Program, each: Declared, starts: list[str], modules: list[Module]) -> DeclaredSeed:
    trace = Trace(program, modules, each.name if each.kind != "constant" else "")
    if _is_hidden(each, modules):
        trace.lose(None)
    else:
        _START[each.kind](trace, each)
        trace.follow()
    return DeclaredSeed(
        declared=each,
        entries=tuple(starts),
        read=tuple(trace.read),
        recorded=tuple(trace.recorded),
        named=tuple(trace.named),
        seeds=tuple(trace.seeds),
        lost=bool(trace.lost),
    )


def _is_hidden(each: Declared, modules: list[Module]) -> bool:
    """Whether some file may get at the seed by a way of its own."""
    own = next(module for module in modules if module.path == each.place.path)
    if not _REFLECTIVE.isdisjoint(own.called):
        return True
    dynamic = {"import_module", "__import__", "run_path"}
    return any(not dynamic.isdisjoint(module.called) for module in modules)


# --- where each kind starts -------------------------------------------------------------------------------


def _option(trace: Trace, each: Declared) -> None:
    """What `parse_args` and its like give back, anywhere in the run."""
    sources = list(_parsed(trace))
    if not sources or _parser_is_lent(trace):
        trace.lose(None)
    for occurrence in sources:
        trace.rise(occurrence, "all")


def _parsed(trace: Trace) -> Iterator[Occurrence]:
    for module in trace.modules.values():
        if passing().parsers.isdisjoint(module.called):
            continue
        for site in module.sites.calls:
            func = site.call.func
            if isinstance(func, f.Attr) and func.attr in passing().parsers:
                yield trace.occurrences(module).calls[id(site.call)]


def _parser_is_lent(trace: Trace) -> bool:
    """Whether a parser is handed to code that isn't seen, which may parse by itself."""
    for module in trace.modules.values():
        if not {"ArgumentParser", *passing().parsers, "add_argument"} & module.called:
            continue
        for site in module.sites.calls:
            handed = arguments_of(site.call)
            if any(isinstance(arg, f.Name) and "parser" in words(arg.id) for arg in handed):
                callee = trace.program.callee(module, site)
                if callee is None or isinstance(callee, External):
                    return True
    return False


def _flag(trace: Trace, each: Declared) -> None:
    """`FLAGS.seed`, wherever a file of the run says so; `SEED.value` where the definition's result is kept."""
    own = trace.occurrences(trace.modules[each.place.path])
    defined = next((call for call in own.calls.values() if call_span(call) == each.place.span), None)
    if defined is not None:
        trace.names.add("value")
        trace.rise(defined, "all")
    for occurrence in trace.members(each.name, libraries=True):
        trace.rise(occurrence, "seed")
    for module in trace.modules.values():
        for name in ("FLAGS", "flags"):
            for occurrence in trace.occurrences(module).names.get(name, ()):
                around = occurrence.parents[-1] if occurrence.parents else None
                if isinstance(around, f.Call) and around.func is not occurrence.node:
                    trace.lose(occurrence)  # all flags are handed on


def call_span(occurrence: Occurrence) -> Span | None:
    """Where a call stands."""
    node = occurrence.node
    return Span(node.start, node.end) if isinstance(node, f.Call) else None


def _parameter(trace: Trace, each: Declared) -> None:
    assert each.function is not None
    function = trace.program.function(each.function)
    if any(param.kind == "kwargs" for param in function.params):
        trace.lose(None)
    trace.variable(each.function.path, each.function.index, each.name, "seed")


def _constant(trace: Trace, each: Declared) -> None:
    trace.variable(each.place.path, MODULE, each.name, "seed")


def _field(trace: Trace, each: Declared) -> None:
    """What the class makes, by whichever call; and the class's own methods."""
    assert each.cls is not None
    made = [*_made(trace, each.cls)]
    if not made:
        trace.lose(None)
    for occurrence in made:
        trace.rise(occurrence, "all")
    home = trace.program.table.by_path[each.cls.path]
    for index in home.facts.classes[each.cls.index].methods.values():
        params = home.facts.functions[index].params
        if params:
            trace.variable(each.cls.path, index, params[0].name, "all")


def _made(trace: Trace, cls: ClassRef) -> Iterator[Occurrence]:
    """The calls that make objects of a class; where the class goes anywhere else, the trace is lost."""
    program = trace.program
    name = program.table.by_path[cls.path].facts.classes[cls.index].name
    parsed = False
    for module in trace.modules.values():
        found = trace.occurrences(module)
        for word in program.mentions.aliases([name]):
            for occurrence in (*found.names.get(word, ()), *found.attributes.get(word, ())):
                at = occurrence.slice.start
                if program.resolver.expr(module, occurrence.scope, occurrence.node, at) != cls or occurrence.target:
                    continue
                call = next((each for each in reversed(occurrence.parents) if isinstance(each, f.Call)), None)
                if call is not None and call.func is occurrence.node:
                    yield found.calls[id(call)]
                elif call is not None and (maker := _maker(trace, module, call, occurrence)):
                    parsed = parsed or maker == "parser"
                    yield found.calls[id(call)]
                else:
                    trace.lose(occurrence)
    if parsed:
        yield from _parsed(trace)


def _maker(trace: Trace, module: Module, call: f.Call, occurrence: Occurrence) -> str:
    """ "maker" for what makes an object of the class from the command line, "parser" for a parser of it."""
    callee = trace.program.types.callee(module, occurrence.scope, call.func, occurrence.slice.start)
    if not isinstance(callee, External):
        return ""
    if callee.name in passing().makers:
        return "maker"
    return "parser" if callee.name.rpartition(".")[2] in ("HfArgumentParser", "TrlParser") else ""


def _key(trace: Trace, each: Declared) -> None:
    """The configuration that holds it: a function's first parameter, or what a call gives back."""
    trace.groups = frozenset(each.option.split(".")[:-1])
    if each.function is not None:
        function = trace.program.function(each.function)
        trace.variable(each.function.path, each.function.index, function.params[0].name, "all")
    if each.call is not None:
        trace.rise(trace.occurrences(trace.modules[each.place.path]).calls[id(each.call)], "all")


_START = {
    "option": _option,
    "key": _key,
    "flag": _flag,
    "parameter": _parameter,
    "constant": _constant,
    "field": _field,
}
