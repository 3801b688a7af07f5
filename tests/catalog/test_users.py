"""Rows and files of the user's own: they count, and a wrong one is one line that says where and what."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

SCRIPT = """\
import inhouse
import numpy as np
from inhouse.io import Loader

inhouse.start(seed=3)
noise = inhouse.jitter(8)
same = inhouse.jitter(8, rng=np.random.default_rng(0))
batches = Loader("data").read()
fixed = Loader("data", seed=1).read()
late = inhouse.old.jitter(8)
stream = inhouse.shake()
"""
SETTINGS = """\
[tool.samerun.catalog]
files = ["knowledge/inhouse.toml"]

[[tool.samerun.catalog.function]]
names = ["inhouse.start"]
params = ["seed"]
effects = [{ seeds = ["python"], from = "seed" }]
note = "seeds Python only"

[[tool.samerun.catalog.class]]
names = ["inhouse.io.Loader"]
params = ["path", "seed="]
seed = "seed"
omitted = "entropy"
methods.draws = ["read"]

[tool.samerun.catalog.alias]
"inhouse.old" = "inhouse"

[[tool.samerun.catalog.switch]]
role = "algorithms"
attribute = "inhouse.exact"
good = [true]
bad = [false]
"""
FILE = """\
library = "inhouse"
source = "https://docs.example.org/inhouse"

[[function]]
names = ["inhouse.jitter"]
params = ["n", "rng="]
effects = [{ draws = "numpy-global", via = "rng" }]
evidence = "source"

