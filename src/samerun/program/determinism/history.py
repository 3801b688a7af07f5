"""What runs make of each place that sets a switch: still set so where it trains, set again before, or never come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.words import seed_word
from samerun.program.sites import children
from samerun.program.switches import SwitchUse, argument_of
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.flow.switching import Setting, Switches
    from samerun.program.program import Module, Program

_Key = tuple[str, str, Span]


class SwitchHistory:
    """The settings of all runs, by place."""

    def __init__(self, program: Program) -> None:
        self.undone: set[_Key] = set()
        self.settings: dict[_Key, Setting] = {}
        self.asked: dict[_Key, Place] = {}
        self._passed: set[_Key] = set()
        self._entered: set[tuple[str, int]] = set()
        for run in program.runs:
            record = run.events.switches
            self.undone |= _with_those_before(record)
            asked: dict[str, Place] = {}
            for setting in record.settings:
                key = (setting.switch.role, setting.place.path, setting.place.span)
                self.settings.setdefault(key, setting)
                if setting.effect == "bad" and setting.switch.role in asked:
                    self.asked.setdefault(key, asked[setting.switch.role])
                elif setting.effect == "good":
                    asked[setting.switch.role] = setting.place
                if not run.gave_up:
                    self._passed.add(key)
            if not run.gave_up:
                self._entered |= run.events.reached

    def is_harmless(self, path: str, use: SwitchUse) -> bool:
        """Whether runs come to a place, and none of them has the switch set so where it matters.

        That is where it is set again before anything trains, or stands behind an option that is off by default.
        """
        key = (use.switch.role, path, use.span)
        if key in self.undone:
            return False
        return key in self._passed or (path, use.scope) in self._entered

    def uses(self, module: Module, role: str) -> Iterator[SwitchUse]:
        """Where a module undoes a role by a value that comes from elsewhere: an option, a configuration.

        A flag that itself asks about determinism (`benchmark = not args.deterministic`) is the user's to set.
        """
        wanted = {
            span: setting
            for (own, path, span), setting in self.settings.items()
            if own == role and path == module.path and (role, path, span) in self.undone and setting.value is not None
        }
        if not wanted:
            return
        for scope, bind in module.sites.assignments:
            setting = wanted.get(span := Span(bind.start, bind.end))
            if setting is not None and not setting.switch.call and not _speaks_of_determinism(bind.value):
                yield _use(setting, scope, span, span, -1, bind)
        for site in module.sites.calls:
            setting = wanted.get(span := Span(site.call.start, site.call.end))
            if setting is None or not setting.switch.call:
                continue
            if not _speaks_of_determinism(argument_of(setting.switch, site.call)):
                yield _use(setting, site.scope, site.slice, span, site.call.ordinal, site.call)


def _with_those_before(record: Switches) -> set[_Key]:
    """The places that have a role off where it matters, and those just before them that had it off already."""
    undone = {(role, place.path, place.span) for role, place in record.undone}
    before: dict[str, list[_Key]] = {}
    for setting in record.settings:
        row = before.setdefault(setting.switch.role, [])
        if setting.effect != "bad":
            row.clear()
            continue
        row.append((setting.switch.role, setting.place.path, setting.place.span))
        if row[-1] in undone:
            undone.update(row)
    return undone


def _use(setting: Setting, scope: int, part: Span, span: Span, ordinal: int, node: f.Bind | f.Call) -> SwitchUse:
    assert setting.value is not None
    value = setting.value.value
    name, bracket, param = setting.name.partition("(")
    text = f"{name}({param.rstrip(')')}={value!r})" if bracket else f"{name} = {value!r}"
    return SwitchUse(setting.switch, value, scope, part, span, ordinal, node, text)


def _speaks_of_determinism(value: f.Expr | None) -> bool:
    stack = [value] if value is not None else []
    while stack:
        node = stack.pop()
        name = node.attr if isinstance(node, f.Attr) else node.id if isinstance(node, f.Name) else ""
        if seed_word(name):
            return True
        stack += children(node)
    return False
