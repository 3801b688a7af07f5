"""However many processes read the files, and however they are started, the answer is the same."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from samerun.cache.answers import Question
from samerun.engine import check
from samerun.program.program import Program
from samerun.run import Request
from samerun.settings.errors import SettingsError
from samerun.settings.overrides import Overrides
from samerun.sharing import Sharing
from samerun.timing import Timing
from tests.cache.projects import project, samerun

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_any_executor_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "demo")
    (folder / "broken.py").write_text("def f(:\n")
    (folder / "binary.py").write_bytes(b"x = '\0'\n")
    for number in range(12):
        (folder / f"m{number}.py").write_text(f"import data\nx = {number}\n")
    monkeypatch.setattr("samerun.indexing.CHUNK", 40)
    request = Request(paths=(str(folder),), overrides=Overrides(cwd=str(folder)), jobs=1)
    plain = check(request)
    assert {finding.code for finding in plain.findings} >= {"REP001", "REP004", "REP101"}
    spawn = multiprocessing.get_context("spawn")
    for executor in (ThreadPoolExecutor(3), ProcessPoolExecutor(2), ProcessPoolExecutor(2, mp_context=spawn)):
        with executor:
            again = check(request, executor=executor)
        assert (again.findings, again.silenced, again.skipped) == (plain.findings, plain.silenced, plain.skipped)


def test_any_number_of_jobs_prints_the_same(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    text = "".join(f"def f{number}(x):\n    return g(x, {number})\n\n\n" for number in range(20_000))
    for number in range(6):  # enough to start processes for
        (folder / f"large{number}.py").write_text(text)
    one, two = (samerun(folder, "--no-cache", "-j", jobs, "-v") for jobs in "12")
    assert (one.stdout, one.returncode) == (two.stdout, two.returncode)


SHARED = ("REP101/shared_by_entries", "REP203/options", "REP204/options", "REP301/helpers", "REP401/juries")


@pytest.mark.parametrize("case", SHARED)
def test_rules_say_the_same_in_processes_of_their_own(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(FIXTURES / case, tmp_path / "project")
    (folder / "endless.py").write_text("import random\nfrom endless import *\nprint(random.random())\n")
    values = {"select": ("ALL",), "preview": True, "cache-dir": str(tmp_path / "cache")}
    request = Request(paths=(str(folder),), overrides=Overrides(values=values, cwd=str(folder)), jobs=1)
    plain, kept = check(request), []
    monkeypatch.setattr(Sharing, "_is_worth_it", lambda self, program: self.jobs > 1)
    monkeypatch.setattr(Question, "_keep", lambda self, store, answer, forms, looked: kept.append(looked))
    for jobs in (1, 2, 3):
        timing = Timing()
        shared = check(replace(request, jobs=jobs, cache=True), timing=timing)
        assert (shared.findings, shared.silenced, shared.skipped) == (plain.findings, plain.silenced, plain.skipped)
        assert {"REP101", "REP201", "REP402"} <= timing.rules.keys()
    assert plain.findings
    assert kept[0] == kept[1] == kept[2]  # what was looked into in other processes counts


def test_a_process_that_dies_or_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "demo")
    request = Request(paths=(str(folder),), overrides=Overrides(cwd=str(folder)), jobs=1)
    plain = check(request)
    monkeypatch.setattr(Sharing, "_is_worth_it", lambda self, program: self.jobs > 1)
    with monkeypatch.context() as patched:
        patched.setattr(Sharing, "_answer", lambda *given: os._exit(9))
        assert check(replace(request, jobs=2)).findings == plain.findings

    def fail(self: Program) -> object:
        raise SettingsError("src", "no such folder")

    monkeypatch.setattr(Program, "runs", property(fail))
    with pytest.raises(SettingsError, match="no such folder"):
        check(replace(request, jobs=2))


def test_timing_names_phases_and_rules(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    timing = Timing()
    check(Request(paths=(str(folder),), overrides=Overrides(cwd=str(folder)), jobs=1), timing=timing)
    assert {"find files", "index", "link"} <= timing.phases.keys()
    assert timing.rules["REP101"] > 0
    shown = samerun(folder, "--timing", "--no-cache")
    assert "REP101" in shown.stderr
    assert "index" in shown.stderr
    assert shown.stdout == samerun(folder, "--no-cache").stdout
