"""Findings from the cache are those of a run without one, and no change of what they depend on goes unseen."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from samerun.engine import check
from samerun.indexing import Indexer
from samerun.rules.registry import all_rules
from samerun.run import Request, Result
from samerun.settings.overrides import Overrides
from tests.cache.projects import DATA, TRAIN, project, samerun
from tests.checking import rule_options

CATALOG = 'library = "mine"\nsource = "a test"\n'
FIXTURES = Path(__file__).parents[2] / "fixtures"
# REP404 is about a change in git, and its runs go past the cache.
FOLDERS = [path for path in FIXTURES.glob("REP*/*") if path.is_dir() and path.parent.name != "REP404"]
CASES = sorted(path.relative_to(FIXTURES).as_posix() for path in FOLDERS)


def run(folder: Path, *, cache: bool = True, **values: object) -> Result:
    options = {key.replace("_", "-"): value for key, value in values.items()}
    overrides = Overrides(values=options, cwd=str(folder))
    return check(Request(paths=(str(folder),), overrides=overrides, jobs=1, cache=cache))


def said(result: Result) -> object:
    """All of a result but the texts, which are compared by their bytes."""
    texts = {path: (source.data, source.kind) for path, source in result.sources.items()}
    return (result.findings, result.silenced, texts, result.files_read, sorted(result.skipped), result.errors)


def settle() -> None:
    """Let files grow old enough for their times to be believed."""
    time.sleep(0.08)


def no_linking(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Indexer) -> object:
        raise AssertionError("the project was indexed again")

    monkeypatch.setattr(Indexer, "index", refuse)


@pytest.mark.parametrize("case", CASES)
def test_a_hit_is_what_a_run_without_cache_says(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(FIXTURES / case, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__"))
    rule = all_rules()[case.partition("/")[0]]
    options = rule_options(rule.code, rule.status)
    plain = said(run(folder, cache=False, **options))
    assert said(run(folder, **options)) == plain
    no_linking(monkeypatch)
    assert said(run(folder, **options)) == plain


def test_the_command_prints_the_same_bytes(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    plain = samerun(folder, "--no-cache", output="full")
    assert "REP101" in plain.stdout
    assert not (folder / ".samerun_cache").exists()
    for _ in range(2):
        assert samerun(folder, output="full").stdout == plain.stdout
    assert (folder / ".samerun_cache" / ".gitignore").read_text().splitlines()[-1] == "*"


def test_unchanged_files_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "demo")
    (folder / "clean.py").write_text("x = 1\n")
    settle()
    first = run(folder)
    opened: list[str] = []
    monkeypatch.setattr("samerun.indexing.read_raw", lambda path: opened.append(path) or Path(path).read_bytes())
    assert said(run(folder)) == said(first)
    assert {Path(path).name for path in opened} == {Path(path).name for path in first.sources}
    assert str(folder / "clean.py") not in opened


def change_file(folder: Path) -> None:
    (folder / "train.py").write_text("import torch\ntorch.manual_seed(0)\n" + TRAIN)


def change_imported_file(folder: Path) -> None:
    (folder / "data.py").write_text(DATA.replace("random.random()", "1"))


def same_size_and_time(folder: Path) -> None:
    path = folder / "data.py"
    times = path.stat()
    path.write_text(DATA.replace("random.random()", "sorted([1, 23])"))
    assert path.stat().st_size == times.st_size
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def add_file_that_hides_a_library(folder: Path) -> None:
    (folder / "torch.py").write_text("def rand(n):\n    return n\n")


def delete_file(folder: Path) -> None:
    (folder / "data.py").unlink()


def change_settings(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "demo"\n[tool.samerun]\nignore = ["REP101"]\n')


def add_script(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "demo"\n[project.scripts]\nx = "helper:main"\n[tool.samerun]\n'
    )


def change_catalog(folder: Path) -> None:
    row = '[[function]]\nnames = ["torch.rand"]\nsource = "a test"\nevidence = "none"\n'
    (folder / "mine.toml").write_text(CATALOG + row)


def suppress(folder: Path) -> None:
    (folder / "train.py").write_text(TRAIN.replace("batch)\n", "batch)  # noqa: REP101\n"))


CHANGES = (
    change_file,
    change_imported_file,
    same_size_and_time,
    add_file_that_hides_a_library,
    delete_file,
    change_settings,
    add_script,
    change_catalog,
    suppress,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_seen(change: object, tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    (folder / "helper.py").write_text("import numpy as np\n\n\ndef main():\n    print(np.random.rand(3))\n")
    if change is change_catalog:
        (folder / "mine.toml").write_text(CATALOG)
        settings = '[project]\nname = "demo"\n[tool.samerun.catalog]\nfiles = ["mine.toml"]\n'
        (folder / "pyproject.toml").write_text(settings)
    settle()
    before = run(folder)
    assert before.findings
    settle()
    change(folder)  # type: ignore[operator]
    after = run(folder)
    assert said(after) == said(run(folder, cache=False))
    assert said(after) != said(before)


def idle(folder: Path) -> None:
    """A module that no rule has to look into, and the answer without it known."""
    (folder / "shapes.py").write_text("import math\n\n\ndef area(r):\n    return math.pi * r * r\n")
    (folder / "steps.py").write_text("STEPS = 3\n")
    (folder / "train.py").write_text(f"import steps\n{TRAIN}")


def test_a_change_that_no_rule_looks_at_is_answered_without_linking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(tmp_path / "demo")
    idle(folder)
    plain = said(run(folder))
    no_linking(monkeypatch)
    for old, new in (("return", "# of a circle\n    return"), ("r * r", "r * r * 2")):
        path = folder / "shapes.py"
        path.write_text(path.read_text().replace(old, new))
        assert said(run(folder)) == plain
    path = folder / "steps.py"  # a run comes there: its facts count, and these are the same
    path.write_text(path.read_text() + "# the end\n")
    again = said(run(folder))
    monkeypatch.undo()
    assert again == said(run(folder, cache=False))


@pytest.mark.parametrize(
    ("old", "new"), [("math", "random"), ("area", "batches"), ("return", "# noqa: REP101\n    return")]
)
def test_a_change_of_its_outline_is_seen(old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "demo")
    idle(folder)
    run(folder)
    (folder / "shapes.py").write_text((folder / "shapes.py").read_text().replace(old, new))
    no_linking(monkeypatch)
    with pytest.raises(AssertionError, match="indexed again"):
        run(folder)
    monkeypatch.undo()
    assert said(run(folder)) == said(run(folder, cache=False))


def test_what_git_ignores_comes_and_goes(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    settle()
    assert len({finding.path for finding in run(folder).findings}) == 2
    (folder / ".gitignore").write_text("data.py\n")
    ignored = run(folder)
    assert said(ignored) == said(run(folder, cache=False))
    assert {Path(finding.path).name for finding in ignored.findings} == {"train.py"}


def test_a_part_of_the_project_is_an_answer_of_its_own(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    whole = run(folder)
    for name in ("train.py", "data.py"):
        overrides = Overrides(cwd=str(folder))
        part = check(Request(paths=(str(folder / name),), overrides=overrides, jobs=1, cache=True))
        assert part.findings == tuple(each for each in whole.findings if each.path.endswith(name))


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_store_is_built_anew_with_a_notice(damage: bytes, tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    plain = run(folder, cache=False)
    run(folder)
    (store,) = (folder / ".samerun_cache").glob("samerun.sqlite")
    store.write_bytes(damage)
    again = run(folder)
    assert said(again) == said(plain)
    assert [("was damaged" in notice) for notice in again.warnings] == ([True] if damage else [])
    assert run(folder).warnings == ()


def test_a_store_damaged_inside_is_no_trouble(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    plain = run(folder, cache=False)
    run(folder)
    with sqlite3.connect(folder / ".samerun_cache" / "samerun.sqlite") as database:
        database.execute("UPDATE records SET head = x'c1', facts = x'c1'")
        database.execute("UPDATE answers SET answer = x'c1'")
    assert said(run(folder)) == said(plain)


def test_a_cache_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    (folder / ".samerun_cache").write_text("a file stands in the way")
    result = run(folder)
    assert result.findings == run(folder, cache=False).findings
    assert any("can't be used" in reason for _, reason in result.skipped)


def test_processes_at_once(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    for number in range(40):
        (folder / f"module{number}.py").write_text(f"import data\nx = {number}\n")
    plain = samerun(folder, "--no-cache").stdout
    command = [sys.executable, "-m", "samerun", "check", "--output-format", "json"]
    running = [
        subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    for process in running:
        out, errors = process.communicate()
        assert (out, errors) == (plain, "")


def test_cache_dir_is_an_option_and_a_setting(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    samerun(folder, "--cache-dir", str(tmp_path / "elsewhere"))
    assert (tmp_path / "elsewhere" / "samerun.sqlite").exists()
    (folder / "pyproject.toml").write_text('[tool.samerun]\ncache-dir = "build/cache"\n')
    samerun(folder)
    assert (folder / "build" / "cache" / "samerun.sqlite").exists()
    assert not (folder / ".samerun_cache").exists()


@pytest.mark.parametrize(("case", "file"), [("yaml_file", "configs/c.yaml"), ("hydra", "configs/trainer/default.yaml")])
def test_a_configuration_file_that_changes_or_comes_or_goes_is_seen(case: str, file: str, tmp_path: Path) -> None:
    folder = shutil.copytree(FIXTURES / "REP104" / case, tmp_path / "project")
    config = folder / file
    before = config.read_text()
    said_first = said(run(folder))
    for text in (before.replace("seed:", "seed: 7 #"), None, before):
        config.unlink(missing_ok=True)
        if text is not None:
            config.write_text(text)
        assert said(run(folder)) == said(run(folder, cache=False))
    assert said(run(folder)) == said_first
