"""Determinism flags: the value that asks for determinism in place of one that doesn't, and the flag that is missing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.arguments import bind_row
from samerun.program.switches import parameters, written
from samerun.program.symbols import External
from samerun.rules.finding import Edit, Fix
from samerun.rules.mending.argument import added, call_at
from samerun.rules.mending.spelling import spelt
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samerun.catalog.table import Switch
    from samerun.program.flow.domain import Place
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.layout import Line, Spot
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite
    from samerun.program.switches import SwitchUse
    from samerun.rules.mending.spelling import Spelt

SLOWER = "deterministic kernels are slower and give other roundings, and an operation that has none raises an error"
BUFFERS = "cuBLAS gets a workspace of fixed size, which changes which kernels run, and so results"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def switch_fix(module: Module, use: SwitchUse, why: str) -> Fix | None:
    """The fix of a switch that is set by a literal: the value that asks for determinism."""
    value = _literal(use)
    source = module.source
    if value is None or not (use.switch.good or use.value is True):
        return None
    if source.cells is not None and source.lines.line_of(value.start) in source.cells.rewritten:
        return None
    old = module.source.data[value.start : value.end].decode("utf-8", "replace")
    if module.layout.head.in_fstring(value.start) or ast.literal_eval(old) != use.value:
        return None
    text = repr(use.switch.good[0] if use.switch.good else False)  # `warn_only=True` has no value that asks
    if old.startswith('"'):
        text = text.replace("'", '"')
    edit = Edit(module.path, Span(value.start, value.end), text)
    return Fix((edit,), "unsafe", f"Set it to `{text}`", why)


def _literal(use: SwitchUse) -> f.Const | None:
    """The literal that a switch is set to, if one is written there."""
    value = written(use)
    return value if isinstance(value, f.Const) and value.end > value.start else None


def asking_fixes(program: Program, verdict: Verdict) -> list[Fix]:
    """The fix of a seeded run that never asks for deterministic algorithms.

    A framework's call that is made beside the seeding asks by an argument of its own; else the run asks right after the
    seeding call. With PyTorch, cuBLAS needs a workspace of fixed size, or its matrix products raise; a value from
    outside is kept.
    """
    edits = _by_argument(program, verdict.place) or _behind(program, verdict)
    return [Fix(tuple(sorted(set(edits))), "unsafe", "Ask for deterministic algorithms", SLOWER)] if edits else []


def trainer_fixes(program: Program, verdict: Verdict) -> list[Fix]:
    """The fix of a trainer that isn't deterministic: its argument."""
    module = program.table.by_path[verdict.place.path]
    site = call_at(module, verdict.place.span)
    found = _asking_argument(program, module, site) if site is not None else None
    return [Fix((found[1],), "unsafe", "Ask for deterministic algorithms", SLOWER)] if found is not None else []


def workspace_fixes(program: Program, verdict: Verdict) -> list[Fix]:
    """The fix of a missing workspace: the variable is set in front of the call that needs it, unless it is already."""
    place = verdict.place
    module = program.table.by_path[place.path]
    layout = module.layout
    chain = layout.chain(place.span.start)
    line = layout.before(chain[-1]) if chain and isinstance(chain[-1].node, (ast.Expr, ast.Assign)) else None
    environ = spelt(program, module, layout, "os.environ", "import os", place.scope, place.span.start)
    workspace = program.catalog.first_switch("torch", "workspace")
    if line is None or environ is None or workspace is None:
        return []
    edit = Edit(module.path, Span(line.at, line.at), line.content(_set(environ, workspace)))
    return [Fix(tuple(sorted({*environ.edits, edit})), "unsafe", f"Set `{workspace.variable}`", BUFFERS)]


def _set(environ: Spelt, switch: Switch) -> str:
    return f'{environ.text}.setdefault("{switch.variable}", "{switch.good[0]}")'


def _by_argument(program: Program, place: Place) -> list[Edit]:
    """The argument by which a framework's call asks, in the scope of the seeding: `Trainer(deterministic=True)`."""
    module = program.table.by_path[place.path]
    sites = [site for site in module.sites.calls if site.scope == place.scope and not site.hidden]
    found = [_asking_argument(program, module, site) for site in sites if site.call.start >= place.span.start]
    best = [each for each in found if each is not None]
    return [min(best)[1]] if best else []


