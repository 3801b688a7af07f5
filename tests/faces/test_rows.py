"""Rows are current, the program is checked once however many ask, and a cache is not needed."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from samerun import engine
from samerun.faces.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from samerun.program.program import Program
    from samerun.rules.finding import Finding

SPLIT = """\
from sklearn.model_selection import train_test_split


def split(t):
    return train_test_split(t, random_state=42)
"""


TRAIN = """\
import random

import yaml

with open("c.yaml") as file:
    settings = yaml.safe_load(file)
if settings["seed"] is not None:
    random.seed(settings["seed"])
print(random.random())
"""


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A project as the working folder; the root of each program that rules were asked about."""
    made: list[str] = []
    real = engine.ask

    def counting(program: Program, *rest: Any) -> Iterator[Finding]:
        made.append(program.root)
        return real(program, *rest)

    monkeypatch.setattr(engine, "ask", counting)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samerun.toml").touch()
    (tmp_path / "split.py").write_text(SPLIT)
    return made


def asked() -> list[int]:
    return [row.line for row in Rows((".",)).of("split.py", SPLIT)]


def test_what_is_unchanged_is_not_checked_again(runs: list[str], tmp_path: Path) -> None:
    assert (asked(), asked(), len(runs)) == ([5], [5], 1)
    (tmp_path / "trace.log").touch()
    (tmp_path / "__pycache__").mkdir()
    assert (asked(), len(runs)) == ([5], 1)
    (tmp_path / "other.py").touch()
    assert (asked(), len(runs)) == ([5], 2)
    (tmp_path / "samerun.toml").write_text("preview = true\n")
    assert (asked(), len(runs)) == ([5], 3)


def test_a_process_that_lives_on_asks_the_disk(runs: list[str], tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(TRAIN)
    (tmp_path / "c.yaml").write_text("seed: 7\n")
    rows = Rows((".",))
    assert (rows.of("train.py", TRAIN), len(runs)) == ([], 1)
    (tmp_path / "c.yaml").write_text("seed:\n")
    assert ([row.code for row in rows.of("train.py", TRAIN)], len(runs)) == (["REP104"], 2)
    (tmp_path / "c.yaml").write_text("seed: 8\n")
    assert (rows.of("train.py", TRAIN), len(runs)) == ([], 3)
    assert (Rows((".",)).of("train.py", TRAIN), len(runs)) == ([], 3)


def test_an_edit_that_keeps_size_and_time_is_seen(runs: list[str], tmp_path: Path) -> None:
    path = tmp_path / "split.py"
    assert asked() == [5]
    before = path.stat()
    path.write_text(SPLIT.replace("random_state=42", "random_state=43"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    rows = Rows((".",)).of("split.py", SPLIT.replace("42", "43"))
    assert [row.message.split("`")[1] for row in rows] == ["43"]
    assert len(runs) == 2


def test_many_at_once_cost_one_run(runs: list[str]) -> None:
    answers: list[list[int]] = []
    threads = [threading.Thread(target=lambda: answers.append(asked())) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [[5]] * 4
    assert len(runs) == 1


def test_without_a_place_to_keep_them_there_are_rows_all_the_same(runs: list[str], tmp_path: Path) -> None:
    (tmp_path / ".samerun_cache").write_text("a file")
    assert (asked(), asked(), len(runs)) == ([5], [5], 2)
