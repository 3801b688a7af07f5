"""`samerun why` says what the analysis believes, and users add to what it knows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.catalog.calls import agrees, verdict

CALLS = Path(__file__).parents[2] / "shared" / "samples" / "calls" / "calls.json"
SCRIPT = """\
import random

import numpy as np
import mylib

random.seed(4)
print(random.random(), np.random.rand(2))
mylib.everything(3)
print(np.random.rand(2), mylib.noise())
"""
SETTINGS = """\
[tool.samerun.catalog]
files = ["more.toml"]

[[tool.samerun.catalog.function]]
names = ["mylib.everything"]
params = ["seed"]
effects = [{ seeds = ["numpy-global"], from = "seed" }]
"""
MORE = """\
library = "mylib"
source = "https://example.org/mylib"

[[function]]
names = ["mylib.noise"]
effects = [{ draws = "torch" }]
"""


def samerun(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "samerun", *args], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "main.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "more.toml").write_text(MORE, encoding="utf-8")
    return tmp_path


def test_states_of_streams_and_who_seeded_them(project: Path) -> None:
    told = json.loads(samerun("why", "main.py:7", "--json", cwd=project).stdout)
    by_name = {call["name"]: call for call in told["calls"]}
    entry = by_name["random.random"]["entries"][0]
    assert entry["entry"] == "main.py"
    assert entry["streams"] == {"python": "seeded"}
    assert entry["seeded_by"] == {"python": {"place": "main.py:6", "text": "random.seed(4)"}}
    unseeded = by_name["numpy.random.rand"]["entries"][0]
    assert (unseeded["streams"], unseeded["seeded_by"]) == ({"numpy-global": "unseeded"}, {})
    assert by_name["numpy.random.rand"]["row"]["source"].startswith("https://")


def test_text_for_people(project: Path) -> None:
    out = samerun("why", "main.py:6", cwd=project).stdout
    assert "main.py:6:1: random.seed(4)" in out
    assert "seeds: python" in out
    assert "no call starts" in samerun("why", "main.py:2", cwd=project).stdout


def test_users_rows_and_files_count(project: Path) -> None:
    findings = json.loads(samerun("check", "--output-format", "json", "--select", "REP1", cwd=project).stdout)
    places = {(row["location"]["row"], row["samerun"]["streams"][0]) for row in findings}
    assert (9, "torch") in places  # what more.toml says of mylib.noise
    assert not [place for place in places if place == (9, "numpy-global")]  # what the settings say of mylib.everything


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('seeds = ["numpy-global"]', 'sows = ["numpy-global"]', "mylib.everything"),
        ('files = ["more.toml"]', 'files = ["less.toml"]', "less.toml"),
        ('files = ["more.toml"]', "files = 3", "list of paths"),
    ],
)
def test_a_wrong_row_is_one_line_that_names_it(project: Path, old: str, new: str, said: str) -> None:
    (project / "pyproject.toml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    run = samerun("check", cwd=project)
    assert run.returncode == 2
    assert said in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


BOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# A book"]},
        {"cell_type": "code", "metadata": {}, "source": ["import random\n", "random.seed(1)"], "outputs": []},
        {"cell_type": "code", "metadata": {}, "source": ["%time x = random.random()"], "outputs": []},
    ],
    "metadata": {"language_info": {"name": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
LIBRARY = """\
import random
import numpy as np
from numpy.random import default_rng

def scale(x, rng=None):
    return x * np.random.rand(2)

class Deck:
    def reset(self):
        random.seed()
        np.random.seed(3)
        return self.cards.pick(unknown(1))

def start(value):
    random.seed(value)
    inside(value)
    return default_rng(value)

def inside(value):
    print(value)
"""
MAIN = """\
import os
import elsewhere
from library import scale, start

