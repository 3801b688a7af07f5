"""The wheel, installed away from the checkout, does the main job: the catalog's tables are inside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.fixture_marks import Place, read_marks

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, status: int = 0) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_the_installed_wheel_checks_the_quickstart(tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path / "dist", ROOT, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("samerun-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    tables = {path.name for path in (ROOT / "src/samerun/catalog/tables").glob("*.toml")}
    assert tables
    assert {f"samerun/catalog/tables/{name}" for name in tables} <= packed
    assert {"samerun/py.typed", "samerun/settings.schema.json"} <= packed
    assert not [name for name in packed if name.startswith(("tests/", "fixtures/", "docs/"))]

    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(python, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    where = run(python, "-c", "import samerun; print(samerun.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(tmp_path / "venv")

    project = shutil.copytree(ROOT / "fixtures/quickstart", tmp_path / "quickstart")
    output = run(python, "-m", "samerun", "check", "--output-format", "json", ".", cwd=project, status=1)
    found = set()
    for each in json.loads(output):
        name = Path(each["filename"]).relative_to(project).as_posix()
        found.add(Place(name, each["cell"] or 0, each["location"]["row"], each["code"]))
    assert found == set(read_marks(project))
