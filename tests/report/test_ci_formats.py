"""Reports for CI, beside the real ruff's where it has the format: its findings go through our report."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from samerun.report.formats import github, gitlab, junit, markdown, sarif
from samerun.report.step_summary import append
from samerun.workspace.sources import source_from_text
from tests.report.real_ruff import ruff
from tests.report.results import CWD, finding, fix, notebook, source, view
from tests.report.ruffs_findings import view_of

if TYPE_CHECKING:
    from pathlib import Path

    from samerun.report.view import View

TEXT = 'import os\nx = undefined1, "é%&<\\"", undefined2\nif x == None: pass\ny = [\n    undefined3(\n    ),\n]\n'


@pytest.fixture
def ours(tmp_path: Path) -> View:
    file = tmp_path / "a,b.py"
    file.write_text(TEXT, encoding="utf-8")
    rows = json.loads(ruff(tmp_path, "check", "--select=F,E", "--output-format=json", "."))
    assert len(rows) >= 5
    return view_of(source_from_text(file, file.read_bytes()), rows, tmp_path.as_posix())


def theirs(folder: Path, name: str) -> str:
    return ruff(folder, "check", "--select=F,E", f"--output-format={name}", ".")


def test_github_annotations_are_ruffs(ours: View, tmp_path: Path) -> None:
    text = "".join(github.render(ours))
    real = theirs(tmp_path, "github").replace("title=ruff", "title=samerun")
    assert text.splitlines() == real.replace("a,b.py,line", "a%2Cb.py,line").splitlines()
    assert "a%2Cb.py,line" in text


def test_gitlab_rows_are_ruffs_but_for_the_fingerprint(
    ours: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI_PROJECT_DIR", tmp_path.parent.as_posix())
    rows, real = json.loads("".join(gitlab.render(ours))), json.loads(theirs(tmp_path, "gitlab"))
    assert len({row.pop("fingerprint") for row in rows}) == len(rows)
    assert len({row.pop("fingerprint") for row in real}) == len(rows)
    assert rows == real
    assert rows[0]["location"]["path"].startswith(f"{tmp_path.name}/")


def test_gitlab_fingerprints_stay_when_lines_move() -> None:
    prints = []
    for text in ("s(42)\n", "\n\n# more\ns(42)\n"):
        train = source("train.py", text)
        (row,) = json.loads("".join(gitlab.render(view([train], [finding(train, "42", key="seed=42")]))))
        prints.append((row["fingerprint"], row["location"]["positions"]["begin"]["line"]))
    assert prints[0][0] == prints[1][0]
    assert [line for _, line in prints] == [1, 4]


def test_junit_is_ruffs(ours: View, tmp_path: Path) -> None:
    text = "".join(junit.render(ours))
    real = theirs(tmp_path, "junit").replace("org.ruff", "org.samerun").replace('name="ruff"', 'name="samerun"')
    assert text.splitlines() == real.splitlines()


def test_junit_of_a_clean_run_is_ruffs(tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_text("")
    real = ruff(tmp_path, "check", "--output-format=junit", ".").replace("ruff", "samerun")
    assert "".join(junit.render(view([], []))).splitlines() == real.splitlines()


def test_junit_has_an_error_where_the_run_is_incomplete_and_stays_xml() -> None:
    train = source("train.py", "s(42)\n")
    bad = finding(train, "42", message='a \x00 \ufffe <b> & "c" \x1b[0m')
    root = ElementTree.fromstring("".join(junit.render(view([train], [bad], result={"errors": ("x < y",)}))))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("2", "1", "1")
    (failure,), (error,) = root.iter("failure"), root.iter("error")
    assert failure.get("message") == 'a \ufffd \ufffd <b> & "c" \ufffd[0m'
    assert error.text == "x < y"


def test_sarif_regions_messages_and_fixes_are_ruffs(ours: View, tmp_path: Path) -> None:
    def rows(log: dict[str, Any]) -> list[Any]:
        found = []
        for row in log["runs"][0]["results"]:
            (place,) = row["locations"]
            changes = [change for fix in row.get("fixes", ()) for change in fix["artifactChanges"]]
            edits = [edit for change in changes for edit in change["replacements"]]
            physical = place["physicalLocation"]["region"]
            found.append((row["ruleId"], row["level"], row["message"], physical, edits))
        return found

    log = json.loads("".join(sarif.render(ours)))
    real = json.loads(theirs(tmp_path, "sarif"))
    assert rows(log) == rows(real)
    assert any(edits for *_, edits in rows(log))
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri == {"uri": "a%2Cb.py", "uriBaseId": "%SRCROOT%"}


@pytest.mark.parametrize(("level", "command"), [("error", "error"), ("warning", "warning"), ("note", "notice")])
def test_levels_are_github_s(level: str, command: str) -> None:
    train = source("train.py", "s(42)\n")
    text = "".join(github.render(view([train], [finding(train, "42", level=level, help="50% of\nit")])))
    assert text.startswith(f"::{command} title=samerun (REP201),file={CWD}/train.py,line=1,col=3,endLine=1")
    assert text.endswith("REP201 Seed `42` is a bare literal%0A  help: 50%25 of%0Ait\n")


def test_notebooks_stand_on_the_lines_of_their_json() -> None:
    book = notebook("b.ipynb", "# markdown", "import torch\ntorch.manual_seed(42)")
    one = view([book], [finding(book, "42")])
    assert "line=1,endLine=1::b.ipynb:cell 2:2:19: REP201" in "".join(github.render(one))
    (row,) = json.loads("".join(gitlab.render(one)))
    assert row["location"]["positions"]["begin"] == {"line": 1, "column": 1}
    assert "cell 2, line 2, col 19, Seed" in "".join(junit.render(one))


def test_markdown_is_a_table_in_which_nothing_is_markup_by_accident() -> None:
    train = source("a|b.py", "s(42)\n")
    odd = finding(train, "42", message="Seed `4|2` is *bare* <b>", help="Name it_now_", fix=fix(train, "42", "SEED"))
    text = "".join(markdown.render(view([train], [odd])))
    assert text.startswith("### samerun\n\nFound 1 finding (1 warning); 1 file read.\n")
    row = text.splitlines()[-1]
    assert len(re.split(r"(?<!\\)\|", row)) == 6
    assert row.endswith(r"Seed `4\|2` is \*bare\* \<b\><br>Name it\_now\_ |")
    assert "|---|" not in "".join(markdown.render(view([], [])))


def test_the_step_summary_is_added_to_the_file_of_the_runner(tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    page.write_text("before\n")
    train = source("train.py", "s(42)\n")
    one = view([train], [finding(train, "42")])
    assert append(one, {"GITHUB_STEP_SUMMARY": str(page)}) == ""
    assert page.read_text() == "before\n" + "".join(markdown.render(one))
    assert append(one, {}) == ""
    assert "can't be written" in append(one, {"GITHUB_STEP_SUMMARY": str(tmp_path)})