scale(1)
start(4)
scale(os.urandom(2))
elsewhere.seed_all(3)
scale(3)
"""


def calls_at(place: str, cwd: Path) -> list[dict[str, Any]]:
    run = samerun("why", place, "--json", cwd=cwd)
    assert (run.returncode, run.stderr) == (0, "")
    calls: list[dict[str, Any]] = json.loads(run.stdout)["calls"]
    return calls


def effects_at(place: str, cwd: Path) -> list[tuple[str | None, str, list[str], list[str], list[str]]]:
    return [tuple(call[key] for key in ("name", "kind", "draws", "seeds", "unseeds")) for call in calls_at(place, cwd)]  # type: ignore[misc]


@pytest.fixture
def two_files(tmp_path: Path) -> Path:
    (tmp_path / "main.py").write_text(MAIN, encoding="utf-8")
    (tmp_path / "library.py").write_text(LIBRARY, encoding="utf-8")
    return tmp_path


def test_calls_of_the_project_s_own_functions_have_the_effects_inside(two_files: Path) -> None:
    (call,) = calls_at("main.py:5", two_files)
    assert (call["name"], call["defined"], call["kind"]) == ("scale", "library.py:5", "draws")
    assert call["entries"][0]["streams"] == {"numpy-global": "unseeded"}
    assert effects_at("main.py:6", two_files) == [("start", "seeds", [], ["python"], [])]
    outer, inner = effects_at("main.py:7", two_files)
    assert (outer[:3], inner[:3]) == (("scale", "draws", ["numpy-global"]), ("os.urandom", "draws", ["os-entropy"]))


def test_what_could_not_be_resolved_is_said(two_files: Path) -> None:
    (call,) = calls_at("main.py:9", two_files)
    (entry,) = call["entries"]
    assert entry["streams"] == {"numpy-global": "unknown"}
    assert entry["unresolved"][-1]["place"] == "main.py:8"
    (call,) = calls_at("main.py:8", two_files)
    assert call["kind"] == "unresolved"
    assert "may seed" in call["why"]


def test_without_a_run_the_row_and_the_arguments_speak(two_files: Path) -> None:
    assert effects_at("library.py:10", two_files) == [("random.seed", "unseeds", [], [], ["python"])]
    assert effects_at("library.py:11", two_files) == [("numpy.random.seed", "seeds", [], ["numpy-global"], [])]
    pick, unknown = calls_at("library.py:12", two_files)
    assert (pick["kind"], pick["reached"]) == ("unresolved", False)
    assert unknown["why"] == "what `unknown` is can't be known"


def test_a_column_asks_for_the_innermost_call_around_it(project: Path) -> None:
    assert [call["name"] for call in calls_at("main.py:7:9", project)] == ["random.random"]
    assert [call["name"] for call in calls_at("main.py:7:2", project)] == ["builtins.print"]


def test_places_in_a_notebook_name_the_cell(tmp_path: Path) -> None:
    (tmp_path / "book.ipynb").write_text(json.dumps(BOOK), encoding="utf-8")
    (call,) = calls_at("book.ipynb:3:1", tmp_path)
    assert call["entries"][0]["seeded_by"]["python"]["place"] == "book.ipynb:2:2"
    assert calls_at("book.ipynb:3:1:12", tmp_path) == [call]
    assert "cell 1" in samerun("why", "book.ipynb:1:1", cwd=tmp_path).stderr


@pytest.mark.parametrize("place", ["main.py", "main.py:x", "none.py:3", "main.py:0", "main.py:99", "main.py:1:2:3"])
def test_wrong_places_are_usage_errors(project: Path, place: str) -> None:
    run = samerun("why", place, cwd=project)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.startswith("samerun: ")


@pytest.mark.skipif(not CALLS.is_file(), reason="the measured sample calls stand beside the checkout, or not at all")
def test_the_sample_calls_are_judged_as_measured() -> None:
    rows = json.loads(CALLS.read_text("utf-8"))
    right = 0
    for row in rows:
        with tempfile.TemporaryDirectory() as folder:
            right += agrees(row, verdict(Path(folder), row))
    assert right / len(rows) >= 0.98
