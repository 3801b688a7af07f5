"""However many processes read the files, and however they are started, the answer is the same."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

from samerun.engine import check
from samerun.run import Request
from samerun.settings.overrides import Overrides
from samerun.timing import Timing
from tests.cache.projects import project, samerun

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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
