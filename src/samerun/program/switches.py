"""Where the program sets a determinism switch, and to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.outline import last_word
from samerun.index.scopes import MODULE
from samerun.program.arguments import bind_row
from samerun.program.symbols import External
from samerun.program.values import constant
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.table import Switch
    from samerun.program.program import Module, Program


class SwitchUse(NamedTuple):
    """One assignment to a switch or one call that sets it, with a value that is known."""

    switch: Switch
    value: object
    scope: int
    slice: Span
    span: Span
    ordinal: int
    node: f.Bind | f.Call
    text: str


def switch_uses(program: Program, module: Module) -> Iterator[SwitchUse]:
    """Every use of a switch in a module whose value can be known, in source order within each scope."""
    yield from _configured(program, module)
    attributes, calls = program.mentions.switch_words
    if attributes.isdisjoint(module.outline.assigned) and calls.isdisjoint(module.called):
        return
    for scope, bind in module.sites.assignments:
        if bind.op or bind.value is None:
            continue
        for target in bind.targets:
            if not isinstance(target, f.Attr) or target.attr not in attributes:
                continue
            name = _attribute(program, module, scope, target, bind.start)
            for switch in program.catalog.switches(name) if name else ():
                literal = constant(program.resolver, module, scope, bind.value, bind.start)
                if switch.attribute and literal is not None:
                    span = Span(bind.start, bind.end)
                    text = f"{program.catalog.canonical(name)} = {literal.value!r}"
                    yield SwitchUse(switch, literal.value, scope, span, span, -1, bind, text)
    for site in module.sites.calls:
        if last_word(site.call.func) not in calls:
            continue
        callee = program.callee(module, site)
        if not isinstance(callee, External):
            continue
        for switch in program.catalog.switches(callee.name):
            if not switch.call or not switch.param:
                continue
            value = argument_of(switch, site.call)
            literal = constant(program.resolver, module, site.scope, value, site.slice.start) if value else None
            if literal is not None:
                call = site.call
                text = f"{callee.name}({switch.param}={literal.value!r})"
                span = Span(call.start, call.end)
                yield SwitchUse(switch, literal.value, site.scope, site.slice, span, call.ordinal, call, text)


def _configured(program: Program, module: Module) -> Iterator[SwitchUse]:
    """What a configuration file in Python sets: a file of assignments, in a project that uses the library."""
    settings = program.mentions.switch_settings
    if settings.keys().isdisjoint(module.outline.names) or module.facts.functions or module.facts.classes:
        return
    for scope, bind in module.sites.assignments:
        if scope != MODULE or bind.op or not all(isinstance(target, f.Name) for target in bind.targets):
            continue
        names = {target.id for target in bind.targets if isinstance(target, f.Name)}
        for switch in (each for name in sorted(names & settings.keys()) for each in settings[name]):
            value = _member(bind.value, (switch.setting or "").partition(".")[2])
            literal = constant(program.resolver, module, scope, value, bind.start) if value is not None else None
            if literal is not None:
                span = Span(bind.start, bind.end)
                text = f"{switch.setting} = {literal.value!r}"
                yield SwitchUse(switch, literal.value, scope, span, span, -1, bind, text)


def written(use: SwitchUse) -> f.Expr | None:
    """The expression that a switch is set to."""
    if isinstance(use.node, f.Call):
        return argument_of(use.switch, use.node)
    key = (use.switch.setting or "").partition(".")[2]
    return _member(use.node.value, key) if key else use.node.value


def _attribute(program: Program, module: Module, scope: int, target: f.Attr, at: int) -> str:
    """The full name of an attribute of a module, or of a catalogued class's object; "" where it isn't known."""
    symbol = program.resolver.expr(module, scope, target, at)
    if isinstance(symbol, External):
        return symbol.name
    owner = program.types.of(module, scope, target.value, at) if symbol is None else None
    return f"{owner.cls}.{target.attr}" if owner is not None and isinstance(owner.cls, str) else ""


def parameters(switch: Switch) -> list[str]:
    """A switch's parameter as a catalog row would list it."""
    name = (switch.param or "").partition(".")[0]
    return [f"{name}="] if switch.position is None else [*[""] * switch.position, name]


def argument_of(switch: Switch, call: f.Call) -> f.Expr | None:
    """What a call gives for a switch's parameter; of a dict that is written there, what it has under the key."""
    name, _, key = (switch.param or "").partition(".")
    value = bind_row(parameters(switch), call).get(name)
    return _member(value, key) if key else value


def _member(value: f.Expr | None, key: str) -> f.Expr | None:
    """`dict(key=…)` and `{"key": …}`"""
    if isinstance(value, f.Call) and isinstance(value.func, f.Name) and value.func.id == "dict":
        return dict(value.keywords).get(key)
    if isinstance(value, f.Container) and value.kind == "dict":
        pairs = zip(value.keys, value.values, strict=True)
        return next((each for own, each in pairs if isinstance(own, f.Const) and own.value == key), None)
    return None


class Choices:
    """Branches in which a switch is set both ways: there a flag of the user's decides, not the code."""

    def __init__(self, module: Module) -> None:
        self._branches: list[tuple[list[Span], list[Span]]] = []
        for body in (module.facts.body, *(function.body for function in module.facts.functions)):
            self._collect(body)

    def _collect(self, body: list[f.Stmt]) -> None:
        for node in body:
            for block in _blocks(node):
                self._collect(block)
            if isinstance(node, f.If) and node.orelse:
                self._branches.append((_spans(node.body), _spans(node.orelse)))

    def opposed(self, one: Span, other: Span) -> bool:
        """Whether the two places lie in the two arms of one `if`."""
        for body, orelse in self._branches:
            if (_holds(body, one) and _holds(orelse, other)) or (_holds(orelse, one) and _holds(body, other)):
                return True
        return False


def _blocks(node: f.Stmt) -> list[list[f.Stmt]]:
    if isinstance(node, (f.If, f.While, f.For)):
        return [node.body, node.orelse]
    if isinstance(node, f.Try):
        return [node.body, node.orelse, node.final, *(handler.body for handler in node.handlers)]
    if isinstance(node, f.With):
        return [node.body]
    if isinstance(node, f.Match):
        return [case.body for case in node.cases]
    return []


def _spans(body: list[f.Stmt]) -> list[Span]:
    """The extents of the simple statements below `body`."""
    out = []
    for node in body:
        if isinstance(node, (f.Do, f.Bind, f.Return, f.Raise, f.Assert)):
            out.append(Span(node.start, node.end))
        for block in _blocks(node):
            out += _spans(block)
    return out


def _holds(spans: list[Span], place: Span) -> bool:
    return any(span.start <= place.start and place.end <= span.end for span in spans)