[[function]]
names = ["inhouse.shake"]
effects = [{ draws = "inhouse" }]
"""


def samerun(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "samerun", *args], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, SETTINGS, FILE)
    return tmp_path


def write(folder: Path, settings: str, file: str) -> None:
    (folder / "knowledge").mkdir(exist_ok=True)
    (folder / "main.py").write_text(SCRIPT, encoding="utf-8")
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    (folder / "knowledge/inhouse.toml").write_text(file, encoding="utf-8")


def codes(folder: Path) -> list[tuple[int, str]]:
    run = samerun("check", "--output-format", "json", "--select", "REP1,REP3", ".", cwd=folder)
    return sorted((row["location"]["row"], row["code"]) for row in json.loads(run.stdout))


def test_functions_classes_and_aliases_of_the_users_own_count(project: Path) -> None:
    found = codes(project)
    assert (6, "REP101") in found  # NumPy's stream: the user's start() seeds Python's only
    assert (8, "REP102") in found
    assert (11, "REP101") in found
    assert not [line for line, _ in found if line in (5, 7, 9)]


def test_a_row_that_seeds_more_silences_the_draws(project: Path) -> None:
    write(project, SETTINGS.replace('["python"]', '["python", "numpy-global", "inhouse"]'), FILE)
    assert codes(project) == [(8, "REP102")]


def test_switches_of_the_users_own_count(project: Path) -> None:
    (project / "main.py").write_text("import inhouse\n\ninhouse.exact = False\n", encoding="utf-8")
    assert codes(project) == [(3, "REP303")]


def test_loaders_of_the_users_own_count(project: Path) -> None:
    row = '[[tool.samerun.catalog.loader]]\nnames = ["inhouse.read"]\ntakes = ["path"]\nendings = [".yaml"]\n'
    write(project, SETTINGS + row, FILE)
    script = (
        'import random\n\nimport inhouse\n\nrandom.seed(inhouse.read("run.yaml")["seed"])\nprint(random.random())\n'
    )
    (project / "main.py").write_text(script, encoding="utf-8")
    (project / "run.yaml").write_text("seed: null\n", encoding="utf-8")
    assert [code for _, code in codes(project)] == ["REP104"]
    (project / "run.yaml").write_text("seed: 3\n", encoding="utf-8")
    assert codes(project) == []


def test_why_tells_whose_row_it_is(project: Path) -> None:
    (call,) = json.loads(samerun("why", "main.py:6", "--json", cwd=project).stdout)["calls"]
    assert (call["kind"], call["draws"], call["entries"][0]["streams"]) == (
        *("draws", ["numpy-global"]),
        {"numpy-global": "unseeded"},
    )
    assert call["row"] == {
        "name": "inhouse.jitter", "source": "https://docs.example.org/inhouse", "evidence": "source", "note": None,
        "benign": None,
    }  # fmt: skip
    (call,) = json.loads(samerun("why", "main.py:5", "--json", cwd=project).stdout)["calls"]
    assert (call["kind"], call["seeds"], call["row"]["source"]) == ("seeds", ["python"], "pyproject.toml")


def test_a_file_is_looked_for_beside_the_settings_that_name_it(project: Path) -> None:
    (project / "part").mkdir()
    (project / "main.py").rename(project / "part/main.py")
    (project / "part/samerun.toml").write_text('extend = "../pyproject.toml"\n', encoding="utf-8")
    assert (6, "REP101") in codes(project / "part")


def test_our_own_rows_stay_where_the_user_adds_some(project: Path) -> None:
    row = '[[tool.samerun.catalog.function]]\nnames = ["numpy.random.house"]\neffects = [{ draws = "numpy-global" }]\n'
    write(project, SETTINGS + row, FILE)
    (project / "main.py").write_text("import numpy as np\n\nprint(np.random.rand(3))\n", encoding="utf-8")
    call = json.loads(samerun("why", "main.py:3:7", "--json", cwd=project).stdout)["calls"][0]
    assert call["row"]["source"].startswith("https://numpy.org/")


IN_SETTINGS = [
    ('seeds = ["python"]', 'sees = ["python"]', '7: function "inhouse.start": unknown key "sees"', '"seeds"?'),
    ('from = "seed"', 'from = "sed"', '7: function "inhouse.start": "sed" is not among', 'did you mean "seed"?'),
    ('seeds = ["python"]', 'seeds = ["pyhton"]', '7: function "inhouse.start": unknown stream', '"python"?'),
    ('seeds = ["python"]', 'seeds = ["numpy"]', '7: function "inhouse.start": unknown stream', '"numpy-global"?'),
    (
        'seeds = ["python"]',
        'seeds = "python"',
        '7: function "inhouse.start": "effects[0].seeds" must be a list',
        "a string",
    ),
    ("{ seeds", '{ draws = "python", seeds', "exactly one verb", "draws, seeds"),
    ('names = ["inhouse.start"]\n', "", 'function number 1: "names" is missing', ""),
    ('["inhouse.start"]', '["start"]', 'function "start": "start" is no full name', '"mylib.start"'),
    ("methods.draws", "methods.drows", '15: class "inhouse.io.Loader": unknown key "drows"', '"draws"?'),
    ('"algorithms"', '"algorithm"', '21: switch "inhouse.exact": unknown role "algorithm"', ""),
    ("catalog.class", "catalog.clas", 'unknown key "clas" in the catalog', '"class"?'),
    ('"inhouse.old" = "inhouse"', '"inhouse.old" = 3', '"alias" must be a table of names', ""),
    ("switch]]\nrole", 'loader]]\nnames = ["inhouse.read"]\ntakes = ["name"]\nendings', "must be a list", "a string"),
    ("knowledge/inhouse.toml", "knowledge/outhouse.toml", "2: the catalog file", "can't be read"),
    ('["knowledge/inhouse.toml"]', "3", '2: "catalog.files" must be a list of paths', ""),
]


@pytest.mark.parametrize(("old", "new", "said", "hint"), IN_SETTINGS)
def test_a_bad_row_in_the_settings(project: Path, old: str, new: str, said: str, hint: str) -> None:
    write(project, SETTINGS.replace(old, new, 1), FILE)
    for command in (["check"], ["why", "main.py:5"]):
        run = samerun(*command, cwd=project)
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
        assert run.stderr.startswith("samerun: pyproject.toml:")
        assert said in run.stderr
        assert hint in run.stderr


IN_FILE = [
    ('via = "rng"', 'vai = "rng"', '7: function "inhouse.jitter": unknown key "vai"', 'did you mean "via"?'),
    ("evidence", "evidenc", '8: function "inhouse.jitter": unknown key "evidenc"', '"evidence"?'),
    ('draws = "inhouse"', 'draws = "torhc"', '12: function "inhouse.shake": unknown stream "torhc"', '"torch"?'),
    ("[[function]]", "[[functions]]", '4: unknown key "functions" in the catalog', '"function"?'),
    ('library = "inhouse"\n', "", '1: "library" is missing', ""),
    ("params = [", "params = ", "6: not valid TOML", ""),
]


@pytest.mark.parametrize(("old", "new", "said", "hint"), IN_FILE)
def test_a_bad_row_in_a_file(project: Path, old: str, new: str, said: str, hint: str) -> None:
    write(project, SETTINGS, FILE.replace(old, new, 1))
    run = samerun("check", cwd=project)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.startswith(f"samerun: knowledge/inhouse.toml:{said}")
    assert hint in run.stderr


def test_rows_on_the_command_line(project: Path) -> None:
    option = 'catalog.function = [{ names = ["inhouse.start"], efects = [] }]'
    run = samerun("check", "--config", option, cwd=project)
    assert run.stderr == (
        'samerun: --config: function "inhouse.start": unknown key "efects"; did you mean "effects"?\n'
    )


def test_the_example_of_the_documentation_is_true(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/catalog.md").read_text("utf-8")
    blocks = [dedent(block.partition("\n")[2]) for block in page.split("```")[1::2]]
    settings, file, script, said, why = blocks[:5]
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "inhouse.toml").write_text(file, encoding="utf-8")
    (tmp_path / "train.py").write_text(script, encoding="utf-8")
    run = samerun("check", "--output-format", "concise", "--select", "REP1", cwd=tmp_path)
    assert run.stdout.splitlines()[0] == said.splitlines()[1]
    assert samerun("why", "train.py:4", cwd=tmp_path).stdout.splitlines() == why.splitlines()[1:]
