"""REP404 in real repositories: git makes the change set, and samerun says what of it changes an eval and its model."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from samerun.cli import run as cli
from samerun.settings.errors import SettingsError
from tests.checking import run

if TYPE_CHECKING:
    from pathlib import Path

NET = """\"\"\"A net.\"\"\"

import torch

WIDTH = 3


def loss(a, b):
    return a - b


class Net(torch.nn.Module):
    pass
"""
SCORE = "from models.net import Net\n\n\ndef score(xs):\n    return [Net()(x) for x in xs]\n"


class Repository:
    """A repository in a folder, with an eval, a model, and one commit on `main`."""

    def __init__(self, root: Path, *, commit: bool = True) -> None:
        self.root = root
        root.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.write("samerun.toml", 'select = ["REP404"]\n')
        self.write("evals/score.py", SCORE)
        self.write("models/net.py", NET)
        if commit:
            self.commit()

    def git(self, *words: str, cwd: Path | None = None) -> str:
        settings = ("user.name=Someone", "user.email=someone@example.org", "protocol.file.allow=always")
        options = [word for setting in settings for word in ("-c", setting)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", *options, *words]
        done = subprocess.run(
            command, cwd=cwd or self.root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, message: str = "Work") -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def found(self, base: str | None = "main", *, staged: bool = False) -> list[tuple[str, str]]:
        """Where REP404 stands, and its message."""
        result = run(self.root, diff_base=None if staged else base, staged=staged)
        assert result.errors == ()
        return [(finding.path[len(f"{self.root}/") :], finding.message) for finding in result.findings]

    def both(self, score: str = SCORE.replace("[", "list("), net: str = NET.replace("3", "4")) -> None:
        """Edit the eval and the model."""
        self.write("evals/score.py", score.replace("]", ")") if "list(" in score else score)
        self.write("models/net.py", net)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "project")


TOGETHER = "Eval `evals/score.py` and `models/net.py`, which it scores, change together"


def test_an_edit_of_both_in_commits_or_the_work_tree(repository: Repository) -> None:
    assert repository.found() == []
    repository.both()
    assert repository.found() == [("evals/score.py", f"{TOGETHER} since `main`")]
    repository.git("checkout", "-q", "-b", "topic")
    repository.commit()
    assert repository.found() == [("evals/score.py", f"{TOGETHER} since `main`")]
    assert repository.found("HEAD") == []


def test_one_side_alone_is_no_finding(repository: Repository) -> None:
    repository.write("models/net.py", NET.replace("3", "4"))
    assert repository.found() == []
    repository.git("checkout", "-q", ".")
    repository.write("evals/score.py", SCORE.replace("xs", "ys"))
    assert repository.found() == []


def test_the_merge_base_counts_not_what_main_did_since(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "topic")
    repository.write("evals/score.py", SCORE.replace("xs", "ys"))
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("models/net.py", NET.replace("3", "4"))
    repository.commit()
    repository.git("checkout", "-q", "topic")
    assert repository.found() == []
    repository.git("merge", "-q", "--no-edit", "main")
    assert repository.found() == []


@pytest.mark.parametrize(
    ("score", "net"),
    [
        (f"# A comment.\n{SCORE}", NET.replace("3", "4")),
        (SCORE.replace("(xs)", "(\n    xs,\n)"), NET.replace("3", "4")),
        (SCORE.replace("    return", '    """Says how good it is."""\n    return'), NET.replace("3", "4")),
        (SCORE.replace("xs", "ys"), NET.replace("A net", "The net")),
        (SCORE.replace("xs", "ys"), NET.replace("WIDTH = 3", "WIDTH  =  (3)  # narrow")),
    ],
    ids=["comment", "formatting", "docstring", "module docstring", "both"],
)
def test_what_is_no_code_does_not_count(score: str, net: str, repository: Repository) -> None:
    repository.both(score, net)
    assert repository.found() == []


def test_documentation_beside_the_code_does_not_count(repository: Repository) -> None:
    repository.write("evals/README.md", "How to read the score\n")
    repository.write("models/net.py", NET.replace("3", "4"))
    assert repository.found() == []


def test_a_renamed_package_and_the_imports_that_follow_are_a_move(repository: Repository) -> None:
    repository.git("mv", "models", "modeling")
    repository.write("evals/score.py", SCORE.replace("models", "modeling"))
    assert repository.found() == []
    assert repository.found(staged=True) == []
    repository.write("modeling/net.py", NET.replace("3", "4"))
    assert repository.found() == []
    repository.write("evals/score.py", SCORE.replace("models", "modeling").replace("xs", "ys"))
    repository.git("add", "-A")
    (place, message), *more = repository.found()
    assert (place, more) == ("evals/score.py", [])
    assert "`modeling/net.py`, which it scores" in message


def test_a_moved_function_is_a_move_and_an_edited_one_is_not(repository: Repository) -> None:
    moved = "def loss(a, b):\n    return a - b\n"
    without = NET.replace(f"{moved}\n\n", "")
    assert without != NET
    repository.write("models/losses.py", moved)
    repository.both(net=without.replace("import torch\n", "import torch\n\nfrom models.losses import loss\n"))
    assert repository.found() == []
    repository.write("models/losses.py", moved.replace("a - b", "b - a"))
    assert [place for place, _ in repository.found()] == ["evals/score.py"]


def test_a_deleted_eval_is_reported_at_the_model(repository: Repository) -> None:
    repository.write("evals/strict.py", "from models.net import Net\n\nLIMIT = 3\n")
    repository.commit()
    (repository.root / "evals/strict.py").unlink()
    repository.write("models/net.py", NET.replace("3", "4"))
    assert [place for place, _ in repository.found()] == ["models/net.py"]


def test_staged_alone_counts_for_staged(repository: Repository) -> None:
    repository.both()
    assert repository.found(staged=True) == []
    repository.git("add", "models")
    assert repository.found(staged=True) == []
    repository.git("add", "evals")
    repository.write("evals/score.py", "broken = (\n")
    assert repository.found(staged=True) == [("evals/score.py", f"{TOGETHER} in what is staged")]


def test_the_first_commit_changes_nothing(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "new", commit=False)
    repository.git("add", "-A")
    assert repository.found(staged=True) == []
    with pytest.raises(SettingsError, match=r'^--diff-base: "main" names no commit of this repository$'):
        repository.found()


def test_a_merge_brings_only_what_it_changes_itself(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "topic")
    repository.write("evals/score.py", SCORE.replace("xs", "ys"))
    repository.write("models/net.py", NET.replace("3", "4"))
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("other.py", "A = 1\n")
    repository.commit()
    repository.git("merge", "-q", "--no-commit", "topic")
    assert repository.found(staged=True) == []
    repository.write("evals/score.py", SCORE.replace("xs", "zs"))
    repository.write("models/net.py", NET.replace("3", "5"))
    repository.git("add", "-A")
    assert [place for place, _ in repository.found(staged=True)] == ["evals/score.py"]


def test_a_shallow_clone_says_what_is_missing(repository: Repository, tmp_path: Path) -> None:
    repository.write("other.py", "A = 1\n")
    repository.commit()
    repository.git("checkout", "-q", "-b", "topic")
    repository.both()
    repository.commit()
    repository.git("clone", "-q", "--depth=1", "--branch=topic", f"file://{repository.root}", str(tmp_path / "shallow"))
    clone = tmp_path / "shallow"
    help_ = "this clone is shallow: `git fetch --unshallow origin main` fetches what is missing"
    with pytest.raises(SettingsError) as caught:
        run(clone, diff_base="origin/main")
    assert str(caught.value).startswith(f'--diff-base: "origin/main" names no commit of this repository; {help_}')
    repository.git("fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main", cwd=clone)
    with pytest.raises(SettingsError) as caught:
        run(clone, diff_base="origin/main")
    assert f'the commit where HEAD and "origin/main" parted is missing here; {help_}' in str(caught.value)
    repository.git("fetch", "-q", "--unshallow", "origin", cwd=clone)
    assert [finding.code for finding in run(clone, diff_base="origin/main").findings] == ["REP404"]


def test_a_submodule_is_a_side(repository: Repository, tmp_path: Path) -> None:
    model = Repository(tmp_path / "model")
    repository.git("submodule", "add", "-q", str(model.root), "vendor/model")
    repository.write(
        "samerun.toml", 'select = ["REP404"]\n[boundaries]\neval = ["evals"]\nmodel = ["vendor/model/", "models"]\n'
    )
    repository.commit()
    inside = repository.root / "vendor/model"
    (inside / "models/net.py").write_text(NET.replace("3", "4"), encoding="utf-8")
    repository.write("evals/score.py", SCORE.replace("xs", "ys"))
    assert repository.found() == [], "the commit of the submodule is the same"
    repository.git("commit", "-q", "-a", "-m", "Wider", cwd=inside)
    expected = "Eval `evals/score.py` and `vendor/model`, which it scores, change together since `HEAD`"
    assert repository.found("HEAD") == [("evals/score.py", expected)]


def test_a_notebook_is_an_eval(repository: Repository) -> None:
    cell = '{"cells": [{"cell_type": "code", "execution_count": %d, "metadata": {}, "outputs": [], "source": ["%s"]}], '
    rest = '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'
    repository.write("evals/look.ipynb", cell % (1, "from models import net") + rest)
    repository.commit()
    repository.write("models/net.py", NET.replace("3", "4"))
    repository.write("evals/look.ipynb", cell % (2, "from models import net") + rest)
    assert repository.found() == [], "only the number of its execution differs"
    repository.write("evals/look.ipynb", cell % (2, "from models.net import Net") + rest)
    assert [place for place, _ in repository.found()] == ["evals/look.ipynb"]


def test_the_command_line_asks(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository.root)
    repository.both()
    assert cli(["check", "-q"]) == 0
    assert cli(["check", "-q", "--output-format", "concise", "--diff-base", "main"]) == 1
    assert f"evals/score.py:4:1: REP404 {TOGETHER} since `main`\n" in capsys.readouterr().out
    assert cli(["check", "-q", "--diff-base", "nothing"]) == 2
    assert '--diff-base: "nothing" names no commit of this repository' in capsys.readouterr().err
    assert cli(["check", "-q", "--staged", "--fix"]) == 2
    assert cli(["check", "-q", "--staged"]) == 0
    repository.git("add", "-A")
    assert cli(["check", "-q", "--staged"]) == 1


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="is in no git repository"):
        run(tmp_path, diff_base="main")
