"""The seed argument of one call: the parameter's name from the catalog, and the edit that hands a seed over."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable, Class
from samerun.program.arguments import bind_row, positional
from samerun.program.constants import is_seed_name
from samerun.program.site import Site
from samerun.program.sites import enclosing
from samerun.program.symbols import External
from samerun.rules.finding import Edit
from samerun.rules.mending.spelling import Spelt, spelt
from samerun.rules.replacement import replacement
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    import libcst as cst

    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite

_NUMBERS = frozenset({"a", "x", "rng", "entropy"})
"""Seed parameters of numbers whose names don't say so: `random.seed(a)`, `Random(x)`, SPEC 7's, `SeedSequence`'s."""


def call_at(module: Module, span: Span) -> CallSite | None:
    """The call that is written at `span`."""
    for site in module.sites.calls:
        if site.call.start == span.start and site.call.end == span.end:
            return site
    return None


def row_of(program: Program, module: Module, site: CallSite, name: str = "") -> Callable | Class | None:
    """The catalog's row of what a call calls; `name` is what a run saw it to be, where one did."""
    callee = program.callee(module, site)
    row = program.types.row(callee) if isinstance(callee, External) else None
    if row is not None or not name:
        return row
    owner, _, method = name.rpartition(".")
    return program.catalog.row(name) or program.catalog.method(owner, method)


def seed_parameter(row: Callable | Class) -> str | None:
    """The parameter that seeds what a row makes, sets or draws from; None where no call of it can be seeded."""
    if row.seed is not None and row.seed != "self":
        return row.seed
    for effect in row.effects:
        name = effect.from_ if effect.seeds is not None else effect.via
        if name is not None and "." not in name:
            return name
    return None


def with_seed(program: Program, module: Module, site: CallSite, row: Callable | Class, seed: str) -> list[Edit]:
    """The edits that hand `seed`, a number's name, to the seed parameter of a call.

    None where it may have been given already, or where there is no way from a number to what it wants.
    """
    param = seed_parameter(row)
    wanted = _wanted(program, module, site, row, param, seed) if param is not None else None
    if param is None or wanted is None:
        return []
    bound = bind_row(row.params, site.call)
    edit: Edit | None = None
    if bound.get(param) is not None:
        edit = replaced(module, site, row, param, wanted.text)
    elif not (bound.open or is_rewritten(module, site.call.start)):
        first = positional(row.params)[:1] == [param] and not site.call.args and not site.call.keywords
        edit = added(module, site, wanted.text if first else f"{_written(row, param)}={wanted.text}")
    return [edit, *wanted.edits] if edit is not None else []


def _wanted(
    program: Program, module: Module, site: CallSite, row: Callable | Class, param: str, seed: str
) -> Spelt | None:
    """What a seed parameter wants, made of a number: the number itself, or an object."""
    if row.takes is None:
        names = _spellings(row, param)
        return Spelt(seed) if any(is_seed_name(name) or name in _NUMBERS for name in names) else None
    maker = program.catalog.row(row.takes)
    seeded_by = seed_parameter(maker) if isinstance(maker, (Callable, Class)) else None
    if maker is None or seeded_by is None:
        return None
    root = row.takes.partition(".")[0]
    usual = next((way for name, way in program.catalog.usual_seedings.values() if name.startswith(f"{root}.")), "")
    way = usual or f"import {root}"
    made = spelt(program, module, module.layout, row.takes, way, site.scope, site.slice.start)
    first = positional(maker.params)[:1] == [seeded_by]
    return Spelt(f"{made.text}({'' if first else f'{seeded_by}='}{seed})", made.edits) if made is not None else None


def argument_node(module: Module, site: CallSite, row: Callable | Class, param: str) -> ast.expr | None:
    """What a call hands to a parameter, as it is written."""
    call = expression_at(module, Span(site.call.start, site.call.end))
    if not isinstance(call, ast.Call):
        return None
    names = _spellings(row, param)
    for keyword in call.keywords:
        if keyword.arg in names:
            return keyword.value
    places = positional(row.params)
    number = places.index(param) if param in places else -1
    if 0 <= number < len(call.args) and not any(isinstance(arg, ast.Starred) for arg in call.args[: number + 1]):
        return call.args[number]
    return None


