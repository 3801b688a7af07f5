"""Seeds an object that has a stream of its own, or a seeding call whose value differs in every run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.constants import is_seed_name
from samerun.program.sites import children
from samerun.program.symbols import External
from samerun.rules.finding import Edit, Fix
from samerun.rules.mending.argument import argument_node, call_at, expression_at, row_of, seed_parameter, with_seed
from samerun.rules.mending.at_hand import seeds_for
from samerun.rules.mending.fallback import default_of_lookup, in_place_of_nothing
from samerun.rules.mending.made_by import made_by
from samerun.rules.mending.receiver import seeded_receiver, seeding_method
from samerun.rules.mending.spelling import Spelt, spelt
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from samerun.catalog.schema import Callable, Class
    from samerun.program.flow.domain import Place
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite
    from samerun.rules.mending.constant import Named

WHY = "the run draws other numbers than before, the same ones every time"
REPEATED = "the run draws other numbers than before, the same ones every time, and in every turn of the loop"
BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def generator_fixes(program: Program, verdict: Verdict) -> list[Fix]:
    """The fixes of an object that is made, or drawn from, without a seed: it gets one where it is made.

    One that takes none there is seeded by its own method, once: `reset(seed=…)` in a loop would begin anew every time.
    """
    place = verdict.place
    module = program.table.by_path[place.path]
    name = next((draw.callee for _, draw in verdict.seen if draw.place == place), "")
    method = program.catalog.method(*name.rpartition(".")[::2]) if name else None
    once = method is not None and any(effect.seeds == ["self"] for effect in method.effects)
    found = default_of_lookup(program, verdict, place)
    found += [] if once and module.layout.is_looped(place.span.start) else _seeded(program, verdict, place)
    found = found or _made_elsewhere(program, verdict)
    found = found or [
        _fix(home, named, edits[0].span.start, *edits) for home, named, edits in made_by(program, verdict, place)
    ]
    found = found or [
        _fix(module, named, place.slice.start, *edits)
        for named, edits in ([] if _hands_on(module, place) else seeded_receiver(program, verdict, place, name))
    ]
    return found + in_place_of_nothing(program, verdict, place)


def _hands_on(module: Module, place: Place) -> bool:
    """Whether a call takes `**kwargs`, as a wrapper's `self.env.reset(**kwargs)`: whoever calls that gives the seed."""
    node = expression_at(module, place.span)
    return isinstance(node, ast.Call) and any(keyword.arg is None for keyword in node.keywords)


def _made_elsewhere(program: Program, verdict: Verdict) -> list[Fix]:
    """For an object that gets None from elsewhere, or its stream from another one: the fixes there."""
    status = next((draw.status for _, draw in verdict.seen), None)
    cause = status.cause if status is not None else None
    if cause is not None and cause.other is not None and cause.other.path in program.table.by_path:
        found = _in_place_of_none(program, verdict, cause.other)
        if found:
            return found
    by = status.by if status is not None else None
    return _seeded(program, verdict, by) if by is not None and by != verdict.place else []


def _in_place_of_none(program: Program, verdict: Verdict, place: Place) -> list[Fix]:
    """A seed where None is written."""
    module = program.table.by_path[place.path]
    node = expression_at(module, place.span)
    if not isinstance(node, ast.Constant) or node.value is not None:
        return []
    return [
        _fix(module, named, place.span.start, Edit(module.path, place.span, named.name))
        for named in seeds_for(program, module, place.scope, place.slice.start, frozenset(), verdict.seen)
    ]


def entropy_fixes(program: Program, verdict: Verdict) -> list[Fix]:
    """The fixes of a seeding from a clock or the like: a name for a number in place of what differs."""
    place = verdict.place
    causes = [draw.status.cause for _, draw in verdict.seen if draw.status.cause is not None]
    cause = next((each for each in causes if each.place == place), None)
    if cause is None:
        return []
    source = cause.other if cause.other is not None and cause.other.path in program.table.by_path else None
    found = _in_place_of_none(program, verdict, source) if source is not None and cause.what == "None" else []
    found += _at_source(program, verdict, source) if source is not None and source != place else []
    found += default_of_lookup(program, verdict, place)
    return found + (_seeded(program, verdict, place) or _called_instead(program, verdict, place))


