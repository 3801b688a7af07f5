"""Unused ignore comments: what REP002's fix leaves is what RUF100's leaves, and Ruff leaves our comments alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from samerun.edits.splice import spliced
from tests.checking import run_text

if TYPE_CHECKING:
    from pathlib import Path

UNUSED = (
    "x = 1  # noqa: REP201\n",
    "x = 1  # noqa: REP201 reason here\n",
    "x = 1  # noqa: REP201 # keep\n",
    "x = 1  # keep # noqa: REP201\n",
    "x = 1  # keep # noqa: REP201 why\n",
    "x = 1  # noqa:REP201,REP302 why\n",
    "# noqa: REP201\nx = 1\n",
    "x = 1\n    # noqa: REP201\ny = 2\n",
    "# a # noqa: REP201\n",
    "# noqa: REP201 # b\n",
    "x = 1  # noqa: REP201",
    "x = 1 # é # noqa: REP201\r\ny = 2\r\n",
    "# samerun: noqa: REP201\nx = 1\n",
    "x = 1  # samerun: ignore[REP201]\n",
    "x = 1  # samerun: ignore[REP201] why # keep\n",
    "x = 1  # samerun: ignore[REP201, REP302] why\n",
    "# samerun: disable[REP201]\nx = 1\n# samerun: enable[REP201]\ny = 2\n",
    "# samerun: disable[REP201]\nx = 1\n",
    "# samerun: file-ignore[REP201]\nx = 1\n",
    "x = 1  # samerun: ignore[REP201]\n# samerun: ignore[REP302]\ny = 2\n",
    "SEED  # samerun: ignore[REP201, {used}]\n",
    "SEED  # samerun: ignore[{used}, REP201] -- why\n",
    "SEED  # noqa: REP201, {used} why\n",
)


def mended(text: str) -> str:
    """The text after the fixes of REP002, safe and unsafe."""
    result = run_text(text, select=("REP",))
    edits = sorted(
        {edit for each in result.findings if each.code == "REP002" and each.fix for edit in each.fix.edits},
        key=lambda edit: edit.span,
    )
    return spliced(text.encode(), edits).decode()


def mended_by_ruff(text: str) -> str:
    text = text.replace("samerun", "ruff").replace("REP201", "F401").replace("REP302", "F841")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select=F,RUF100", "--fix"]
    command += ["--unsafe-fixes", "--exit-zero", "-q", "--stdin-filename=train.py", "-"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout.decode()
    return done.replace("ruff", "samerun").replace("F401", "REP201").replace("F841", "REP302")


@pytest.mark.parametrize("text", UNUSED)
def test_the_fix_leaves_what_ruff_s_leaves(text: str) -> None:
    ours = text.replace("SEED", "import torch;torch.backends.cudnn.benchmark = True").format(used="REP302")
    theirs = text.replace("SEED", "undefined").format(used="F821")
    assert mended(ours) != ours
    left = mended(ours).replace("import torch;torch.backends.cudnn.benchmark = True", "undefined")
    if "{used}" in text:
        left = left.replace("REP302", "F821")
    assert left == mended_by_ruff(theirs)


def test_what_is_used_or_not_ours_to_judge_stays() -> None:
    for text in (
        "import torch\n\ntorch.manual_seed(5)  # noqa: REP201\n",
        "x = 1  # noqa: E501, F401\n",
        "x = 1  # noqa\n",
        "# flake8: noqa\nx = 1\n",
        "# ruff: noqa: REP201\nx = 1\n",
        "x = 1  # noqa: REP201, REP002\n",
        "x = 1  # samerun: ignore[REP201, REP002] -- kept for the example\n",
        "# samerun: this file is not about noqa: REP201\n",
    ):
        assert mended(text) == text, text
        assert [each.code for each in run_text(text, select=("REP",)).findings if each.code == "REP002"] == []


def test_a_rule_that_is_off_is_not_judged() -> None:
    assert run_text("x = 1  # noqa: REP201\n", ignore=("REP201",)).findings == ()
    assert run_text("x = 1  # noqa: REP110\n").findings == ()


def test_a_removal_beside_other_comments_is_unsafe() -> None:
    alone, beside = (run_text(f"x = 1  # noqa: REP201{more}\n").findings[0] for more in ("", " # more"))
    assert alone.fix is not None
    assert beside.fix is not None
    assert (alone.fix.applicability, beside.fix.applicability) == ("safe", "unsafe")


def test_a_silenced_finding_never_moves_to_another_line() -> None:
    program = (
        "import torch\n\n\ndef draw():\n    return torch.rand(3){0}\n\n\ndef main():\n    print(draw()){1}\n"
        "    print(draw()){2}\n\n\nif __name__ == '__main__':\n    main(){3}\n"
    )
    (found,) = run_text(program.format("", "", "", "")).findings
    assert found.code == "REP101"
    silent = run_text(program.format("  # noqa: REP101", "", "", ""))
    assert (silent.findings, silent.suppressed) == ((), 1)
    for place in (1, 2, 3):
        marks = ["", "", "", ""]
        marks[place] = "  # noqa: REP101"
        assert {each.code for each in run_text(program.format(*marks)).findings} == {"REP101", "REP002"}


def test_ruff_leaves_our_comments_alone_when_told_that_they_are_ours(tmp_path: Path) -> None:
    text = (
        "import torch  # noqa: F401, REP999\n\ntorch.manual_seed(5)  # noqa: REP201\n"
        "torch.manual_seed(6)  # samerun: ignore[REP201] -- why\n# samerun: disable[REP302]\n"
        "x = 1  # noqa: REP101 why\n"
        "# samerun: enable[REP302]\n# samerun: noqa: REP303\n"
    )
    (tmp_path / "a.py").write_text(text)
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--preview", "--output-format=json"]
    chosen = [*command, "--select=RUF100,RUF101,RUF102,RUF103,RUF104"]
    told = [*chosen, "--config", 'lint.external = ["REP"]', "--fix", "a.py"]
    done = subprocess.run(told, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    rows = json.loads(done.stdout)
    assert [row for row in rows if re.search(r"REP|samerun", row["message"])] == []
    assert "REP" in (tmp_path / "a.py").read_text()
    assert re.sub("F401, ", "", text) == (tmp_path / "a.py").read_text()
    untold = subprocess.run([*chosen, "a.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert any("REP" in row["message"] for row in json.loads(untold.stdout))
