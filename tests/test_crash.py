"""Code that nobody wrote for us as crash input: CPython's own tests, and every installed package."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest

STDLIB = Path(sysconfig.get_path("stdlib"))
INSTALLED = Path(sysconfig.get_path("purelib"))


def check(folder: Path) -> tuple[list[dict[str, object]], str]:
    """`samerun check` on a folder in a process of its own: its findings as JSON, and standard error."""
    command = [sys.executable, "-m", "samerun", "check", "--isolated", "--no-cache", "--output-format", "json"]
    run = subprocess.run(
        [*command, folder.name],
        cwd=folder.parent,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    errors = run.stderr.decode("utf-8", "replace")
    assert "Traceback" not in errors, errors[-4000:]
    assert run.returncode in (0, 1), errors[-4000:]
    findings = json.loads(run.stdout)
    assert (run.returncode == 1) >= any(finding["code"] == "REP201" for finding in findings)
    return findings, errors


def python_files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.py")}


def refused_by_python(path: Path) -> bool:
    """Whether this Python's own compiler refuses the file's text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, UnicodeError, RecursionError, MemoryError):
        return True
    return False


def copy_sources(source: Path, target: Path) -> Path:
    """The Python files of a folder, away from the ignore files and settings of where it stands."""

    def others(folder: str, names: list[str]) -> list[str]:
        return [
            name for name in names if name == "__pycache__" or not (name.endswith(".py") or Path(folder, name).is_dir())
        ]

    return shutil.copytree(source, target, ignore=others, symlinks=True, ignore_dangling_symlinks=True)


@pytest.mark.parametrize("part", ["test", "."], ids=["Lib/test", "Lib"])
def test_cpython_s_own_sources(part: str, tmp_path: Path) -> None:
    if part == "test" and not (STDLIB / "test" / "test_grammar.py").exists():
        part = "."  # some distributions leave the tests out; then the library is read twice
    folder = copy_sources_of_library(tmp_path / "Lib") if part == "." else copy_sources(STDLIB / part, tmp_path / "t")
    findings, _ = check(folder)
    files = python_files(folder)
    assert len(files) > 300
    refused = {
        Path(str(finding["filename"])).relative_to(folder).as_posix()
        for finding in findings
        if finding["code"] is None or finding["code"] in ("REP001", "REP004", "invalid-syntax")
    }
    assert {name for name in files if refused_by_python(folder / name)} <= refused


def copy_sources_of_library(target: Path) -> Path:
    target.mkdir()
    for entry in sorted(STDLIB.iterdir()):
        if entry.name in ("test", "site-packages", "dist-packages", "__pycache__", "lib-dynload"):
            continue
        if entry.is_dir():
            copy_sources(entry, target / entry.name)
        elif entry.suffix == ".py":
            shutil.copy(entry, target / entry.name)
    return target


def test_every_installed_package(tmp_path: Path) -> None:
    folder = copy_sources(INSTALLED, tmp_path / "packages")
    findings, _ = check(folder)
    assert len(python_files(folder)) > 300
    names = {Path(str(finding["filename"])).relative_to(folder).as_posix() for finding in findings}
    assert names <= python_files(folder)