def _seeded(program: Program, verdict: Verdict, place: Place) -> list[Fix]:
    """A seed for the call at a place."""
    module = program.table.by_path[place.path]
    site = call_at(module, place.span)
    name = next((draw.callee for _, draw in verdict.seen if draw.place == place), "")
    row = row_of(program, module, site, name) if site is not None else None
    if site is None or row is None or _is_of_caller(module, site, row):
        return []
    turn = _turn(module, place.span.start)
    return [
        _fix(module, named._replace(name=text), place.span.start, *edits)
        for named in seeds_for(program, module, site.scope, site.slice.start, site.hidden, verdict.seen)
        for text in ((f"{named.name} + {turn}", named.name) if turn else (named.name,))
        if (edits := with_seed(program, module, site, row, text))
    ]


def _turn(module: Module, offset: int) -> str:
    """The number of the turn in the loop around a place, where the loop counts: `for i in range(…)`."""
    loop = next((spot.node for spot in reversed(module.layout.chain(offset)) if isinstance(spot.node, BLOCKS)), None)
    if not isinstance(loop, ast.For) or not isinstance(loop.iter, ast.Call) or not isinstance(loop.iter.func, ast.Name):
        return ""
    target = loop.target
    if loop.iter.func.id == "enumerate" and isinstance(target, ast.Tuple):
        target = target.elts[0]
    elif loop.iter.func.id != "range":
        return ""
    return target.id if isinstance(target, ast.Name) and target.id != "_" else ""


def _is_of_caller(module: Module, site: CallSite, row: Callable | Class) -> bool:
    """Whether the seed of a call is made of a parameter: then it is the caller's to mend."""
    param = seed_parameter(row)
    given = argument_node(module, site, row, param) if param is not None else None
    return given is not None and any(
        isinstance(node, ast.Name)
        and (found := module.scopes.find(site.scope, node.id)) is not None
        and any(binding.kind == "param" for binding in found[1])
        for node in ast.walk(given)
    )


def _called_instead(program: Program, verdict: Verdict, place: Place) -> list[Fix]:
    """For a seeding that takes no number (`torch.seed()`): the call that does, where nobody asks for the result."""
    module, layout = program.table.by_path[place.path], program.table.by_path[place.path].layout
    site = call_at(module, place.span)
    row = row_of(program, module, site) if site is not None else None
    chain = layout.chain(place.span.start)
    if site is None or row is None or not chain or not isinstance(site.call.func, (f.Attr, f.Name)):
        return []
    if not isinstance(chain[-1].node, ast.Expr) or place.span.end != layout.end(chain[-1].node.value):
        return []
    at = place.slice.start
    text = _usual_call(program, module, site, row)
    if text is None:
        return []
    return [
        _fix(module, named, at, Edit(module.path, place.span, f"{text.text}({named.name})"), *text.edits)
        for named in seeds_for(program, module, site.scope, at, site.hidden, verdict.seen)
    ]


def _usual_call(program: Program, module: Module, site: CallSite, row: Callable | Class) -> Spelt | None:
    """What takes a number and seeds the same stream as a call: the library's function, the object's method."""
    streams = next((effect.seeds for effect in row.effects if effect.seeds), None) or [""]
    callee = program.callee(module, site)
    if streams == ["self"] and isinstance(site.call.func, f.Attr) and isinstance(callee, External):
        method = seeding_method(program, callee.name.rpartition(".")[0])
        node = expression_at(module, Span(site.call.start, site.call.end))
        if method is None or not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        layout = module.layout
        receiver = module.source.data[layout.offset(node.func.value) : layout.end(node.func.value)].decode()
        return Spelt(f"{receiver}.{method.names[0]}")
    usual = program.catalog.usual_seedings.get(streams[0])
    return spelt(program, module, module.layout, *usual, site.scope, site.slice.start) if usual is not None else None


