"""Trainers that seed their run, and are not told to be deterministic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.versions import surely_outside
from samerun.program.determinism.asking import KERNELS, Asking
from samerun.program.determinism.missing import case_of, is_waived, measures_speed
from samerun.program.flow.verdicts import Step, Verdict

if TYPE_CHECKING:
    from samerun.program.flow.switching import Unsaid
    from samerun.program.program import Program


def undetermined_trainers(program: Program) -> list[Verdict]:
    """REP306: one verdict for each trainer's making. A run that seeds by itself has its finding there: REP301."""
    settings = program.settings
    if settings is not None and settings.profile == "library":
        return []
    asking = Asking(program, KERNELS)
    found: dict[object, Verdict] = {}
    for run in program.runs:
        record = run.events.switches
        anew = {each.place for each in run.events.seedings if each.status.state == "unseeded"}
        unsaid = next((each for each in record.unsaid if each.place not in found and each.place not in anew), None)
        if unsaid is None or not run.events.told or measures_speed(run) or is_waived(program, run, "REP306"):
            continue
        if not record.trains() or not record.accelerates() or case_of(program, run, asking) or asking.may_ask(run):
            continue
        verdict = _verdict(program, unsaid, run.entry.path)
        if verdict is not None:
            found[unsaid.place] = verdict
    return list(found.values())


def _verdict(program: Program, unsaid: Unsaid, entry: str) -> Verdict | None:
    switch, name = unsaid.switch, unsaid.name
    required = next(
        (program.versions[each] for each in program.catalog.distributions(name) if each in program.versions), None
    )
    if required is not None and surely_outside(required, switch.since, switch.until):
        return None
    message = f"`{name}` seeds the run, but nothing asks for deterministic algorithms (`{switch.param}`)"
    param, _, key = (switch.param or "").partition(".")
    asking = f"{param}=dict({key}=True)" if key else f"{param}=True"
    help_ = f"Pass `{asking}` where the run has to repeat to the bit: slower, and some operations raise"
    steps = tuple(Step(place, "called here") for place in unsaid.path)
    return Verdict("REP306", unsaid.place, message, "torch", steps, entry, help_)
