"""`samerun why` says what the analysis believes, and users add to what it knows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

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


@pytest.mark.parametrize("place", ["main.py", "main.py:x", "none.py:3", "main.py:0"])
def test_wrong_places_are_usage_errors(project: Path, place: str) -> None:
    run = samerun("why", place, cwd=project)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(not CALLS.is_file(), reason="the measured sample calls stand beside the checkout, or not at all")
def test_the_sample_calls_are_judged_as_measured() -> None:
    rows = json.loads(CALLS.read_text("utf-8"))
    right = 0
    for row in rows:
        with tempfile.TemporaryDirectory() as folder:
            right += agrees(row, verdict(Path(folder), row))
    assert right / len(rows) >= 0.98
