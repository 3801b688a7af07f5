"""A seeding that the program has already: of other streams, beside which these are seeded too, or never called."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from samerun.catalog.schema import Callable
from samerun.index.scopes import MODULE
from samerun.program.seed_parameters import called_by
from samerun.program.symbols import External, FunctionRef
from samerun.rules.finding import Edit
from samerun.rules.mending.frames import frame_of
from samerun.rules.mending.inserting import Written, calls, written
from samerun.rules.mending.spelling import import_edit
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from samerun.program.flow.domain import Place
    from samerun.program.flow.events import Draw
    from samerun.program.flow.run import EntryRun
    from samerun.program.layout import Spot
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.rules.mending.frames import Frame

_known: WeakKeyDictionary[Program, dict[FunctionRef, set[str]]] = WeakKeyDictionary()


def extended(program: Program, run: EntryRun, draws: Sequence[Draw]) -> list[Edit] | None:
    """The edits that seed the streams of these draws beside an earlier seeding of others, with the same value."""
    first = min(draw.order for draw in draws)
    streams = list(dict.fromkeys(str(draw.stream) for draw in draws))
    places = {
        seeding.place
        for seeding in run.events.seedings
        if seeding.order < first and isinstance(seeding.stream, str) and seeding.status.state == "seeded"
    }
    for place in sorted(places, key=lambda place: (place.scope < 0, place.path, place.span)):
        edits = _beside(program, place, places, streams)
        if edits is not None:
            return edits
    return None


def _beside(program: Program, place: Place, places: set[Place], streams: Sequence[str]) -> list[Edit] | None:
    module = program.table.by_path[place.path]
    layout = module.layout
    spot = _statement(module, place)
    if spot is None or place.scope < -1:
        return None
    seed = _seed(spot.node)
    if seed is None:
        return None
    starts = {each.slice.start for each in places if each.path == place.path}
    while spot.number + 1 < len(spot.block) and layout.start(spot.block[spot.number + 1]) in starts:
        spot = spot._replace(node=spot.block[spot.number + 1], number=spot.number + 1)
    line = layout.after(spot)
    made = calls(program, module, place.scope, streams, seed, line.at) if line is not None else None
    if line is None or made is None:
        return None
    return [*made.edits, Edit(module.path, Span(line.at, line.at), line.content(*made.lines))]


def _statement(module: Module, place: Place) -> Spot | None:
    """The statement that is nothing but the seeding call at a place."""
    chain = module.layout.chain(place.slice.start)
    spot = chain[-1] if chain else None
    if spot is None or not isinstance(spot.node, ast.Expr) or not isinstance(spot.node.value, ast.Call):
        return None
    return spot if module.layout.offset(spot.node.value) == place.span.start else None


def _seed(node: ast.stmt) -> str | None:
    """The text of a seeding call's first argument, where it can be written twice."""
    assert isinstance(node, ast.Expr)
    assert isinstance(node.value, ast.Call)
    given = [*node.value.args, *(keyword.value for keyword in node.value.keywords)]
    plain = (ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.operator, ast.expr_context, ast.Subscript)
    if not given or not all(isinstance(each, plain) for each in ast.walk(given[0])):
        return None
    return ast.unparse(given[0])


def called(program: Program, run: EntryRun, draws: Sequence[Draw]) -> list[Edit] | None:
    """The edits that call the project's own seeding function, which seeds these streams but isn't called."""
    frame = frame_of(program, run, draws)
    streams = {str(draw.stream) for draw in draws}
    if frame is None:
        return None
    for ref in _helpers(program, streams):
        spelled = _spelled(program, frame, ref)
        if spelled is not None:
            in_sight = ref.path == frame.module.path and frame.scope == MODULE
            return written(program, frame, partial(_call_of, spelled, program.function(ref).start if in_sight else -1))
    return None


def _call_of(function: Written, defined: int, seed: str, at: int) -> Written | None:
    """The call; None at module level where the function is defined only below."""
    if defined >= at:
        return None
    return Written((f"{function.lines[0]}({seed})",), function.edits)


def _seeders(program: Program) -> dict[FunctionRef, set[str]]:
    """The project's functions that call a seeding, each with the streams that it seeds."""
    if program not in _known:
        seeded = _known[program] = {}
        words = program.mentions.aliases(program.catalog.last_words(_is_seeding))
        for module in program.mentions.calling(words):
            for site in module.sites.calls:
                called = site.scope >= 0 and called_by(site.call, words)
                callee = program.callee(module, site) if called else None
                row = program.types.row(callee) if isinstance(callee, External) else None
                if isinstance(row, Callable) and _is_seeding(row):
                    own = seeded.setdefault(FunctionRef(module.path, site.scope), set())
                    own.update(stream for effect in row.effects for stream in effect.seeds or ())
    return _known[program]


def _helpers(program: Program, streams: set[str]) -> Iterator[FunctionRef]:
    """Module-level functions that seed all of these streams from their one required parameter."""
    for ref, own in _seeders(program).items():
        function = program.function(ref)
        plain = function.parent < 0 and function.owner < 0 and not (function.generator or function.coroutine)
        needs = [number for number, param in enumerate(function.params) if param.default is None]
        takes = function.params[0].name in program.seed_parameters.of(ref) if function.params else False
        if plain and takes and needs in ([], [0]) and streams <= own:
            yield ref


def _is_seeding(row: object) -> bool:
    """Whether calling this seeds a global stream from an argument."""
    return isinstance(row, Callable) and any(
        effect.seeds and "self" not in effect.seeds and effect.from_ is not None for effect in row.effects
    )


def _spelled(program: Program, frame: Frame, ref: FunctionRef) -> Written | None:
    """How a frame speaks of a function: by a name it has, or by an import from a module that it imports from."""
    module = frame.module
    name = program.function(ref).name
    for known in module.names:
        if program.resolver.name(module, frame.scope, known, frame.before) == ref:
            return Written((known,))
    if name in module.names or module.scopes.find(frame.scope, name) is not None:
        return None
    for alias in module.outline.imports:
        source = program.resolver.imported_module(module, alias)
        if (
            alias.name
            and alias.name != "*"
            and alias.start < frame.before
            and getattr(source, "path", None) == ref.path
        ):
            text = f"from {'.' * alias.level}{alias.module} import {name}"
            wanted = ast.parse(text).body[0]
            assert isinstance(wanted, ast.ImportFrom)
            edit = import_edit(program, module, module.layout, wanted, text, frame.before)
            return Written((name,), (edit,)) if edit is not None else None
    return None
