"""Small projects in git, as people have them, and the command line run in them."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from samerun import cli
from tests.report.real_ruff import ruff

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TRAIN = """\
import numpy as np
import torch


def batches(count):
    order = np.random.permutation(count)
    return [order[start : start + 8] for start in range(0, count, 8)]


def evaluate(model, data):
    noise = torch.rand(len(data), 1)
    return (model(data) + noise).mean()


def main():
    rng = np.random.default_rng()
    weights = rng.normal(size=8)
    for batch in batches(64):
        print(weights.sum(), batch)
    torch.backends.cudnn.benchmark = True
    print(evaluate(lambda data: data, torch.zeros(8, 1)))


if __name__ == "__main__":
    main()
"""
SPLIT = """\
from sklearn.model_selection import train_test_split


def split(table, labels):
    return train_test_split(table, labels, test_size=0.2, random_state=42)
"""


class Answer(NamedTuple):
    """What a command line of samerun said."""

    status: int
    out: str
    err: str

    @property
    def reported(self) -> list[str]:
        """`path:row: CODE` of each finding of a concise report."""
        return [f"{path}: {code}" for path, code in re.findall(r"(?m)^(\S+?:\d+):\d+: (REP\d+)", self.out)]


class Project:
    """A git repository in an empty folder, which is the working folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.git("init", "-q")

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "work")

    def write(self, **files: str) -> None:
        """Files by their module's name; two underscores stand for a slash."""
        for name, text in files.items():
            path = self.folder / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def format(self, name: str, width: int = 60) -> None:
        """The real ruff format, with other lines than before."""
        assert "1 file reformatted" in ruff(self.folder, "format", "--line-length", str(width), name)

    def samerun(self, *arguments: str) -> Answer:
        self._capsys.readouterr()
        status = cli.run(arguments)
        return Answer(status, *self._capsys.readouterr())

    def check(self, *arguments: str) -> Answer:
        return self.samerun("check", "--no-cache", "--output-format", "concise", *arguments)
