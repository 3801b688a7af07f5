"""What a cheap question must not load: a process that starts for nothing pays for nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from samerun.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

# Runs one command line of samerun and prints which modules that loaded, after samerun's own output.
RUNNER = """
import json, sys
before = set(sys.modules)
from samerun.cli import main
sys.argv = ["samerun", *sys.argv[1:]]
try:
    code = main()
except SystemExit as stop:
    code = stop.code
print("\\n" + json.dumps({"code": code or 0, "modules": sorted(set(sys.modules) - before)}))
"""
CLEAN = "import torch\n\nSEED = 7\ntorch.manual_seed(SEED)\nprint(torch.rand(3))\n"


def loaded(folder: Path, *arguments: str) -> tuple[int, set[str], str]:
    """Exit status, loaded modules, and output of one command line."""
    run = subprocess.run(
        [sys.executable, "-c", RUNNER, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    output, _, last = run.stdout.rstrip("\n").rpartition("\n")
    answer = json.loads(last)
    return answer["code"], {name.partition(".")[0] for name in answer["modules"]}, output


def test_version_loads_neither_trees_nor_settings(tmp_path: Path) -> None:
    code, modules, output = loaded(tmp_path, "version")
    assert code == 0
    assert "samerun" in modules
    assert output.strip()
    assert modules & {"libcst", "astroid", "tomlkit", "yaml", "rich", "msgspec", "click"} <= {"click", "msgspec"}


@pytest.mark.parametrize("extra", [(), ("--no-cache",)], ids=["cache", "no-cache"])
def test_a_clean_file_needs_no_tree(tmp_path: Path, extra: tuple[str, ...]) -> None:
    (tmp_path / "train.py").write_text(CLEAN)
    code, modules, _ = loaded(tmp_path, "check", *extra, "train.py")
    assert code == 0
    assert "samerun" in modules
    assert modules & {"libcst", "astroid", "tomlkit", "yaml", "rich"} == set()


def test_the_runner_sees_libcst_where_a_finding_needs_it(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(CLEAN.replace("(SEED)", "(7)"))
    code, modules, _ = loaded(tmp_path, "check", "--no-cache", "train.py")
    assert code == 1
    assert "libcst" in modules


ASKED = {
    "check": ["."],
    "fix": ["--diff", "."],
    "graph": ["."],
    "init": ["--diff"],
    "rule": ["REP101"],
    "why": ["train.py:4"],
}


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"lsp"}))
def test_only_the_language_server_loads_its_libraries(command: str, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(CLEAN)
    code, modules, _ = loaded(tmp_path, command, *ASKED.get(command, ()))
    assert code in (0, 1) or command == "baseline"  # which wants a command of its own
    assert modules & {"pygls", "lsprotocol", "cattrs", "asyncio"} == set()


def test_the_language_server_names_the_extra_that_it_lacks(tmp_path: Path) -> None:
    without = "import sys; sys.modules['pygls'] = None; from samerun.cli import main; main(['lsp'])"
    run = subprocess.run([sys.executable, "-c", without], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == 'samerun: the language server needs more packages: pip install "samerun[lsp]"\n'


def test_the_code_it_reads_is_never_imported(tmp_path: Path) -> None:
    for name in ("json", "click", "msgspec", "torch"):
        (tmp_path / f"{name}.py").write_text("import pathlib\npathlib.Path('executed').write_text(__name__)\n")
    run = subprocess.run(
        [sys.executable, "-m", "samerun", "check", "--no-cache", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (tmp_path / "executed").exists()
    assert (run.returncode, run.stderr) == (0, "")
