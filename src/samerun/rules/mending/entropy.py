"""A call that draws from the operating system becomes the one that draws from a stream with a seed."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from samerun.catalog.schema import Class
from samerun.program.flow.words import words
from samerun.rules.finding import Edit, Fix
from samerun.rules.mending.argument import call_at, expression_at, row_of
from samerun.rules.mending.at_hand import seeds_for
from samerun.rules.mending.spelling import Spelt, spelt
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite

WHY = "a seeded stream draws other numbers than before, the same ones every time, which can be foretold"
SECRET = frozenset(
    {"key", "keys", "token", "tokens", "password", "passwords", "passwd", "passphrase", "passcode", "pin", "otp"}
    | {"secret", "nonce", "salt", "iv", "id", "ids", "uid", "uuid", "guid", "identity", "session", "cookie", "auth"}
    | {"credential", "credentials", "code", "invite", "crypto", "encrypt", "cipher", "sign", "csrf", "filename"}
)  # fmt: skip
"""Words of names of what must stay as the operating system gave it, or is nobody's result."""

_DOTTED = re.compile(r"\b[a-z]\w*(?:\.\w+)+|^\w+$")


def drawing_fixes(program: Program, verdict: Verdict) -> list[Fix]:
    """The fix of a number that the operating system gives: the library's call for one that a seed decides."""
    module = program.table.by_path[verdict.place.path]
    site = call_at(module, verdict.place.span)
    if site is None or _is_secret(module, site):
        return []
    row = row_of(program, module, site)
    if row is None or row.instead is None:  # a method: its object is the one to be made anew
        site, row = _making(program, module, site)
    node = expression_at(module, Span(site.call.start, site.call.end)) if site is not None else None
    if site is None or row is None or row.instead is None or not isinstance(node, ast.Call):
        return []
    if not isinstance(row, Class):
        made = _spelt(program, module, site, row.instead)
        whole = "(" in row.instead
        old = node if whole else node.func
        return [_fix(module, old, made.text, *made.edits)] if made and not (whole and node.args) else []
    if node.args or node.keywords:
        return []
    if _is_drawn_from_at_once(module, node):
        made = _spelt(program, module, site, row.instead.rpartition(".")[0])
        return [_fix(module, node, made.text, *made.edits)] if made is not None else []
    made = _spelt(program, module, site, row.instead)
    if made is None:
        return []
    return [
        _fix(module, node, f"{made.text}({named.name})", *made.edits, *named.edits)
        for named in seeds_for(program, module, site.scope, site.slice.start, site.hidden, verdict.seen)
    ]


def _is_drawn_from_at_once(module: Module, node: ast.Call) -> bool:
    """`SystemRandom().random()`: an object for one draw, which would give the same number every time."""
    chain = module.layout.chain(module.layout.offset(node))
    return any(isinstance(each, ast.Attribute) and each.value is node for each in ast.walk(chain[-1].node))


def _making(program: Program, module: Module, draw: CallSite) -> tuple[CallSite, Class] | tuple[None, None]:
    """The call that makes the object which a method draws from: in the draw itself, or the one that is kept."""
    kept = []
    for site in module.sites.calls:
        row = row_of(program, module, site)
        if not isinstance(row, Class) or row.instead is None:
            continue
        if draw.call.start <= site.call.start and site.call.end <= draw.call.end:
            return site, row
        node = expression_at(module, Span(site.call.start, site.call.end))
        if isinstance(node, ast.Call) and not _is_drawn_from_at_once(module, node):
            kept.append((site, row))
    return kept[0] if len(kept) == 1 else (None, None)


def _spelt(program: Program, module: Module, site: CallSite, text: str) -> Spelt | None:
    """A dotted name, or a call written out, as it is to be written at a call's place."""
    edits: list[Edit] = []
    for dotted in dict.fromkeys(_DOTTED.findall(text)):
        usual = f"import {dotted.partition('.')[0]}"
        found = spelt(program, module, module.layout, dotted, usual, site.scope, site.slice.start)
        if found is None:
            return None
        text = text.replace(dotted, found.text)
        edits += found.edits
    return Spelt(text, tuple(edits))


def _is_secret(module: Module, site: CallSite) -> bool:
    """Whether a name around a call says that its result must not be foretold, or names something."""
    chain = module.layout.chain(site.call.start)
    names = [spot.node.name for spot in chain if isinstance(spot.node, (ast.FunctionDef, ast.ClassDef))]
    for spot in chain[-1:]:
        targets = spot.node.targets if isinstance(spot.node, ast.Assign) else [getattr(spot.node, "target", None)]
        for node in (each for target in targets if target is not None for each in ast.walk(target)):
            names += [node.id] if isinstance(node, ast.Name) else [node.attr] if isinstance(node, ast.Attribute) else []
        names += [
            node.arg or ""
            for node in ast.walk(spot.node)
            if isinstance(node, ast.keyword)
            and module.layout.offset(node.value) <= site.call.start
            and site.call.end <= module.layout.end(node.value)
        ]
    return any(not SECRET.isdisjoint(words(name)) for name in names)


def _fix(module: Module, old: ast.expr, text: str, *edits: Edit) -> Fix:
    edit = Edit(module.path, Span(module.layout.offset(old), module.layout.end(old)), text)
    return Fix(tuple(sorted({*edits, edit})), "unsafe", "Draw it from a stream that has a seed", WHY)
