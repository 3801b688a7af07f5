"""Runs that ask for deterministic algorithms without the environment variable that cuBLAS wants, or set it too late.

PyTorch looks for it once, at the first matrix product on a GPU, and cuBLAS when its handle is made, which is then.
Neither `.cuda()` nor starting CUDA reads it. Source: `Context::alertCuBLASConfigNotDeterministic` of 2.9 and before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.versions import surely_within
from samerun.index import facts as f
from samerun.program.configs import noted_bytes
from samerun.program.determinism.missing import is_waived
from samerun.program.flow.verdicts import Step, Verdict
from samerun.workspace.launchers import launchers

if TYPE_CHECKING:
    from samerun.catalog.table import Switch
    from samerun.program.flow.run import EntryRun
    from samerun.program.flow.switching import Setting
    from samerun.program.program import Module, Program


def missing_workspace(program: Program) -> list[Verdict]:
    """REP304: one verdict for each place that asks, from the runs that can come to CUDA."""
    switch = program.catalog.first_switch("torch", "workspace")
    settings = program.settings
    if switch is None or (settings is not None and settings.profile == "library"):
        return []
    found: dict[object, Verdict] = {}
    for run in program.runs:
        asked, late = _asked(run), _late(run)
        place = late.place if late is not None else asked.place if asked is not None else None
        if asked is None or place in found or is_waived(program, run, "REP304"):
            continue
        version = program.versions.get("torch")
        if version is None or not surely_within(version, switch.since, switch.until):
            return []
        if late is not None and not _is_mentioned(program.root, switch.variable or ""):
            found[late.place] = _too_late(run, asked, late, switch, version)
        elif late is None and not _is_set(program, switch):
            found[asked.place] = _verdict(run, asked, switch, version)
    return list(found.values())


def _late(run: EntryRun) -> Setting | None:
    """Where a run first sets the variable, when it has trained on a GPU by then."""
    first = next((each for each in run.events.switches.settings if each.switch.role == "workspace"), None)
    return first if first is not None and first.switch.variable and first.trained is not None else None


def _asked(run: EntryRun) -> Setting | None:
    """Where a run that can come to CUDA asks for deterministic algorithms, unless it sets the variable in time."""
    record = run.events.switches
    if "workspace" in record.open:
        return None
    if any(each.switch.role == "workspace" for each in record.settings) and _late(run) is None:
        return None
    if not any(deed.work.framework == "torch" for deed in record.accelerates()):
        return None
    return next((s for s in record.settings if s.switch.role == "algorithms" and s.effect in ("good", "warn")), None)


def _is_set(program: Program, switch: Switch) -> bool:
    """Whether code of the project, or a file beside it, sets the variable or only speaks of it."""
    variable = switch.variable or ""
    return any(_speaks(module, variable) for module in program.modules) or _is_mentioned(program.root, variable)


def _speaks(module: Module, variable: str) -> bool:
    """Whether code has the variable's name as an index, an argument or a key of one."""
    if not any(alias.module == "os" for alias in module.outline.imports):
        return False
    stack = [target for _, bind in module.sites.assignments for target in bind.targets]
    stack += [arg for site in module.sites.calls for arg in site.call.args]
    while stack:
        node = stack.pop()
        if isinstance(node, f.Const) and node.value == variable:
            return True
        if isinstance(node, f.Item):
            stack.append(node.index)
        elif isinstance(node, f.Container):
            stack += [key for key in node.keys if key is not None]
    return False


def _is_mentioned(root: str, word: str) -> bool:
    """Whether a file that launches runs has the word. What is found depends on which files there are, too."""
    paths = launchers(root, entering=noted_bytes)
    return any(word.encode() in data for path in paths if (data := noted_bytes(path)) is not None)


def _too_late(run: EntryRun, asked: Setting, late: Setting, switch: Switch, version: str) -> Verdict:
    message = (
        f"`{switch.variable}` is set after the run has trained: PyTorch before {switch.until} (here {version}) and "
        "cuBLAS read it once, at the first matrix product on a GPU"
    )
    assert late.trained is not None
    steps = [
        Step(asked.place, f"`{asked.name.partition('(')[0]}` asks for deterministic algorithms"),
        *(Step(place, "called here") for place in late.path),
        Step(late.trained, "it trains here"),
    ]
    help_ = "Set it before the run starts, or before anything trains"
    return Verdict("REP304", late.place, message, "torch", tuple(steps), run.entry.path, help_)


def _verdict(run: EntryRun, asked: Setting, switch: Switch, version: str) -> Verdict:
    name = asked.name.partition("(")[0]
    message = (
        f"`{name}` asks for deterministic algorithms, for which cuBLAS needs `{switch.variable}` before PyTorch "
        f"{switch.until} (here {version}), and nothing sets it"
    )
    accelerated = next(deed for deed in run.events.switches.accelerates() if deed.work.framework == "torch")
    steps = [
        *(Step(place, "called here") for place in asked.path),
        Step(accelerated.place, f"`{accelerated.name}`: CUDA can be in use"),
    ]
    help_ = f'Set it before the run starts, or before anything uses CUDA: `os.environ["{switch.variable}"] = ":4096:8"`'
    return Verdict("REP304", asked.place, message, "torch", tuple(steps), run.entry.path, help_)
