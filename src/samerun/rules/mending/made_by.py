"""Seeds an object that no call of a library makes in sight: by a factory that is handed over, by a class of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE, class_scope
from samerun.program.symbols import ClassRef, External, FunctionRef
from samerun.rules.finding import Edit
from samerun.rules.mending.argument import call_at, expression_at, seed_parameter, with_seed
from samerun.rules.mending.at_hand import seeds_for
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite
    from samerun.program.symbols import Symbol
    from samerun.rules.mending.constant import Named

Way = tuple["Module", "Named", list[Edit]]


def made_by(program: Program, verdict: Verdict, place: Place) -> Iterator[Way]:
    """The edits that seed what the call at a place makes, for each seed at hand."""
    module = program.table.by_path[place.path]
    site = call_at(module, place.span)
    callee = program.callee(module, site) if site is not None else None
    if isinstance(callee, ClassRef):
        yield from _by_class(program, verdict, callee)
    for home, each in _factories(program, module, place, callee):
        yield from _by_factory(program, verdict, home, each)
    if site is not None and callee is None:
        yield from _by_parameter(program, verdict, module, site)


def _factories(
    program: Program, module: Module, place: Place, callee: Symbol | None
) -> Iterator[tuple[Module, CallSite]]:
    """`field(default_factory=…)` where an object is made: in that statement, or in the class that it makes."""
    for each in module.sites.calls:
        if each.slice == place.span:
            yield from [(module, each)] if "default_factory" in dict(each.call.keywords) else []
    inside = [program.callee(module, each) for each in module.sites.calls if each.slice == place.slice]
    classes = [each for each in ([callee] if callee is not None else inside) if isinstance(each, ClassRef)]
    for cls in dict.fromkeys(classes):
        home = program.table.by_path[cls.path]
        scope = class_scope(cls.index)
        yield from (
            (home, each)
            for each in home.sites.calls
            if each.scope == scope and "default_factory" in dict(each.call.keywords)
        )


def _by_parameter(program: Program, verdict: Verdict, module: Module, site: CallSite) -> Iterator[Way]:
    """`def __init__(self, make_rng=default_rng)`, where `make_rng()` makes it: the default becomes a lambda."""
    func = site.call.func
    if not isinstance(func, f.Name) or site.scope < 0:
        return
    for param in module.facts.functions[site.scope].params:
        if param.name != func.id or param.default is None:
            continue
        value = param.default.expr
        symbol = program.resolver.expr(module, MODULE, value, site.slice.start)
        row = program.catalog.row(symbol.name) if isinstance(symbol, External) else None
        if row is None or seed_parameter(row) is None or not isinstance(value, (f.Name, f.Attr)):
            continue
        node = module.layout.function(module.facts.functions[site.scope].start)
        default = _default(node.args, param.name) if node is not None else None
        if default is None:
            continue
        span = Span(module.layout.offset(default), module.layout.end(default))
        text = module.source.data[slice(*span)].decode("utf-8")
        for named in seeds_for(program, module, MODULE, span.start, frozenset(), verdict.seen):
            yield module, named, [Edit(module.path, span, f"lambda: {text}({named.name})")]


def _default(arguments: ast.arguments, name: str) -> ast.expr | None:
    """What a parameter is without an argument."""
    plain = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True)]
    named = [*pairs, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return next((default for parameter, default in named if parameter.arg == name), None)


def _by_factory(program: Program, verdict: Verdict, module: Module, site: CallSite) -> Iterator[Way]:
    """`field(default_factory=default_rng)`: the factory becomes a lambda."""
    node = expression_at(module, Span(site.call.start, site.call.end))
    value = dict(site.call.keywords).get("default_factory")
    if node is None or not isinstance(value, (f.Name, f.Attr)):
        return
    symbol = program.resolver.expr(module, site.scope, value, site.slice.start)
    row = program.catalog.row(symbol.name) if isinstance(symbol, External) else None
    param = seed_parameter(row) if row is not None else None
    if param is None:
        return
    layout = module.layout
    call: ast.Call = node  # type: ignore[assignment]
    given = next(keyword.value for keyword in call.keywords if keyword.arg == "default_factory")
    span = Span(layout.offset(given), layout.end(given))
    text = module.source.data[slice(*span)].decode("utf-8")
    for named in seeds_for(program, module, site.scope, site.slice.start, site.hidden, verdict.seen):
        yield module, named, [Edit(module.path, span, f"lambda: {text}({named.name})")]


def _by_class(program: Program, verdict: Verdict, cls: ClassRef) -> Iterator[Way]:
    """`super().__init__()` in a class that inherits from a library's."""
    external = program.resolver.linearize(cls)[1]
    row = program.catalog.cls(external[0]) if external else None
    init = program.resolver.method(cls, "__init__")
    if row is None or row.seed is None or not isinstance(init, FunctionRef):
        return
    module = program.table.by_path[init.path]
    for site in module.sites.calls:
        func = site.call.func
        if site.scope != init.index or not isinstance(func, f.Attr) or func.attr != "__init__":
            continue
        if not (
            isinstance(func.value, f.Call) and isinstance(func.value.func, f.Name) and func.value.func.id == "super"
        ):
            continue
        for named in seeds_for(program, module, site.scope, site.slice.start, site.hidden, verdict.seen):
            edits = with_seed(program, module, site, row, named.name)
            if edits:
                yield module, named, edits
