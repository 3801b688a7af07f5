"""Entry points that mean to repeat, train where a GPU can be, and never ask for deterministic algorithms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.determinism.asking import KERNELS, Asking
from samerun.program.flow.domain import Lit
from samerun.program.flow.verdicts import Step, Verdict
from samerun.program.flow.words import words
from samerun.settings.waivers import waived

if TYPE_CHECKING:
    from samerun.program.flow.domain import Place
    from samerun.program.flow.events import Seeding
    from samerun.program.flow.run import EntryRun
    from samerun.program.flow.switching import Deed
    from samerun.program.program import Program

_SPEED = frozenset({"bench", "benchmark", "profile", "profiler", "profiling", "speed", "latency", "throughput", "perf"})
_NAMES = {"torch": "PyTorch", "tf": "TensorFlow"}
_CURES = {
    "torch": "Call `torch.use_deterministic_algorithms(True)` next to it: slower, and operations without a "
    "deterministic kernel raise",
    "tf": "Call `tf.config.experimental.enable_op_determinism()` next to it: slower, and operations without a "
    "deterministic kernel raise",
}


def missing_determinism(program: Program) -> list[Verdict]:
    """REP301: one verdict for each entry point, at its first seeding call; several that share the call share one."""
    settings = program.settings
    profile = settings.profile if settings is not None else "research"
    if profile == "library":
        return []
    strict = profile == "benchmark"
    asking = Asking(program, frozenset({"algorithms"}) if strict else KERNELS, strict)
    found: dict[Place, list[tuple[EntryRun, str, Deed, Deed, Seeding]]] = {}
    for run in program.runs:
        if run.events.told and not measures_speed(run) and not is_waived(program, run, "REP301"):
            case = case_of(program, run, asking)
            if case is not None:
                found.setdefault(case[3].place, []).append((run, *case))
    return [_verdict(program, cases) for cases in found.values()]


def measures_speed(run: EntryRun) -> bool:
    """Whether an entry point's name says that it measures speed: then its seed only makes the work the same."""
    return not _SPEED.isdisjoint(words(run.entry.path.rpartition("/")[2]))


def is_waived(program: Program, run: EntryRun, code: str) -> bool:
    """Whether the settings waive an entry point for a rule."""
    settings = program.settings
    waivers = settings.waivers if settings is not None else {}
    return waived(waivers, run.entry.path, code)


def shown_path(program: Program, path: str) -> str:
    """A path as messages have it: from the project's root."""
    return path[len(program.root) + 1 :] if path.startswith(program.root + "/") else path


def case_of(program: Program, run: EntryRun, asking: Asking) -> tuple[str, Deed, Deed, Seeding] | None:
    """Why an entry point is one: the framework, what trains, what reaches an accelerator, what seeds."""
    switches = run.events.switches
    for training in switches.trains():
        framework = training.work.framework
        accelerated = next((deed for deed in switches.accelerates() if deed.work.framework == framework), None)
        seeding = next((each for each in run.events.seedings if _means_it(each, framework)), None)
        if accelerated is None or seeding is None or (framework == "tf" and not _imports(program, run, "tensorflow")):
            continue
        if not isinstance(seeding.value, Lit) and _draws_before(run, seeding):
            continue  # numbers made on the way seed a batch or a trial, not the run
        if asking.may_ask(run):
            return None
        return framework, training, accelerated, seeding
    return None


def _means_it(seeding: Seeding, framework: str) -> bool:
    """Whether a seeding says that the run is to repeat: a call for that purpose, from a value."""
    return seeding.stream == framework and seeding.status.state != "unseeded" and not seeding.aside


def _draws_before(run: EntryRun, seeding: Seeding) -> bool:
    """Whether a run has drawn from a seeding's stream when it comes to it."""
    return any(
        draw.stream == seeding.stream and draw.status.state == "unseeded" and draw.order < seeding.order
        for draw in run.events.draws
    )


def _imports(program: Program, run: EntryRun, library: str) -> bool:
    """Whether some module that a run came to imports a library."""
    paths = {path for path, _ in run.events.reached}
    return any(
        alias.module.partition(".")[0] == library
        for path in paths
        for alias in program.table.by_path[path].outline.imports
    )


def _verdict(program: Program, cases: list[tuple[EntryRun, str, Deed, Deed, Seeding]]) -> Verdict:
    run, framework, training, accelerated, seeding = cases[0]
    entry = shown_path(program, run.entry.path)
    others = len(cases) - 1
    more = f" ({others} more {'entry point does' if others == 1 else 'entry points do'} the same)" if others else ""
    message = (
        f"`{entry}` seeds {_NAMES[framework]} here and trains where a GPU can be, but never asks for deterministic "
        f"algorithms{more}"
    )
    steps = [
        *(Step(place, "called here") for place in seeding.path),
        Step(accelerated.place, f"`{accelerated.name}`: a GPU can be in use"),
        Step(training.place, f"`{training.name}` trains"),
    ]
    return Verdict("REP301", seeding.place, message, framework, tuple(steps), run.entry.path, _CURES[framework])