def expression_at(module: Module, span: Span) -> ast.expr | None:
    """The outermost expression that is written at exactly `span`; None in f-strings, whose parts have no place."""
    layout = module.layout
    chain = layout.chain(span.start)
    if not chain or layout.head.in_fstring(span.start):
        return None
    for node in ast.walk(chain[-1].node):
        if isinstance(node, ast.expr) and layout.offset(node) == span.start and layout.end(node) == span.end:
            return node
    return None


def replaced(module: Module, site: CallSite, row: Callable | Class, param: str, text: str) -> Edit | None:
    """The edit that writes `text` in place of an argument."""
    node = argument_node(module, site, row, param)
    if node is None or is_rewritten(module, site.call.start):
        return None
    layout = module.layout
    return Edit(module.path, Span(layout.offset(node), layout.end(node)), text)


def _spellings(row: Callable | Class, param: str) -> list[str]:
    """All names of a parameter."""
    for each in row.params:
        names = each.strip("*=").split("|")
        if names[0] == param:
            return names
    return [param]


def _written(row: Callable | Class, param: str) -> str:
    """The name by which every version of the library knows a parameter: SPEC 7's `rng` is the younger one."""
    names = _spellings(row, param)
    return names[1] if names[0] == "rng" and len(names) > 1 else names[0]


def is_rewritten(module: Module, offset: int) -> bool:
    """Whether a place is in a line of a notebook that Python doesn't see as it is written."""
    source = module.source
    return source.cells is not None and source.lines.line_of(offset) in source.cells.rewritten


def added(module: Module, site: CallSite, text: str) -> Edit | None:
    """The edit that adds an argument behind all others."""
    import libcst as cst

    from samerun.program.nodes import Nodes

    if module.layout.head.in_fstring(site.call.start):
        return None
    place = Site(module, site.slice, site.call.ordinal, site.call, enclosing(module, site.scope))
    old = Nodes().of(place)
    given = cst.parse_expression(f"f({text})")
    if not isinstance(old, cst.Call) or not isinstance(given, cst.Call) or _is_bare_generator(old):
        return None
    return replacement(place, old, _with_argument(old, given.args[0]))


def _is_bare_generator(call: cst.Call) -> bool:
    """`f(x for x in xs)`: a second argument would need parentheses around the first."""
    import libcst as cst

    return len(call.args) == 1 and isinstance(call.args[0].value, cst.GeneratorExp) and not call.args[0].value.lpar


def _with_argument(call: cst.Call, new: cst.Arg) -> cst.Call:
    """The call with one argument more, laid out as the others are."""
    import libcst as cst

    if not call.args:
        return call.with_changes(args=[new])
    *others, last = call.args
    between = call.args[-2].comma if others else None
    pattern = between.whitespace_after if isinstance(between, cst.Comma) else call.whitespace_before_args
    broken = isinstance(pattern, cst.ParenthesizedWhitespace)
    if not isinstance(last.comma, cst.Comma):
        new = new.with_changes(whitespace_after_arg=last.whitespace_after_arg)
        space: cst.BaseParenthesizableWhitespace = _break(pattern) if broken else cst.SimpleWhitespace(" ")
        kept = last.with_changes(whitespace_after_arg=cst.SimpleWhitespace(""), comma=cst.Comma(whitespace_after=space))
        return call.with_changes(args=[*others, kept, new])
    trailing = last.comma.whitespace_after
    if not isinstance(trailing, cst.ParenthesizedWhitespace) or not broken:
        new = new.with_changes(comma=last.comma.with_changes(whitespace_after=trailing))
        kept = last.with_changes(comma=last.comma.with_changes(whitespace_after=cst.SimpleWhitespace(" ")))
        return call.with_changes(args=[*others, kept, new])
    own = _break(pattern)
    own = own.with_changes(first_line=trailing.first_line)  # with the comment on the last argument
    kept = last.with_changes(comma=last.comma.with_changes(whitespace_after=own))
    end = trailing.with_changes(first_line=cst.TrailingWhitespace(newline=trailing.first_line.newline))
    return call.with_changes(args=[*others, kept, new.with_changes(comma=cst.Comma(whitespace_after=end))])


def _break(pattern: cst.BaseParenthesizableWhitespace) -> cst.ParenthesizedWhitespace:
    """A line break and an indentation like another's, without its comments."""
    import libcst as cst

    assert isinstance(pattern, cst.ParenthesizedWhitespace)
    plain = cst.TrailingWhitespace(newline=pattern.first_line.newline)
    return cst.ParenthesizedWhitespace(plain, [], pattern.indent, pattern.last_line)
