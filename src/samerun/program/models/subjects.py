"""Libraries whose judge is the model under test where none is named: inspect_ai and llama_index."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from samerun.catalog.families import Kinship, Model
from samerun.index import facts as f
from samerun.program.models.judge import Judge, Kin
from samerun.program.sites import enclosing, last_name
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.models.carriers import Carriers
    from samerun.program.models.libraries import Slot
    from samerun.program.models.reach import Reach
    from samerun.program.models.slots import SlotReader
    from samerun.program.modules import Module
    from samerun.program.program import Program

    Run = tuple[Module, f.Expr, Span, int]


class Subjects:
    """Finds the model under test of judges that are it."""

    def __init__(self, program: Program, carriers: Carriers, reader: SlotReader, reach: Reach) -> None:
        self.program, self.carriers, self.reader, self.reach = program, carriers, reader, reach

    def verdict(self, slot: Slot) -> Iterator[tuple[Judge, list[Kin]]]:
        """The judge of a slot with itself as kin; nothing where a role is bound or no run is in sight."""
        module = slot.module
        runs = self._settings(module) if slot.default == "settings" else list(self._evals(slot))
        for home, value, statement, scope in runs[:1]:
            models = self.carriers.models(home, scope, value, statement.start)
            model = models[0].model if models else Model("", "", "")
            place = (models[0].path, models[0].span) if models else (home.path, statement)
            judge = Judge(model, module.path, slot.span, slot.statement, enclosing(module, slot.scope), False)
            reason = "the judge is the model under test where none is named"
            yield judge, [Kin(judge, model, *place, Kinship(True, reason))]

    @cached_property
    def may_be_set(self) -> bool:
        """Whether a module may give llama_index the model that all of its parts take."""
        return any(
            b"Settings.llm" in data or b"ServiceContext" in data or b"set_global" in data
            for data in (module.glance().data for module in self.program.modules)
            if b"llama_index" in data
        )

    def _settings(self, module: Module) -> list[Run]:
        """Where `Settings.llm` is set: in the module, else in the one other module that does."""
        found = list(_set_in(module))
        if found or not self.may_be_set:
            return found
        others = [
            run for other in self.program.modules if b"Settings.llm" in other.glance().data for run in _set_in(other)
        ]
        return others if len(others) == 1 else []

    def _evals(self, slot: Slot) -> Iterator[Run]:
        module = slot.module
        if any(name == "model_roles" for site in module.sites.calls for name, _ in site.call.keywords):
            return
        for home in (module, *self.reach.importers(module)):
            for each in self.reader.slots(home):
                if each.role != "generator" or each.call is None or each.value is None:
                    continue
                if not any(name == "model_roles" for name, _ in each.call.keywords):
                    yield home, each.value, each.statement, each.scope


def _set_in(module: Module) -> Iterator[Run]:
    for at in module.sites.assignments:
        for target in at.node.targets:
            is_setting = isinstance(target, f.Attr) and target.attr == "llm" and last_name(target.value) == "Settings"
            if is_setting and at.node.value is not None:
                yield module, at.node.value, Span(at.node.start, at.node.end), at.scope
