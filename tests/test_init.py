"""`samerun init` on small projects: it only adds, what it adds is valid, and a second run adds nothing."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

from samerun.settings.finder import SettingsFinder
from samerun.settings.overrides import Overrides

PYPROJECT = '[project]\nname   = "demo"  # spaces stay\n\n[tool.black]\nline-length=88\n'
HOOKS = """\
# ours
repos:
- repo: https://example.org/black
  rev: "1"
  hooks:
  - id: black   # quick

ci:
  skip: [black]
"""
MODEL = "import torch\n\nNET = torch.nn.Linear(3, 1)\n"


def _init(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "samerun", "init", *options]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def _project(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    subprocess.run(["git", "init", "-q", "-b", "trunk", "."], cwd=root, check=True)


def _texts(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {".git", ".samerun_cache"} & set(path.relative_to(root).parts)
    }


def test_it_adds_to_what_is_there_and_a_second_run_adds_nothing(tmp_path: Path) -> None:
    _project(
        tmp_path,
        {
            "pyproject.toml": PYPROJECT,
            ".pre-commit-config.yaml": HOOKS,
            "evals/run.py": "print(1)\n",
            "models/net.py": MODEL,
            "train.py": "from models import net\nprint(net.NET)\n",
        },
    )
    run = _init(tmp_path, "--yes")
    assert run.returncode == 0, run.stderr
    changed = [line for line in run.stdout.splitlines() if line.startswith("-") and not line.startswith("---")]
    assert changed == []
    written = (tmp_path / "pyproject.toml").read_text("utf-8")
    assert written.startswith(PYPROJECT)
    own = tomllib.loads(written)["tool"]["samerun"]
    assert own == {"boundaries": {"eval": ["evals/"], "model": ["models/"]}}
    assert "# Frameworks: torch.\n" in written
    assert "# Runs start in: train.py.\n# 1 other script draws no random number.\n" in written
    SettingsFinder(Overrides(cwd=tmp_path.as_posix())).for_folder(tmp_path.as_posix())
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [each["hooks"][0]["id"] for each in hooks["repos"]] == ["black", "samerun"]
    assert hooks["ci"] == {"skip": ["black"]}
    workflow = tmp_path / ".github" / "workflows" / "samerun.yml"
    valid = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(workflow)]
    assert subprocess.run(valid, check=False, capture_output=True).returncode == 0
    page = (Path(__file__).parents[1] / "docs" / "ci.md").read_text("utf-8")
    assert f"```yaml\n{workflow.read_text('utf-8').replace('[trunk]', '[main]')}```" in page
    before = _texts(tmp_path)
    again = _init(tmp_path, "--yes")
    assert (again.returncode, again.stdout) == (0, "")
    assert "nothing to write" in again.stderr
    assert _texts(tmp_path) == before


def test_a_boundary_that_is_crossed_today_is_a_comment(tmp_path: Path) -> None:
    files = {"evals/run.py": "from models import net\nprint(net.NET)\n", "models/net.py": MODEL}
    _project(tmp_path, files)
    run = _init(tmp_path, "--yes", "--no-pre-commit", "--no-workflow")
    assert run.returncode == 0, run.stderr
    assert sorted(_texts(tmp_path)) == ["evals/run.py", "models/net.py", "samerun.toml"]
    text = (tmp_path / "samerun.toml").read_text("utf-8")
    assert tomllib.loads(text) == {}
    uncommented = (
        text.replace("# [boundaries]", "[boundaries]").replace("# eval =", "eval =").replace("# model =", "model =")
    )
    assert tomllib.loads(uncommented)["boundaries"] == {"eval": ["evals/"], "model": ["models/"]}


def test_of_a_repository_with_several_projects_what_belongs_together_is_named(tmp_path: Path) -> None:
    net = "import torch\n\n\ndef net():\n    return torch.nn.Linear(3, 1)\n"
    _project(
        tmp_path,
        {
            "core/__init__.py": "",
            "core/eval/run.py": "print(1)\n",
            "core/models/net.py": net,
            "core/tasks/one/utils/__init__.py": "",
            "examples/show.py": MODEL + "print(NET)\n",
            "extensions/models/net.py": net,
            "libs/helper/pyproject.toml": '[project]\nname = "helper"\n',
            "libs/helper/helper.py": "import random\nprint(random.random())\n",
            "tools/deep/draw.py": "import random\nprint(random.random())\n",
            "train.py": "import random\nprint(random.random())\n",
        },
    )
    assert _init(tmp_path, "--yes").returncode == 0
    text = (tmp_path / "samerun.toml").read_text("utf-8")
    assert "# Packages: core.\n" in text
    assert "# Projects of their own, under these settings too: libs/helper.\n" in text
    assert "# Runs start in: train.py, tools/deep/draw.py, examples/show.py.\n" in text
    assert tomllib.loads(text) == {"boundaries": {"eval": ["core/eval/"], "model": ["core/models/"]}}


def test_without_git_it_says_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("print(1)\n")
    run = _init(tmp_path, "--yes")
    assert (run.returncode, [*_texts(tmp_path)]) == (0, ["samerun.toml", "train.py"])
    assert "no git repository" in run.stderr


def test_nothing_is_written_unasked(tmp_path: Path) -> None:
    _project(tmp_path, {"train.py": "print(1)\n"})
    before = _texts(tmp_path)
    assert _init(tmp_path, "--diff").returncode == 1
    unasked = _init(tmp_path)
    assert unasked.returncode == 2
    assert "--yes" in unasked.stderr
    assert "+++ samerun.toml" in unasked.stdout
    assert _texts(tmp_path) == before
