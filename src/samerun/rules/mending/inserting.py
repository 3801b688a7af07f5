"""New seeding calls, written where people look for them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from samerun.index.scopes import MODULE
from samerun.program.head import Place, first_line, is_constant, last_line
from samerun.rules.finding import Edit
from samerun.rules.mending.constant import seed_constant
from samerun.rules.mending.declared import seed_at_hand
from samerun.rules.mending.frames import frame_of
from samerun.rules.mending.spelling import presence, spelt
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from samerun.program.flow.events import Draw
    from samerun.program.flow.run import EntryRun
    from samerun.program.layout import Layout, Line
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.rules.mending.frames import Frame

HELPERS = ("set_seed", "seed_everything")
_ORDER = ("python", "numpy-global", "torch")


class Written(NamedTuple):
    """Lines to be put in, and the edits elsewhere that they need."""

    lines: tuple[str, ...]
    edits: tuple[Edit, ...] = ()


def inserted(program: Program, run: EntryRun, draws: Sequence[Draw]) -> list[Edit] | None:
    """The edits that seed the streams of these draws at the start of a run."""
    frame = frame_of(program, run, draws)
    if frame is None:
        return None
    streams = sorted({str(draw.stream) for draw in draws}, key=_rank)
    if len(streams) > 1 and not _is_flat(frame):
        helped = written(program, frame, lambda seed, at: _helped(program, frame, streams, seed))
        if helped is not None:
            return helped
    return written(program, frame, lambda seed, at: calls(program, frame.module, frame.scope, streams, seed, at))


def written(program: Program, frame: Frame, make: Callable[[str, int], Written | None]) -> list[Edit] | None:
    """The edits that put lines into a frame; `make` says them, of a seed's text and the offset they come to."""
    spot = frame.spot
    if spot is None:
        return None
    if _is_flat(frame):
        return _at_top(program, frame, make)
    module, layout = frame.module, frame.module.layout
    hand = seed_at_hand(program, frame, spot)
    if hand is not None:
        line: Line | None = layout.after(hand.behind) if hand.behind is not None else layout.before(spot)
        made = make(hand.text, line.at) if line is not None else None
        if line is not None and made is not None and line.at <= frame.before:
            return [*made.edits, _put(module, line.at, line.content(*made.lines))]
    line = layout.before(spot)
    named = seed_constant(program, module, layout, layout.start(spot.node), frame.scope)
    if line is None or named is None:
        return None
    made = make(named.name, line.at)
    return [*named.edits, *made.edits, _put(module, line.at, line.content(*made.lines))] if made is not None else None


def _is_flat(frame: Frame) -> bool:
    """Whether the run is seeded at module level itself, as in a script without `main`."""
    spot = frame.spot
    return frame.scope == MODULE and spot is not None and isinstance(spot.owner, ast.Module)


def _at_top(program: Program, frame: Frame, make: Callable[[str, int], Written | None]) -> list[Edit] | None:
    """At module level, after the imports and the constant."""
    module, layout = frame.module, frame.module.layout
    spot = frame.spot
    hand = seed_at_hand(program, frame, spot) if spot is not None else None
    if hand is not None and hand.behind is not None:
        line = layout.after(hand.behind)
        made = make(hand.text, line.at) if line is not None else None
        if line is not None and made is not None and line.at <= frame.before:
            return [*made.edits, _put(module, line.at, line.content(*made.lines))]
    named = seed_constant(program, module, layout, frame.before)
    if named is None:
        return None
    place = top_place(layout, frame.before, -1 if named.line else named.bound)
    made = make(named.name, place.at) if place is not None else None
    if place is None or made is None:
        return None
    return [*made.edits, *named.edits, _put(module, place.at, place.content(place.newline.join(made.lines)))]


def top_place(layout: Layout, before: int, bound: int) -> Place | None:
    """Where a statement goes at module level: after the imports and after offset `bound`, before offset `before`."""
    place = layout.head.place(before)
    if place is None:
        return None
    following = layout.chain(place.at)
    if bound < place.at and following and is_constant(following[0].node) and layout.end(following[0].node) < before:
        bound = place.at  # behind the constants that stand there
    if bound < place.at:
        return place
    chain = layout.chain(bound)
    if not chain:
        return None
    spot = chain[0]
    while spot.number + 1 < len(spot.block):
        node = spot.block[spot.number + 1]
        if not is_constant(node) or first_line(node) > last_line(spot.node) + 1 or layout.end(node) > before:
            break
        spot = spot._replace(node=node, number=spot.number + 1)
    line = layout.after(spot)
    return Place(line.at, 0, 0, line.newline) if line is not None and line.at <= before else None


def calls(program: Program, module: Module, scope: int, streams: Iterable[str], seed: str, at: int) -> Written | None:
    """The seeding calls, one a stream, and the imports that they need."""
    usual = program.catalog.usual_seedings
    edits: list[Edit] = []
    lines: list[str] = []
    for stream in streams:
        if stream not in usual:
            return None
        call, statement = usual[stream]
        text = spelt(program, module, module.layout, call, statement, scope, at)
        library, _, rest = call.partition(".")
        if text is None and (name := presence(module, library)) is not None:
            lines += [f"if {name} is not None:", f"{_indent(module.layout)}{name}.{rest}({seed})"]
            continue
        if text is None:
            return None
        edits += text.edits
        lines.append(f"{text.text}({seed})")
    return Written(tuple(dict.fromkeys(lines)), tuple(edits))


def _helped(program: Program, frame: Frame, streams: Sequence[str], seed: str) -> Written | None:
    """The call of a new function that seeds these streams, which stands above the one that calls it."""
    module, layout = frame.module, frame.module.layout
    spot = layout.chain(frame.before)[0]
    line = layout.before(spot)
    words = module.source.data
    name = next((name for name in HELPERS if name.encode() not in words), None)
    if line is None or name is None or line.indent or module.kind == "notebook":
        return None
    body = calls(program, module, MODULE, streams, "seed", line.at)
    if body is None:
        return None
    annotated = any(function.returns is not None for function in module.facts.functions)
    header = f"def {name}(seed: int) -> None:" if annotated else f"def {name}(seed):"
    indent = _indent(layout)
    text = line.content(header, *(f"{indent}{each}" for each in body.lines), "", "")
    return Written((f"{name}({seed})",), (*body.edits, _put(module, line.at, text)))


def _indent(layout: Layout) -> str:
    """What the file indents a function's body with."""
    for node in layout.tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            text = layout.lines.line_text(node.body[0].lineno)
            indent = text[: len(text) - len(text.lstrip())]
            if indent and node.body[0].lineno > node.lineno:
                return indent
    return "    "


def _put(module: Module, at: int, content: str) -> Edit:
    return Edit(module.path, Span(at, at), content)


def _rank(stream: str) -> tuple[int, str]:
    return _ORDER.index(stream) if stream in _ORDER else len(_ORDER), stream
