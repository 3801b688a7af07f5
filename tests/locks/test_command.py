"""`samerun locks`: what it lists, where its paths start, what is staged, and how it exits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = '[project]\nname = "{name}"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = [{needs}]\n'
LOCK = (
    'version = 1\nrequires-python = ">=3.11"\n\n[manifest]\nmembers = ["a", "root"]\n\n'
    '[[package]]\nname = "a"\nversion = "0"\nsource = { virtual = "libs/a" }\n\n'
    '[[package]]\nname = "root"\nversion = "0"\nsource = { virtual = "." }\n'
)
KEYS = {"tool", "manifest", "lock", "verdict", "reasons"}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two members, of which `a` has a dependency that the lock hasn't."""
    root = PROJECT.format(name="root", needs="") + '\n[tool.uv.workspace]\nmembers = ["libs/*"]\n'
    member = PROJECT.format(name="a", needs='"torch"')
    return write(tmp_path, {"pyproject.toml": root, "libs/a/pyproject.toml": member, "uv.lock": LOCK})


def locks(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "samerun", "locks", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def found(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    status, out, err = locks(folder, "--output-format", "json", *arguments)
    assert err == ""
    return status, json.loads(out)


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def test_the_json_has_the_documented_shape(workspace: Path) -> None:
    status, (result,) = found(workspace)
    assert status == 1
    assert result.keys() == KEYS
    assert (result["tool"], result["manifest"], result["lock"], result["verdict"]) == (
        "uv",
        "pyproject.toml",
        "uv.lock",
        "stale",
    )
    (reason,) = result["reasons"]
    assert reason.keys() == {"message", "manifest_line", "lock_line"}
    assert "torch" in reason["message"]
    assert (reason["manifest_line"], reason["lock_line"]) == (5, 8)


def test_paths_are_relative_to_the_folder_that_was_asked_about(workspace: Path) -> None:
    assert found(workspace.parent, str(workspace))[1] == found(workspace)[1]
    _, (member,) = found(workspace, "libs/a")
    assert (member["manifest"], member["lock"]) == ("../../pyproject.toml", "../../uv.lock")
    _, (by_file,) = found(workspace, "libs/a/pyproject.toml")
    assert (by_file["manifest"], by_file["lock"]) == ("pyproject.toml", "uv.lock")


def test_all_of_a_repository_is_listed(workspace: Path) -> None:
    write(
        workspace,
        {
            "other/pyproject.toml": PROJECT.format(name="other", needs='"numpy"'),
            "req/base.in": "einops\n",
            "req/base.txt": "#    pip-compile base.in\neinops==0.8.0\n    # via -r base.in\n",
            "old/Pipfile.lock": "{",
        },
    )
    status, results = found(workspace)
    assert status == 1
    assert [(each["manifest"], each["lock"], each["verdict"]) for each in results] == [
        (None, "old/Pipfile.lock", "no-manifest"),
        ("other/pyproject.toml", None, "missing"),
        ("pyproject.toml", "uv.lock", "stale"),
        ("req/base.in", "req/base.txt", "fresh"),
    ]


def test_the_table_names_the_place_and_the_command(workspace: Path) -> None:
    status, out, _ = locks(workspace)
    assert status == 1
    assert re.search(r"^stale +uv +pyproject.toml +uv.lock$", out, re.MULTILINE)
    assert "libs/a/pyproject.toml:5, uv.lock:8" in out
    assert "refresh: uv lock" in out
    assert out.endswith("1 manifest or lock: 1 stale.\n")
    assert locks(workspace, "--exit-zero")[0] == 0


def test_unknown_is_said_with_what_settles_it_and_is_no_failure(tmp_path: Path) -> None:
    manifest = '[project]\nname = "a"\nversion = "0"\ndynamic = ["dependencies"]\nrequires-python = ">=3.11"\n'
    lock = (
        'version = 1\nrequires-python = ">=3.11"\n\n[[package]]\nname = "a"\nversion = "0"\n'
        'source = { editable = "." }\n'
    )
    backend = '\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    write(tmp_path, {"pyproject.toml": manifest + backend, "uv.lock": lock})
    status, out, _ = locks(tmp_path)
    assert status == 0
    assert "1 unknown." in out
    assert "Unknown: uv.lock; `uv lock --check` settles it." in out
    assert locks(tmp_path, "--quiet") == (0, "", "")


def test_missing_is_no_failure(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": PROJECT.format(name="a", needs='"torch"')})
    assert found(tmp_path)[0] == 0
    assert locks(tmp_path)[1].startswith("missing  uv  pyproject.toml  -\n")


def test_nothing_found(tmp_path: Path) -> None:
    assert found(tmp_path) == (0, [])
    assert locks(tmp_path)[:2] == (0, "No manifests or locks found.\n")


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    status, out, err = locks(tmp_path, "nothing")
    assert status == 2
    assert "nothing" in err
    assert out == "No manifests or locks found.\n"


def test_what_is_staged_is_judged_not_the_work_tree(workspace: Path) -> None:
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    manifest = workspace / "libs/a/pyproject.toml"
    manifest.write_text(PROJECT.format(name="a", needs=""))
    assert found(workspace)[1][0]["verdict"] == "fresh"
    assert found(workspace, "--staged")[1][0]["verdict"] == "stale"
    git(workspace, "add", ".")
    manifest.write_text("[project\n")
    assert found(workspace, "--staged")[1][0]["verdict"] == "fresh"
    assert found(workspace, "--staged", "libs/a/pyproject.toml")[1][0]["verdict"] == "fresh"
    git(workspace, "rm", "-q", "--cached", "uv.lock")
    assert found(workspace, "--staged")[1][0]["verdict"] == "missing"


def test_a_lock_that_a_merge_left_open_is_broken(workspace: Path) -> None:
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    git(workspace, "commit", "-qm", "a")
    git(workspace, "checkout", "-qb", "b")
    lock = workspace / "uv.lock"
    lock.write_text(LOCK.replace("version = 1\n", "version = 1\nrevision = 1\n"))
    git(workspace, "commit", "-qam", "b")
    git(workspace, "checkout", "-q", "-")
    lock.write_text(LOCK.replace("version = 1\n", "version = 1\nrevision = 2\n"))
    git(workspace, "commit", "-qam", "c")
    with pytest.raises(subprocess.CalledProcessError):
        git(workspace, "merge", "b")
    status, (result,) = found(workspace, "--staged")
    assert (status, result["verdict"]) == (1, "error")
    assert result["reasons"][0]["lock_line"] == 2


def test_staged_outside_of_a_repository_is_an_error(workspace: Path) -> None:
    status, _, err = locks(workspace, "--staged")
    assert status == 2
    assert "not in a git repository" in err


def test_the_hook_is_for_manifests_and_locks() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (hook,) = [each for each in hooks if each["id"] == "samerun-locks"]
    pattern = re.compile(hook["files"])
    for name in (
        *("pyproject.toml", "libs/a/pyproject.toml", "uv.lock", "train.py.lock", "pylock.gpu.toml", "Pipfile"),
        *("requirements.txt", "requirements-dev.txt", "requirements/ci.txt", "dev.in", "environment.yml"),
        *("conda-lock.yml", "conda-linux-64.lock", "pixi.toml", "Pipfile.lock", "setup.cfg"),
    ):
        assert pattern.search(name), name
    for name in ("train.py", "README.md", "notes.txt", "config.yaml", "data.json"):
        assert not pattern.search(name), name
