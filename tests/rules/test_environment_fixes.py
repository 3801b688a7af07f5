"""Fixes of installs and images: only where the answer is in the repository, and the result is not reported again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def fixed(code: str, case: str, folder: Path) -> Path:
    shutil.copytree(ROOT / "fixtures" / code / case, folder, dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "samerun", "check", "--select", code, "--fix", "--unsafe-fixes", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return folder


def test_installs_get_the_option_or_the_version_that_the_lock_has(tmp_path: Path) -> None:
    folder = fixed("REP504", "jobs", tmp_path)
    workflow = (folder / ".github/workflows/ci.yml").read_text()
    assert "run: uv sync --locked --all-extras  # expect" in workflow
    assert "install ruff torch 'numpy>=2'  #" in workflow, "one of the names can't be pinned, so none is"
    assert "pip install --no-cache-dir torch==2.5.1  #" in (folder / "docker/Dockerfile").read_text()
    assert "@uv sync --locked  #" in (folder / "Makefile").read_text()
    assert "run: uv lock --upgrade" in workflow
    assert "!pip install -q torch  #" in (folder / "notebooks/explore.ipynb").read_text()


def test_an_image_gets_the_digest_that_another_file_has(tmp_path: Path) -> None:
    folder = fixed("REP505", "images", tmp_path)
    text = (folder / "docker/train.Dockerfile").read_text().splitlines()
    assert text[0].startswith("FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04@sha256:9a1ef2")
    assert text[1] == "FROM registry.example.org:5000/acme/train:7  # expect: REP505"
