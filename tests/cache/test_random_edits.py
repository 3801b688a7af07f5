"""After any row of edits the cache answers as a run from scratch does."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from samerun.engine import check
from samerun.run import Request
from samerun.settings.errors import SettingsError
from samerun.settings.overrides import Overrides

if TYPE_CHECKING:
    from random import Random

FIXTURES = Path(__file__).parents[2] / "fixtures"
PROJECTS = sorted(path for path in FIXTURES.glob("REP[1234]*/*") if len(list(path.rglob("*.py"))) > 1)


SETTINGS = ("", "include-tests = true\n", 'ignore = ["REP1"]\n', 'entry-points = ["train.py"]\n', 'src = ["lib"]\n')
KINDS = ("out", "in", "again", "other", "last", "imports", "value", "config", "settings", "moved")


def _edit(folder: Path, rng: Random) -> None:
    """Change one file: lines, imports, values; or a configuration file, the settings, or a file's name."""
    kind = rng.choice(KINDS)
    files = sorted(folder.rglob("*.py"))
    path = rng.choice(files)
    if kind == "config":
        path = rng.choice(sorted(each for each in folder.rglob("*.*") if each.suffix in (".yaml", ".txt")) or files)
    lines = path.read_text("utf-8").splitlines(keepends=True) or ["\n"]
    at = rng.randrange(len(lines))
    if kind in ("out", "config"):
        del lines[at]
    elif kind == "in":
        lines.insert(at, "# one more\n")
    elif kind == "again":
        lines.append(lines[at].lstrip())
    elif kind == "other":
        lines = rng.choice(files).read_text("utf-8").splitlines(keepends=True)
    elif kind == "last":
        lines.append("# the end\n")
    elif kind == "imports":
        stems = [each.stem for each in files]
        lines.insert(0, rng.choice(["import random\n", f"from {rng.choice(stems)} import *\n", "import numpy as np\n"]))
    elif kind == "value":
        lines = [line.replace("0", "1") if number == at else line for number, line in enumerate(lines)]
    elif kind == "settings":
        (folder / "samerun.toml").write_text(rng.choice(SETTINGS), "utf-8")
        return
    else:
        path.rename(path.with_stem(f"{path.stem}_{rng.randrange(3)}"))
        return
    path.write_text("".join(lines), "utf-8")


@pytest.mark.parametrize("seed", range(10))
def test_the_cache_answers_as_a_run_from_scratch(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    project = rng.choice(PROJECTS)
    folder = shutil.copytree(project, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__"))
    values = {"select": ("ALL",), "preview": True, "cache-dir": str(tmp_path / "cache")}
    request = Request(paths=(str(folder),), overrides=Overrides(values=values, cwd=str(folder)), jobs=1)
    for _ in range(5):
        _edit(folder, rng)
        assert _said(replace(request, cache=True)) == _said(request), project


def _said(request: Request) -> object:
    try:
        result = check(request)
    except SettingsError as error:  # a boundary may name a file that has another name now
        return str(error)
    return result.findings, result.silenced, sorted(result.skipped)
