"""A run killed while it fixes leaves every file either old or new, and nothing that a later run would read.

The default run kills four times; `pytest -m slow tests/edits/test_killed.py` fifty times.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from samerun import engine
from samerun.edits.write import SUFFIX
from samerun.run import Request
from samerun.settings.overrides import Overrides

if TYPE_CHECKING:
    from pathlib import Path

FILES = 150
FILLER = "x = 1\n" * 40
OLD = f"import random\n\nrandom.seed(42)\n{FILLER}".encode()
NEW = f"import random\n\nSEED = 42\n\nrandom.seed(SEED)\n{FILLER}".encode()
COMMAND = [sys.executable, "-m", "samerun", "check", "--isolated", "--no-cache", "--fix-only", "-q", "."]

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


def write_project(folder: Path) -> list[Path]:
    files = [folder / f"file_{number:03}.py" for number in range(FILES)]
    for file in files:
        file.write_bytes(OLD)
    return files


def kill_once(folder: Path, chance: random.Random, took: float, *, while_writing: bool) -> int:
    """Kill a run: at any moment of it, or after its first file is written. How many files were new by then."""
    files = write_project(folder)
    with subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        if while_writing:
            while process.poll() is None and files[0].read_bytes() == OLD:
                time.sleep(0.0005)
            time.sleep(chance.random() * 0.05)
        else:
            time.sleep(chance.random() * took)
        process.send_signal(signal.SIGKILL)
    contents = [file.read_bytes() for file in files]
    assert set(contents) <= {OLD, NEW}
    left = {path for path in folder.iterdir() if path not in files}
    assert len(left) <= 1
    assert all(path.name.endswith(SUFFIX) for path in left)
    listed = engine.files(Request(paths=(str(folder),), overrides=Overrides(isolated=True, cwd=str(folder))))
    assert listed == [file.as_posix() for file in files]
    for path in left:
        path.unlink()
    return contents.count(NEW)


def kill_often(folder: Path, times: int) -> None:
    chance = random.Random(7)
    files = write_project(folder)
    started = time.perf_counter()
    subprocess.run(COMMAND, cwd=folder, check=True)
    took = time.perf_counter() - started
    assert {file.read_bytes() for file in files} == {NEW}
    new = [kill_once(folder, chance, took, while_writing=number % 3 > 0) for number in range(times)]
    assert any(0 < count < FILES for count in new), f"no kill hit a run that was writing: {new}"


def test_killed_runs_leave_whole_files(tmp_path: Path) -> None:
    kill_often(tmp_path, 4)


@pytest.mark.slow
def test_fifty_killed_runs_leave_whole_files(tmp_path: Path) -> None:
    kill_often(tmp_path, 50)
