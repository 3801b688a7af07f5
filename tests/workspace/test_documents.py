"""Documents in a run: which are found, whose lock speaks for them, and what their ignore comments silence."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from samerun.engine import check
from samerun.run import Request
from samerun.settings.overrides import Overrides
from samerun.workspace.discovery import DiscoveryOptions, FileTree
from samerun.workspace.documents import is_document, is_lock
from tests.checking import places_in, run

PROJECT = '[project]\nname = "{name}"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = ["torch"]\n'
LOCK = (
    'version = 1\nrequires-python = ">=3.11"\n\n[manifest]\nmembers = ["a", "root"]\n\n'
    '[[package]]\nname = "a"\nversion = "0"\nsource = { virtual = "libs/a" }\n\n'
    '[[package]]\nname = "root"\nversion = "0"\nsource = { virtual = "." }\n'
    'dependencies = [{ name = "torch" }]\n\n[package.metadata]\nrequires-dist = [{ name = "torch" }]\n\n'
    '[[package]]\nname = "torch"\nversion = "2.5"\nsource = { registry = "https://index.example.org/simple" }\n'
)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def workspace(folder: Path) -> Path:
    root = PROJECT.format(name="root") + '\n[tool.uv.workspace]\nmembers = ["libs/*"]\n'
    return write(folder, {"pyproject.toml": root, "libs/a/pyproject.toml": PROJECT.format(name="a"), "uv.lock": LOCK})


@pytest.mark.parametrize(
    "name",
    [
        *("pyproject.toml", "uv.lock", "train.py.lock", "Pipfile", "Pipfile.lock", "pylock.cuda.toml", "pixi.toml"),
        *("requirements.txt", "requirements-dev.txt", "dev-requirements.txt", "requirements/dev.txt", "setup.in"),
        *("environment.yml", "environment-gpu.yaml", "conda-lock.yml", "gpu.conda-lock.yml", "conda-linux-64.lock"),
        *("Dockerfile", "Dockerfile.gpu", "gpu.Dockerfile", "Containerfile", "docker-compose.yml", "compose.gpu.yaml"),
        *(".github/workflows/ci.yml", ".devcontainer/devcontainer.json", "Makefile", "tools.mk", "run.sh"),
    ],
)
def test_a_document_is_known_by_its_name(name: str) -> None:
    assert is_document(f"/project/{name}")


@pytest.mark.parametrize(
    "name", ["train.py", "a.ipynb", "notes.txt", "config.yaml", "MANIFEST.in", "data.json", "my.toml"]
)
def test_other_files_are_none(name: str) -> None:
    assert not is_document(f"/project/{name}")
    assert not is_lock(name)


def test_a_member_alone_is_judged_by_the_workspace_s_lock(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    whole = places_in(folder)
    assert [str(place) for place in whole] == ["libs/a/pyproject.toml:5 REP501"]
    assert places_in(folder, "libs/a/pyproject.toml") == whole
    assert places_in(folder, "libs") == whole
    assert not places_in(folder, "pyproject.toml")


def test_a_nested_repository_has_locks_of_its_own(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    for path in (folder, folder / "libs/a"):
        subprocess.run(["git", "init", "-q", str(path)], check=True)
    tree = FileTree(DiscoveryOptions(base=folder.as_posix()))
    assert tree.documents_root((folder / "libs/a").as_posix()) == (folder / "libs/a").as_posix()
    assert [Path(path).name for path in tree.documents(folder.as_posix())] == ["pyproject.toml", "uv.lock"]


def test_a_lock_that_git_ignores_is_read_all_the_same(tmp_path: Path) -> None:
    folder = write(workspace(tmp_path), {".gitignore": "*.lock\n"})
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    assert [str(place) for place in places_in(folder)] == ["libs/a/pyproject.toml:5 REP501"]


def test_an_excluded_project_is_judged_when_it_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, {"samerun.toml": 'extend-exclude = ["old"]\n', "requirements.txt": "torch==2.5.1\n"})
    workspace(folder / "old")
    assert not places_in(folder)
    assert [str(place) for place in places_in(folder, "old/libs/a/pyproject.toml")] == [
        "old/libs/a/pyproject.toml:5 REP501"
    ]


def test_code_alone_has_no_document_read(tmp_path: Path) -> None:
    folder = write(workspace(tmp_path), {"train.py": "x = 1\n"})
    result = run(folder, "train.py")
    assert result.files_read == 1
    assert not result.findings


def test_a_script_is_judged_by_the_lock_beside_it(tmp_path: Path) -> None:
    script = '# /// script\n# requires-python = ">=3.11"\n# dependencies = ["torch>=2.4"]\n# ///\nprint()\n'
    lock = (
        'version = 1\nrequires-python = ">=3.11"\n\n[manifest]\nrequirements = [{ name = "torch" }]\n\n'
        '[[package]]\nname = "torch"\nversion = "2.5"\nsource = { registry = "https://index.example.org/simple" }\n'
    )
    folder = write(tmp_path, {"train.py": script, "train.py.lock": lock})
    expected = ["train.py:3 REP501"]
    assert [str(place) for place in places_in(folder)] == expected
    assert [str(place) for place in places_in(folder, "train.py")] == expected
    (folder / "train.py").write_text(script.replace('4"]', '4"]  # samerun: ignore[REP501] -- on purpose'))
    result = run(folder)
    assert (result.findings, len(result.silenced)) == ((), 1)


def test_a_document_on_standard_input_stands_for_the_file(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    text = (folder / "libs/a/pyproject.toml").read_bytes()
    request = Request(
        stdin=text, stdin_filename="libs/a/pyproject.toml", overrides=Overrides(cwd=folder.as_posix()), cache=False
    )
    assert [finding.code for finding in check(request).findings] == ["REP501"]
    fresh = Request(
        stdin=text.replace(b'"torch"', b""),
        stdin_filename="libs/a/pyproject.toml",
        overrides=Overrides(cwd=folder.as_posix()),
        cache=False,
    )
    assert not check(fresh).findings


@pytest.mark.parametrize(
    ("written", "silent"),
    [
        ("dependencies = ['torch']  # noqa: REP501", True),
        ("dependencies = ['torch']  # noqa: REP502", False),
        ("dependencies = ['torch']  # samerun: ignore[REP501] -- why", True),
        ("# samerun: ignore[stale-lock] -- why\ndependencies = ['torch']", True),
        ("# noqa: REP501\ndependencies = ['torch']", True),
        ("# samerun: ignore[missing-lock] -- why\ndependencies = ['torch']", False),
        ("# samerun: ignore[REP501] -- why\n# and more\ndependencies = ['torch']", True),
        ("# samerun: ignore[REP501] -- why\n\ndependencies = ['torch']", False),
    ],
)
def test_comments_silence_where_they_stand(written: str, silent: bool, tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    path = folder / "libs/a/pyproject.toml"
    path.write_text(path.read_text().replace('dependencies = ["torch"]', written))
    codes = {finding.code for finding in run(folder).findings}
    assert ("REP501" not in codes) == silent
    assert not silent or not codes


def test_a_document_that_cannot_be_read_does_not_stop_the_run(tmp_path: Path) -> None:
    folder = write(tmp_path, {"train.py": "import torch\ntorch.manual_seed(3)\n", "requirements.txt": ""})
    (folder / "pyproject.toml").write_bytes(b'[project]\nname = "\xff"\n')
    (folder / "poetry.lock").symlink_to("poetry.lock")
    (folder / "uv.lock").write_bytes(b"\0\0")
    (folder / "Dockerfile").write_bytes(b"FROM \xff\xfe\n")
    overrides = Overrides(cwd=folder.as_posix(), isolated=True)
    found = check(Request(paths=(folder.as_posix(),), overrides=overrides, cache=False)).findings
    codes = [(Path(finding.path).name, finding.code) for finding in found]
    assert ("train.py", "REP201") in codes
    assert ("pyproject.toml", "REP503") in codes