def _asking_argument(program: Program, module: Module, site: CallSite) -> tuple[bool, Edit] | None:
    """The edit by which a call asks, and whether it leaves cuBLAS's workspace to others."""
    callee = program.callee(module, site)
    switches = program.catalog.switches(callee.name) if isinstance(callee, External) else []
    asking = (s for s in switches if s.role == "algorithms" and s.param and "." not in s.param and s.good)
    switch = next(asking, None)
    own = {name.partition(".")[0] for name, _ in program.catalog.usual_seedings.values()}
    if switch is None or switch.param is None or (switch.call or "").partition(".")[0] in own:
        return None  # the framework's call is the switch itself
    bound = bind_row(parameters(switch), site.call)
    if bound.open or bound.get(switch.param) is not None:
        return None
    edit = added(module, site, f"{switch.param}={switch.good[0]!r}")
    return (all(each.role != "workspace" for each in switches), edit) if edit is not None else None


def _behind(program: Program, verdict: Verdict) -> list[Edit]:
    """The lines behind the seeding call."""
    place = verdict.place
    module = program.table.by_path[place.path]
    layout = module.layout
    chain = layout.chain(place.span.start)
    asked = program.catalog.first_switch(verdict.stream, "algorithms")
    if asked is None or asked.call is None or not chain or not isinstance(chain[-1].node, (ast.Expr, ast.Assign)):
        return []
    line = _line(program, module, chain)
    if line is None:
        return []
    usual = program.catalog.usual_seedings[verdict.stream][1]
    ask = spelt(program, module, layout, asked.call, usual, place.scope, place.span.start)
    environ = spelt(program, module, layout, "os.environ", "import os", place.scope, place.span.start)
    if ask is None or environ is None:
        return []
    lines, edits = [f"{ask.text}({repr(asked.good[0]) if asked.param else ''})"], [*ask.edits]
    workspace = program.catalog.first_switch(verdict.stream, "workspace")
    if workspace is not None and (workspace.variable or "").encode() not in module.source.data:
        lines.insert(0, _set(environ, workspace))
        edits += environ.edits
    edits.append(Edit(module.path, Span(line.at, line.at), line.content(*lines)))
    return edits


def _line(program: Program, module: Module, chain: Sequence[Spot]) -> Line | None:
    """Behind the seeding calls that stand together, or in front of the loop that they are in."""
    functions = [number for number, spot in enumerate(chain) if isinstance(spot.node, _FUNCTIONS)]
    inner = chain[functions[-1] + 1 :] if functions else chain
    loop = next((spot for spot in inner if isinstance(spot.node, _LOOPS)), None)
    if loop is not None:
        return module.layout.before(loop)
    spot = chain[-1]
    while spot.number + 1 < len(spot.block):
        following = spot.block[spot.number + 1]
        if following.lineno != (spot.node.end_lineno or spot.node.lineno) + 1:
            break
        if not _is_of_the_group(program, module, following):
            break
        spot = spot._replace(node=following, number=spot.number + 1)
    return module.layout.after(spot)


def _is_of_the_group(program: Program, module: Module, node: ast.stmt) -> bool:
    """Whether a statement seeds something, or sets a determinism switch, and does nothing else."""
    if isinstance(node, ast.If) and not node.orelse:
        return all(_is_of_the_group(program, module, each) for each in node.body)
    layout = module.layout
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        site = call_at(module, Span(layout.offset(node.value), layout.end(node.value)))
        callee = program.callee(module, site) if site is not None else None
        row = program.types.row(callee) if isinstance(callee, External) else None
        seeds = row is not None and any(effect.seeds is not None for effect in row.effects)
        return seeds or (isinstance(callee, External) and bool(program.catalog.switches(callee.name)))
    if isinstance(node, ast.Assign):
        root, _, rest = ast.unparse(node.targets[0]).partition(".")
        symbol = program.resolver.name(module, MODULE, root, layout.start(node)) if root.isidentifier() else None
        name = f"{symbol.name}.{rest}" if isinstance(symbol, External) else ""
        return name.startswith("os.environ[") or bool(program.catalog.switches(name))
    return False
