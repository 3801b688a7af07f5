"""`samerun fix` from the outside: what it writes, says and refuses."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TRAIN = """\
import numpy as np


def main():
    print(np.random.rand())


if __name__ == "__main__":
    main()
"""
FIXED = """\
import numpy as np

SEED = 0


def main():
    np.random.seed(SEED)
    print(np.random.rand())


if __name__ == "__main__":
    main()
"""
SUMMARY = """\
train.py
  NumPy's global stream: seeded by `np.random.seed(SEED)`, train.py:7

"""


def samerun(folder: Path, *options: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "samerun", "fix", "--no-cache", *options]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout, run.stderr


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train.py").write_text(TRAIN)
    return tmp_path


def test_it_seeds_the_run_and_says_so(folder: Path) -> None:
    status, out, err = samerun(folder)
    assert (status, err) == (0, "")
    assert out == SUMMARY + "Found 1 finding (1 fixed, 0 remaining); 1 file read.\n"
    assert (folder / "train.py").read_text() == FIXED


def test_a_second_run_changes_nothing(folder: Path) -> None:
    samerun(folder)
    assert samerun(folder) == (0, SUMMARY + "All checks passed; 1 file read.\n", "")
    assert (folder / "train.py").read_text() == FIXED


def test_diff_writes_nothing(folder: Path) -> None:
    status, out, err = samerun(folder, "--diff")
    assert status == 1
    assert out.startswith("--- train.py\n+++ train.py\n")
    assert err == SUMMARY + "Would fix 1 finding.\n"
    assert (folder / "train.py").read_text() == TRAIN


def test_a_dirty_tree_is_refused(folder: Path) -> None:
    git(folder, "init")
    status, out, err = samerun(folder)
    assert (status, out) == (2, "")
    assert err.endswith("has uncommitted changes; commit or stash them, or use --allow-dirty or --diff\n")
    assert (folder / "train.py").read_text() == TRAIN
    assert samerun(folder, "--diff")[0] == 1
    git(folder, "add", ".")
    git(folder, "commit", "-m", "one")
    assert samerun(folder)[0] == 0
    assert (folder / "train.py").read_text() == FIXED
    assert samerun(folder)[0] == 2
    assert samerun(folder, "--allow-dirty")[0] == 0


def test_without_unsafe_fixes_nothing_is_drawn_otherwise(folder: Path) -> None:
    status, out, _ = samerun(folder, "--no-unsafe-fixes")
    assert status == 1
    assert "NumPy's global stream: not seeded, train.py:5\n" in out
    assert (folder / "train.py").read_text() == TRAIN


LATE = """\
import random

import numpy as np


def main(seed=3):
    rows = [random.random() for _ in range(4)]
    random.seed(seed)
    print(rows, np.random.rand(2))


if __name__ == "__main__":
    main()
"""


def test_what_is_seeded_anew_stands_by_the_seeding_that_moves(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(LATE)
    status, _, _ = samerun(tmp_path)
    assert status == 0
    seeded = "    random.seed(seed)\n"
    late, early = seeded, f"{seeded}    np.random.seed(seed)\n"
    rows = "    rows = [random.random() for _ in range(4)]\n"
    assert (tmp_path / "train.py").read_text() == LATE.replace(rows + late, early + rows)
