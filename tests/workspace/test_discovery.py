"""Which files are found: on real folders, with real git, beside the real ruff."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from samerun.workspace import ignores
from samerun.workspace.discovery import Discovery, DiscoveryOptions, FileTree, context_files, discover, project_root

RUFF = shutil.which("ruff", path=str(Path(sys.executable).parent))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder in which every path given to `make` is a file."""
    return tmp_path


def make(root: Path, *paths: str, text: str = "x = 1\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def git(root: Path, *arguments: str) -> None:
    identity = [
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@t",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "protocol.file.allow=always",
    ]
    subprocess.run(["git", *identity, "-C", root, *arguments], check=True, capture_output=True)


def options(root: Path, **more: object) -> DiscoveryOptions:
    return DiscoveryOptions(base=root.as_posix(), **more)  # type: ignore[arg-type]


def found(root: Path, *paths: Path, **more: object) -> list[str]:
    return shown(root, discover([str(path) for path in paths or (root,)], options(root, **more)).targets)


def shown(root: Path, paths: tuple[str, ...]) -> list[str]:
    return [Path(path).relative_to(root).as_posix() for path in paths]


def context(root: Path, of: str = "", **more: object) -> list[str]:
    return shown(root, context_files((root / of).as_posix(), options(root, **more)))


def test_python_and_notebooks_only(tree: Path) -> None:
    make(tree, "a.py", "b.ipynb", "c.pyi", "d.txt", "sub/e.py", "x.PY", "venv/f.py", ".venv/g.py", "build/h.py")
    make(tree, "script", text="#!/usr/bin/env python\n")
    assert found(tree) == ["a.py", "b.ipynb", "build/h.py", "sub/e.py"]
    assert found(tree, tree / "script", tree / "d.txt") == ["d.txt", "script"]


@pytest.mark.parametrize("with_git", [True, False])
@pytest.mark.parametrize("git_works", [True, False])
def test_ignored_files(tree: Path, monkeypatch: pytest.MonkeyPatch, with_git: bool, git_works: bool) -> None:
    make(tree, "a.py", "data/b.py", "sub/c.py", "sub/gen_d.py", "sub/deep/keep/gen_e.py", "sub/data/f.py", "g_[.py")
    make(tree, ".gitignore", text="/data/\ngen_*.py\n[\n*.tmp.py\r\n")
    make(tree, "x.tmp.py")
    make(tree, "sub/deep/.gitignore", text="!gen_e.py\n")
    if with_git:
        git(tree, "init", "-q")
        monkeypatch.setenv("GIT_DIR", "/nowhere")  # as inside a hook
    else:
        make(tree, "samerun.toml", text="")
    if not git_works:
        monkeypatch.setattr(ignores, "_listed_by_git", lambda top: None)
    expected = ["a.py", "g_[.py", "sub/c.py", "sub/data/f.py", "sub/deep/keep/gen_e.py"]
    assert found(tree) == expected
    assert context(tree) == expected
    assert found(tree, tree / "sub") == expected[2:]
    assert found(tree, tree / "data") == ["data/b.py"]
    assert found(tree, tree / "sub" / "gen_d.py") == ["sub/gen_d.py"]
    assert "data/b.py" in found(tree, respect_gitignore=False)


def test_git_knows_what_is_tracked(tree: Path) -> None:
    make(tree, "kept.py", "deleted.py", "new é\n.py")
    git(tree, "init", "-q")
    git(tree, "add", "kept.py", "deleted.py")
    make(tree, ".gitignore", text="kept.py\nout.py\n")
    make(tree, "out.py", "excluded.py")
    make(tree, ".git/info/exclude", text="excluded.py\n")
    (tree / "deleted.py").unlink()
    assert found(tree) == ["kept.py", "new é\n.py"]


def test_reading_a_repository_runs_nothing_of_it(tree: Path) -> None:
    make(tree, "a.py")
    git(tree, "init", "-q")
    make(tree, "evil", text=f"#!/bin/sh\ntouch {tree}/ran\n")
    (tree / "evil").chmod(0o755)
    git(tree, "config", "core.fsmonitor", str(tree / "evil"))
    assert found(tree) == ["a.py"]
    assert not (tree / "ran").exists()


def test_one_call_of_git_a_repository(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tree, "a.py", "sub/b.py", "lib/c.py")
    git(tree, "init", "-q")
    git(tree / "lib", "init", "-q")
    calls: list[str] = []
    real = ignores._listed_by_git
    monkeypatch.setattr(ignores, "_listed_by_git", lambda top: (calls.append(top), real(top))[1])
    files = FileTree(options(tree))
    assert shown(tree, files.discover([str(tree), str(tree / "sub"), str(tree / "a.py")]).targets) == [
        "a.py",
        "lib/c.py",
        "sub/b.py",
    ]
    assert shown(tree, files.context_files(tree.as_posix())) == ["a.py", "sub/b.py"]
    assert calls == [tree.as_posix(), (tree / "lib").as_posix()]


def test_repositories_inside(tree: Path) -> None:
    for name in ("outer", "inner.js"):
        make(tree, f"{name}/a.py")
        git(tree / name, "init", "-q")
        git(tree / name, "add", "a.py")
        git(tree / name, "commit", "-qm", "x")
    outer = tree / "outer"
    git(outer, "submodule", "add", "-q", str(tree / "inner.js"), "third/inner.js")
    make(outer, "cloned/b.py", "ignored/c.py")
    git(outer / "cloned", "init", "-q")
    git(outer / "ignored", "init", "-q")
    make(outer, ".gitignore", text="ignored/\n")
    assert found(outer) == ["a.py", "cloned/b.py", "third/inner.js/a.py"]
    assert context(outer) == ["a.py"]
    assert context(outer, "third/inner.js") == ["third/inner.js/a.py"]


def test_exclude_patterns(tree: Path) -> None:
    make(tree, "a.py", "x_pb2.py", "data/b.py", "sub/data/c.py", "sub/dir/d.py", "sub/dir2/e.py", "other/sub/dir/f.py")
    patterns = ("data", "*_pb2.py", "sub/dir/**")
    assert found(tree, exclude=patterns) == ["a.py", "other/sub/dir/f.py", "sub/dir2/e.py"]
    assert found(tree, tree / "data", tree / "x_pb2.py", exclude=patterns) == ["data/b.py", "x_pb2.py"]
    assert found(tree, extend_exclude=("sub/dir",), exclude=("o*r",)) == [
        "a.py",
        "data/b.py",
        "sub/data/c.py",
        "sub/dir2/e.py",
        "x_pb2.py",
    ]


def test_force_exclude(tree: Path) -> None:
    make(tree, "a.py", "data/sub/b.py")
    asked = [str(tree / "data" / "sub" / "b.py"), str(tree / "data" / "sub"), str(tree / "a.py")]
    result = discover(asked, options(tree, exclude=("data",), force_exclude=True))
    assert shown(tree, result.targets) == ["a.py"]
    reason = 'excluded by the pattern "data"'
    assert result.skipped == ((asked[1], reason), (asked[0], reason))


def test_options_of_each_folder(tree: Path) -> None:
    make(tree, "a.py", "x.py", "sub/a.py", "sub/x.py")
    inner = options(tree / "sub", exclude=("a.py",))
    outer = options(tree, exclude=("x.py",))
    result = discover([str(tree)], lambda folder: inner if folder.endswith("/sub") else outer)
    assert shown(tree, result.targets) == ["a.py", "sub/x.py"]


@pytest.mark.skipif(RUFF is None, reason="needs ruff")
@pytest.mark.parametrize(
    "arguments", [["."], ["sub"], ["data"], ["sub/dir", "data/b.py"], ["node_modules", "a.py", "a.py"]]
)
@pytest.mark.parametrize("force", [True, False])
def test_the_same_files_as_ruff(tree: Path, arguments: list[str], force: bool) -> None:
    make(
        tree, "a.py", "data/b.py", "sub/data/c.py", "sub/dir/d.py", "sub/dir/x/e.py", "node_modules/f.py", "g/h.tmp.py"
    )
    make(tree, "site-packages/i.py", "build/j.py", "ignored/k.py", "sub/n.py")
    make(tree, "l.ipynb", text='{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    git(tree, "init", "-q")
    make(tree, ".gitignore", text="ignored\n")
    patterns = ("data", "*.tmp.py", "sub/dir/**", "sub/[m-n].py", "{q,r}")
    config = [f"--config=extend-exclude={list(patterns)}", *(["--force-exclude"] if force else [])]
    command = [str(RUFF), "check", "--isolated", "--show-files", *config, *arguments]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True)
    theirs = sorted(shown(tree, tuple(done.stdout.split())))
    assert found(tree, *(tree / each for each in arguments), extend_exclude=patterns, force_exclude=force) == theirs


def test_links(tree: Path) -> None:
    make(tree, "real/a.py", "real/b.py")
    (tree / "real" / "loop").symlink_to("..")
    (tree / "real" / "self").symlink_to("self")
    (tree / "real" / "to_a.py").symlink_to("a.py")
    (tree / "real" / "gone.py").symlink_to("nowhere.py")
    (tree / "real" / "text").symlink_to("../readme")
    (tree / "link").symlink_to("real")
    make(tree, "outside.py")
    result = discover([str(tree / "real")], options(tree))
    assert shown(tree, result.targets) == ["real/a.py", "real/b.py"]
    assert {Path(path).name: reason for path, reason in result.skipped} == {
        "loop": "a symbolic link to a folder, which is not followed",
        "self": "a symbolic link that goes round in a circle",
        "to_a.py": f'the same file as "{tree}/real/a.py"',
        "gone.py": "a broken symbolic link",
    }
    assert found(tree, tree / "link") == ["link/a.py", "link/b.py"]
    assert found(tree, tree / "link", tree / "real") == ["real/a.py", "real/b.py"]
    assert found(tree, tree / "real" / "to_a.py") == ["real/to_a.py"]
    assert found(tree) == ["outside.py", "real/a.py", "real/b.py"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_unreadable_folders(tree: Path) -> None:
    make(tree, "a.py", "shut/b.py")
    (tree / "shut").chmod(0)
    result = discover([str(tree)], options(tree))
    (tree / "shut").chmod(0o755)
    assert result.skipped == ((f"{tree}/shut", "the folder can't be read: permission denied"),)


def test_a_folder_that_cannot_be_listed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tree, "a.py", "shut/b.py")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = discover([str(tree)], options(tree))
    assert shown(tree, result.targets) == ["a.py"]
    assert result.skipped == ((f"{tree}/shut", "the folder can't be read: permission denied"),)


def test_what_does_not_exist_is_an_error(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tree, "a.py")
    monkeypatch.chdir(tree)
    assert discover(["none.py", "a.py"], options(tree)) == Discovery(
        targets=(f"{tree}/a.py",), roots={f"{tree}/a.py": str(tree)}, errors=('the path "none.py" does not exist',)
    )


PROJECT = "[build-system]\nrequires = []\n"
TOOLS = "[tool.ruff]\nline-length = 9\n"


def test_project_roots(tree: Path) -> None:
    make(tree, "a.py", "one/b.py", "one/tests/c.py", "one/two/d.py", "three/e.py", "three/four/f.py", "five/src/g.py")
    make(tree, "one/pyproject.toml", text=PROJECT)
    make(tree, "one/tests/pyproject.toml", "three/pyproject.toml", text=TOOLS)
    make(tree, "one/two/samerun.toml", text="")
    make(tree, "five/pyproject.toml", text=f"{TOOLS}\n[tool.samerun]\n")
    roots = {"a.py": ".", "one/b.py": "one", "one/tests/c.py": "one", "one/two/d.py": "one/two", "three/e.py": "three",
             "three/four/f.py": "three", "five/src/g.py": "five"}  # fmt: skip
    result = discover([str(tree)], options(tree))
    of_code = {path: root for path, root in result.roots.items() if path.endswith(".py")}
    assert {str(Path(p).relative_to(tree)): str(Path(r).relative_to(tree)) for p, r in of_code.items()} == roots
    for root in set(roots.values()):
        assert context(tree, root) == sorted(path for path, its in roots.items() if its == root)
    for path, root in roots.items():
        assert project_root(str(tree / path)) == (tree / root).as_posix()
        alone = discover([str(tree / path)], options(tree))
        assert list(alone.roots.values()) == [(tree / root).as_posix()]


def test_tools_in_a_repository_are_no_project(tree: Path) -> None:
    make(tree, "a.py", "tests/b.py")
    make(tree, "tests/pyproject.toml", text=TOOLS)
    git(tree, "init", "-q")
    assert project_root(str(tree / "tests" / "b.py")) == tree.as_posix()
    assert context(tree) == ["a.py", "tests/b.py"]


def test_no_project_at_all(tree: Path) -> None:
    make(tree, "a.py", "pkg/b.py", "pkg/sub/c.py", "src/lib/d.py", "papers/old/e.py")
    result = discover([str(tree), str(tree / "pkg" / "b.py")], options(tree))
    assert set(result.roots.values()) == {tree.as_posix()}
    alone = discover([str(tree / "a.py")], options(tree))
    assert list(alone.roots.values()) == [tree.as_posix()]
    assert context(tree) == ["a.py", "pkg/b.py", "pkg/sub/c.py", "src/lib/d.py"]