def _at_source(program: Program, verdict: Verdict, place: Place) -> list[Fix]:
    """A seed in place of the value that differs, where that value is made to be a seed."""
    module = program.table.by_path[place.path]
    node = expression_at(module, place.span)
    if node is None:
        return []
    layout = module.layout
    chain = layout.chain(place.span.start)
    parents = {child: node for node in ast.walk(chain[-1].node) for child in ast.iter_child_nodes(node)}
    around: ast.AST = parents[node]
    while isinstance(around, ast.expr) and _is_conversion(around, node):
        node, around = around, parents[around]
    if not _makes_a_seed(program, module, parents, node, place.span):
        return []
    span = Span(layout.offset(node), layout.end(node))
    site = call_at(module, place.span)
    hidden = site.hidden if site is not None else frozenset[str]()
    return [
        _fix(module, named, place.span.start, Edit(module.path, span, named.name))
        for named in seeds_for(program, module, place.scope, place.slice.start, hidden, verdict.seen)
    ]


def _is_conversion(around: ast.expr, inner: ast.expr) -> bool:
    """Whether an expression only makes another number of the one inside it."""
    if isinstance(around, (ast.BinOp, ast.UnaryOp, ast.Attribute, ast.Subscript)):
        return True
    if not isinstance(around, ast.Call):
        return False
    if around.func is inner:
        return True
    if isinstance(around.func, ast.Name):
        return around.func.id in ("int", "abs", "hash", "round", "float", "str", "ord", "sum")
    return isinstance(around.func, ast.Attribute) and around.func.attr in (
        "from_bytes", "uint32", "int64", "int32", "uint64", "floor", "ceil", "unpack"
    )  # fmt: skip


def _makes_a_seed(
    program: Program, module: Module, parents: dict[ast.AST, ast.AST], node: ast.AST, source: Span
) -> bool:
    """Whether an expression is bound to a seed's name, or handed over as a seed, as it is or as an alternative."""
    around = parents.get(node)
    while isinstance(around, (ast.BoolOp, ast.IfExp)):
        node, around = around, parents.get(around)
    if isinstance(around, (ast.Assign, ast.AnnAssign)):
        targets = around.targets if isinstance(around, ast.Assign) else [around.target]
        return all(is_seed_name(_last(target)) for target in targets)
    if isinstance(around, ast.keyword):
        called = parents.get(around)
        if around.arg == "default" and isinstance(called, ast.Call) and any(map(_names_a_seed, called.args)):
            return True  # of an option
        around = called
    if isinstance(around, ast.arguments):
        return _is_default_of_seed(around, node)
    if not isinstance(around, ast.Call):
        return False
    layout = module.layout
    site = call_at(module, Span(layout.offset(around), layout.end(around)))
    return site is not None and any(
        source in _calls_in(argument.value) for argument in program.seed_parameters.arguments(module, site)
    )


def _names_a_seed(node: ast.expr) -> bool:
    """`"--seed"`"""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and is_seed_name(node.value.lstrip("-"))


def _is_default_of_seed(arguments: ast.arguments, node: ast.AST) -> bool:
    """Whether an expression is the default of a parameter with a seed's name."""
    plain = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True)]
    named = [*pairs, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return any(default is node and is_seed_name(parameter.arg) for parameter, default in named)


def _calls_in(node: f.Expr) -> list[Span]:
    """Where the calls in an expression are written."""
    own = [Span(node.start, node.end)] if isinstance(node, f.Call) else []
    return own + [span for part in children(node) for span in _calls_in(part)]


def _last(target: ast.expr) -> str:
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def _fix(module: Module, named: Named, at: int, *edits: Edit) -> Fix:
    why = REPEATED if module.layout.is_looped(at) and " " not in named.name else WHY
    return Fix(tuple(sorted({*named.edits, *edits})), "unsafe", f"Seed it with `{named.name}`", why)
