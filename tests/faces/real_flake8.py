"""The real flake8, of the version of the test extra or another, with our plugin as pyproject.toml registers it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FORMAT = "%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"


class Violation(NamedTuple):
    """One line of flake8's; `file` is relative, columns count from 1."""

    file: str
    row: int
    column: int
    code: str
    message: str


class Flake8(NamedTuple):
    """A flake8 to run; `folders` come first on Python's path."""

    folders: tuple[Path, ...]

    def violations(self, folder: Path, *arguments: str, stdin: str | None = None) -> list[Violation]:
        """What it says of REP in `folder`, in its order."""
        out = self.run(folder, "--select", "REP", "--format", FORMAT, *arguments, stdin=stdin)
        found = []
        for line in out.stdout.splitlines():
            path, row, column, code, text = line.split("\t")
            found.append(Violation(path.removeprefix("./"), int(row), int(column), code, text))
        assert out.returncode == bool(found), out.stderr
        return found

    def run(self, folder: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, self.folders))}
        return subprocess.run(
            [sys.executable, "-m", "flake8", *arguments],
            cwd=folder,
            env=environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def version(self, folder: Path) -> str:
        return self.run(folder, "--version").stdout


def register(folder: Path) -> Path:
    """A folder for Python's path by which samerun is installed, with the entry points of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    meta = folder / "samerun-0.dist-info"
    meta.mkdir(parents=True)
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: samerun\nVersion: 0\n")
    groups = project["entry-points"].items()
    lines = [f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in each.items()) for group, each in groups]
    (meta / "entry_points.txt").write_text("\n".join(lines))
    return folder


def install_older(folder: Path) -> Path:
    """A folder for Python's path that holds flake8 6, installed by pip: that needs the package index."""
    pip = [sys.executable, "-m", "pip"] if _has_pip() else ["uv", "pip"]
    packages = ("flake8==6.1.0", "pycodestyle==2.11.1", "pyflakes==3.1.0", "mccabe==0.7.0")
    command = [*pip, "install", "-q", "--no-deps", "--target", str(folder), *packages]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert re.match(r"6\.1\.", (next(folder.glob("flake8-*.dist-info")).name.removeprefix("flake8-")))
    return folder


def _has_pip() -> bool:
    return subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
