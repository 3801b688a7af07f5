"""What the rules about one switch set to one value have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from samerun.program.flow.entries import is_test
from samerun.program.sites import enclosing
from samerun.program.switches import Choices, SwitchUse, switch_uses
from samerun.rules.base import Site, SourceRule
from samerun.rules.finding import Finding, Related
from samerun.rules.mending.flag import switch_fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from samerun.program.program import Module, Program
    from samerun.workspace.spans import Span


class SwitchRule(SourceRule):
    """Reports uses of switches of some `roles` that are set to a value which undoes determinism.

    Where runs come by, only those count that are still set so where something trains (or at the run's end, where
    nothing does). Where the two arms of an `if` set the switch both ways, the user's flag decides: silent.
    `optional`: a value that is an option's default counts too.
    """

    builds_on = "runs"
    roles: ClassVar[frozenset[str]]
    sentence: ClassVar[str]
    advice: ClassVar[str]
    why: ClassVar[str]
    optional: ClassVar[bool] = False
    warning: ClassVar[str] = "only warns of operations that have no deterministic kernel"

    def sites(self, program: Program, module: Module) -> Iterator[Site]:
        if not program.include_tests and is_test(module.path, program.root):
            return
        uses = [use for use in switch_uses(program, module) if use.switch.role in self.roles]
        found = list(self._bad(program, module, uses))
        spans = {use.span for use in uses}
        if self._may_be_set(program, module):
            found += [use for use in self._by_value(program, module) if use.span not in spans]
        for use in found:
            yield Site(module, use.slice, use.ordinal, use.node, enclosing(module, use.scope), use)

    def _bad(self, program: Program, module: Module, uses: list[SwitchUse]) -> Iterator[SwitchUse]:
        """The uses whose constant is to blame."""
        effects = [(use, use.switch.effect(use.value)) for use in uses]
        bad = [use for use, effect in effects if effect == "bad"]
        spans = {use.span for use in bad}
        bad += [use for use, effect in effects if effect == "warn" and use.span not in spans]
        choices = Choices(module) if bad else None
        for use in bad:
            others = [each for each, effect in effects if effect == "good"]
            if choices is not None and any(choices.opposed(use.span, other.span) for other in others):
                continue
            if any(_outdoes(other, use) for other in others if uses.index(other) > uses.index(use)):
                continue
            if use.switch.effect(use.value) == "warn" or not program.switch_history.is_harmless(module.path, use):
                yield use

    def _may_be_set(self, program: Program, module: Module) -> bool:
        """Whether a module sets such a switch at all, by its words."""
        attributes, calls = program.mentions.switch_words
        return not (attributes.isdisjoint(module.outline.assigned) and calls.isdisjoint(module.called))

    def _by_value(self, program: Program, module: Module) -> Iterator[SwitchUse]:
        """The uses whose value comes from elsewhere."""
        history = program.switch_history
        for use in (use for role in sorted(self.roles) for use in history.uses(module, role)):
            value = history.settings[use.switch.role, module.path, use.span].value
            offered = value is not None and (value.option or value.default)
            if use.switch.effect(use.value) == "bad" and (self.optional or not offered):
                yield use

    def visit(self, site: Site, node: cst.CSTNode, program: Program) -> Finding | None:
        use: SwitchUse = site.about  # type: ignore[assignment]
        warns = use.switch.effect(use.value) == "warn"
        key = (use.switch.role, site.module.path, use.span)
        history = program.switch_history
        setting = history.settings.get(key)
        related = []
        value = setting.value if setting is not None else None
        if (
            value is not None
            and value.place is not None
            and value.place.path
            and not _inside(value.place.span, use.slice)
        ):
            related.append(Related(value.place.path, value.place.span, f"{value.value!r} comes from here"))
        if key in history.asked and not warns:
            asked = history.asked[key]
            related.append(Related(asked.path, asked.span, "it was asked for here"))
        return Finding(
            code=self.code,
            message=f"`{use.text}` {self.warning if warns else self.sentence}",
            level="note" if warns and not self.is_strict(program) else self.level,
            path=site.module.path,
            span=use.span,
            statement=site.slice,
            enclosing=site.enclosing,
            key=use.text,
            help=self.advice if warns else use.switch.note or self.advice,
            related=tuple(related),
            fix=switch_fix(site.module, use, self.why),
        )

    def is_strict(self, program: Program) -> bool:
        """Whether half measures are as bad as none."""
        return program.settings is not None and program.settings.profile == "benchmark"


def _outdoes(one: SwitchUse, other: SwitchUse) -> bool:
    """Whether a library heeds one of two settings that it is given together: the one that the catalog has later."""
    undone = other.switch.effect(other.value) == "bad"
    if not undone or one.switch.role != other.switch.role or one.switch.key != other.switch.key:
        return False
    together = one.span == other.span or (one.switch.setting is not None and other.switch.setting is not None)
    return together and (one.switch.param or one.switch.setting) != (other.switch.param or other.switch.setting)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
