"""`--add-noqa` and `--add-ignore`, beside the real ruff's on the same lines, and on files of ours."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from samerun.rules.finding import Finding
from samerun.suppressions.adding import comments_for
from samerun.workspace.sources import source_from_text
from samerun.workspace.spans import Span
from tests.report.results import notebook_bytes

if TYPE_CHECKING:
    from pathlib import Path

WHAT = "per-file-ignores matches no file"
LINES = '''import os
import sys, re  # keep
import json  # noqa: E501
import csv  # noqa: XYZ1,E501
import abc  # type: ignore
x = """
{}
""".format(undef)
y = undef2 + \\
  undef3
def f():
    z = undef5; w = (
       undef4)
    return undef7\t \x20
import a1  # ruff: ignore[E501]
'''


def ruff(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select=F", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False).stdout


def samerun(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "samerun", "check", "--isolated", "--no-cache", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_the_text_is_ruffs(tmp_path: Path) -> None:
    for form, option, ours in (("noqa", "--add-noqa", "# noqa"), ("ignore", "--add-ignore", "# ruff: ignore")):
        (tmp_path / "a.py").write_text(LINES)
        rows = json.loads(ruff(tmp_path, "--output-format=json", "a.py"))
        assert len(rows) > 10
        ruff(tmp_path, option, "a.py")
        source = source_from_text(tmp_path / "b.py", LINES.replace("# ruff:", "# samerun:").encode())
        findings = []
        for row in rows:
            starts = source_from_text(tmp_path / "a.py", LINES.encode()).lines
            column = row["location"]["column"] - 1
            at = source.lines.starts[row["location"]["row"] - 1] + column
            assert starts.line_text(row["location"]["row"])
            findings.append(Finding(row["code"], "", "error", source.path, Span(at, at + 1), Span(at, at + 1)))
        data = source.data
        for edit in reversed(comments_for(source, findings, form, "", {})):  # type: ignore[arg-type]
            data = data[: edit.span.start] + edit.content.encode() + data[edit.span.end :]
        theirs = (tmp_path / "a.py").read_text()
        assert ours in theirs
        assert data.decode().replace("# samerun:", "# ruff:") == theirs


def test_what_follows_the_codes_stays_and_the_reason_is_added(tmp_path: Path) -> None:
    train = tmp_path / "train.py"
    train.write_text(
        "import torch\r\ntorch.manual_seed(5)  # noqa: E501 why # more\r\ntorch.manual_seed(6)\r\n", newline=""
    )
    run = samerun(tmp_path, "--add-noqa=of the paper", "train.py")
    assert (run.stdout, run.stderr, run.returncode) == ("", "Added 2 noqa directives.\n", 0)
    assert train.read_bytes().decode() == (
        "import torch\r\ntorch.manual_seed(5)  # noqa: E501, REP201 why # more\r\n"
        "torch.manual_seed(6)  # noqa: REP201 of the paper\r\n"
    )
    assert samerun(tmp_path, "train.py").stdout == "All checks passed, 2 suppressed; 1 file read.\n"
    assert samerun(tmp_path, "--add-noqa", "train.py").stderr == ""
    assert samerun(tmp_path, "--ignore-noqa", "--output-format=concise", "train.py").stdout.count("REP201") == 2


def test_a_notebook_gets_comments_in_its_cells(tmp_path: Path) -> None:
    book = tmp_path / "book.ipynb"
    book.write_bytes(notebook_bytes("import torch\ntorch.manual_seed(5)", "torch.manual_seed(6)\nprint(1)"))
    run = samerun(tmp_path, "--add-ignore=of the paper", ".")
    assert (run.stderr, run.returncode) == ("Added 2 ignore comments.\n", 0)
    cells = ["".join(cell["source"]) for cell in json.loads(book.read_text())["cells"]]
    comment = "  # samerun: ignore[REP201] -- of the paper"
    assert cells == [f"import torch\ntorch.manual_seed(5){comment}", f"torch.manual_seed(6){comment}\nprint(1)"]
    assert samerun(tmp_path, ".").returncode == 0


def test_what_has_no_place_for_a_comment_gets_none(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("x = (1\n")
    run = samerun(tmp_path, "--add-noqa", ".")
    assert (run.stderr, run.returncode) == ("", 0)
    assert (tmp_path / "broken.py").read_text() == "x = (1\n"


def test_options_that_do_not_go_together_and_paths_that_are_no_reasons(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import torch\ntorch.manual_seed(5)\n")
    for other in ("--fix", "--diff", "--add-ignore"):
        run = samerun(tmp_path, "--add-noqa", other, "a.py")
        assert run.returncode == 2
        assert f"can't be used with {other}" in run.stderr
    assert "line breaks" in samerun(tmp_path, "--add-noqa=a\nb", "a.py").stderr
    assert samerun(tmp_path, "--add-noqa", "a.py").returncode == 0
    assert (tmp_path / "a.py").read_text().endswith("(5)  # noqa: REP201\n")


def test_entries_of_per_file_ignores_that_match_nothing(tmp_path: Path) -> None:
    from tests.checking import run

    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/a.py").write_text("import torch\n\ntorch.manual_seed(5)\n")
    entries = {"pkg/*.py": "REP201", "gone/*.py": "REP201", "!pkg/**": "REP3", "samerun.toml": "REP1"}
    text = "[per-file-ignores]\n" + "".join(f'"{pattern}" = ["{code}"]\n' for pattern, code in entries.items())
    (tmp_path / "samerun.toml").write_text(text)
    assert [(each.code, each.span.start, each.message) for each in run(tmp_path).findings] == [
        ("REP002", text.index(f'"{pattern}"'), f'Unused suppression: the pattern "{pattern}" of {WHAT}')
        for pattern in ("gone/*.py", "!pkg/**")
    ]
    assert run(tmp_path, "pkg").findings == ()
    assert run(tmp_path, "pkg/a.py").findings == ()
    assert run(tmp_path, ignore=("REP002",)).findings == ()
    assert run(tmp_path, per_file_ignores={"x.py": ("REP201",)}).findings[0].code == "REP201"
