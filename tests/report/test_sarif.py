"""SARIF: valid against the official schema, for every fixture, and in the shape that code scanning wants."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from samerun.report.formats import sarif
from samerun.report.provenance import address
from samerun.report.view import View
from samerun.rules.registry import all_rules
from samerun.run import Result, Silenced
from tests.checking import run, run_text
from tests.report.results import CWD, finding, source, view

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CASES = sorted(case for case in (ROOT / "fixtures").glob("*/*") if case.is_dir())
# The official schema of SARIF 2.1.0 (errata 01), as OASIS publishes it under the address it names itself.
SCHEMA = Path(__file__).with_name("sarif-schema-2.1.0.json")
SILENT = "import torch\n\ntorch.manual_seed(5)  # noqa: REP201 of the paper\ntorch.manual_seed(6)\n"


@cache
def validator() -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def log_of(result: Result, folder: Path, **more: Any) -> dict[str, Any]:
    """The log's only run, after the schema found it good."""
    log = json.loads("".join(sarif.render(View(result, all_rules(), cwd=folder.as_posix(), **more))))
    assert [error.message for error in validator().iter_errors(log)] == []
    (found,) = log["runs"]
    return dict(found)


def copied(case: Path, to: Path) -> Path:
    """A fixture away from our own repository, which would be its context."""
    return shutil.copytree(case, to / "project", ignore=shutil.ignore_patterns("__pycache__"))


def test_the_validator_refuses_what_is_wrong() -> None:
    assert list(validator().iter_errors({"version": "2.1.0", "runs": [{"tool": {}}]}))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_every_fixture_s_log_is_valid_and_true(case: Path, tmp_path: Path) -> None:
    folder = copied(case, tmp_path)
    result = run(folder, preview=True, extend_select=("ALL",))
    log = log_of(result, folder, include_suppressed=True)
    live = [row for row in log["results"] if "suppressions" not in row]
    assert [row["ruleId"] for row in live] == [each.code for each in result.findings]
    for row in log["results"]:
        rule = log["tool"]["driver"]["rules"][row["ruleIndex"]]
        assert rule["id"] == row["ruleId"]
        assert list(row["partialFingerprints"]) == ["samerun/v1"]
        for place in places(row):
            lines = (folder / place["artifactLocation"]["uri"]).read_bytes().splitlines()
            assert 1 <= place["region"]["startLine"] <= place["region"].get("endLine", 1) <= len(lines) + 1
    names = [row["partialFingerprints"]["samerun/v1"] for row in log["results"]]
    assert len(set(names)) == len(names)


def places(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All physical locations of a result."""
    yield from (place["physicalLocation"] for place in [*row["locations"], *row.get("relatedLocations", ())])
    for flow in row.get("codeFlows", ()):
        for thread in flow["threadFlows"]:
            yield from (step["location"]["physicalLocation"] for step in thread["locations"])


def test_all_rules_are_always_listed_with_their_pages() -> None:
    rules = log_of(Result(), ROOT)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(all_rules())
    for rule in rules:
        own = all_rules()[rule["id"]]
        assert rule["defaultConfiguration"] == {"level": own.level, "enabled": own.status == "on"}
        assert "## What it does" in rule["help"]["markdown"]
        assert rule["helpUri"].startswith("https://")
        assert rule["shortDescription"]["text"].count("\n") == 0
        assert 20 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["properties"]["tags"][0] == "reproducibility"
        assert not {"precision", "security-severity"} & rule["properties"].keys()


def test_only_live_findings_unless_asked() -> None:
    result = run_text(SILENT)
    live, every = log_of(result, ROOT)["results"], log_of(result, ROOT, include_suppressed=True)["results"]
    assert [row["locations"][0]["physicalLocation"]["region"]["startLine"] for row in live] == [4]
    assert every[0] == live[0]
    (hidden,) = every[1:]
    suppression = {"kind": "inSource", "status": "accepted", "justification": "of the paper"}
    assert hidden["suppressions"] == [suppression]
    old = Silenced(result.findings[0], "baseline")
    result = Result(silenced=(old,), sources=result.sources)
    (row,) = log_of(result, ROOT, include_suppressed=True)["results"]
    assert row["suppressions"] == [{"kind": "external", "status": "accepted"}]


def test_the_path_of_a_draw_is_a_code_flow_in_its_order(tmp_path: Path) -> None:
    folder = copied(ROOT / "fixtures/REP103/import_time", tmp_path)
    row = log_of(run(folder), folder)["results"][0]
    (flow,) = row["codeFlows"]
    steps = [step["location"] for step in flow["threadFlows"][0]["locations"]]
    names = [step["physicalLocation"]["artifactLocation"]["uri"] for step in steps]
    assert names == ["main.py", "defaults.py", "main.py"]
    assert [step["message"]["text"] for step in steps][::2] == ["called here", "it is seeded only here"]
    assert steps[1]["message"] == row["message"]
    assert [place["id"] for place in row["relatedLocations"]] == [1, 2]


def test_a_notebook_s_result_stands_on_the_line_of_its_json(tmp_path: Path) -> None:
    folder = copied(ROOT / "fixtures/REP002/notebook", tmp_path)
    lines = (folder / "explore.ipynb").read_text(encoding="utf-8").splitlines()
    rows = log_of(run(folder), folder)["results"]
    assert {row["ruleId"] for row in rows} == {"REP002", "REP302"}
    for row in rows:
        (place,) = row["locations"]
        region = place["physicalLocation"]["region"]
        assert set(region) == {"startLine", "endLine"}
        assert f"# expect: {row['ruleId']}" in lines[region["startLine"] - 1]
        assert place["properties"]["cell"] > 1
        assert "fixes" not in row


def test_errors_and_skipped_files_are_notifications() -> None:
    skipped = ((f"{CWD}/r.ipynb", "the notebook's language is R, not Python"),)
    result = Result(errors=("a.py is gone",), skipped=skipped, dropped=((f"{CWD}/b.py", "no"),))
    (invocation,) = log_of(result, Path(CWD))["invocations"]
    assert invocation["executionSuccessful"] is False
    notes = invocation["toolExecutionNotifications"]
    assert [(note["level"], note["message"]["text"]) for note in notes] == [
        ("error", "a.py is gone"),
        ("warning", "no"),
        ("note", "the notebook's language is R, not Python"),
    ]
    assert log_of(Result(), ROOT)["invocations"] == [{"executionSuccessful": True}]


def test_standard_input_has_no_uri() -> None:
    piped = source("-", "s(42)\n")
    log = json.loads("".join(sarif.render(view([piped], [finding(piped, "42")], stdin=piped.path))))
    (row,) = log["runs"][0]["results"]
    assert row["locations"][0]["physicalLocation"]["artifactLocation"] == {"description": {"text": "standard input"}}
    assert [error.message for error in validator().iter_errors(log)] == []


def test_paths_start_at_the_root_of_the_repository_that_is_named(tmp_path: Path) -> None:
    inner = tmp_path / "a b" / "é"
    inner.mkdir(parents=True)
    (inner / "train.py").write_text("import torch\n\ntorch.manual_seed(5)\n")
    for command in (
        ["init", "-q", "-b", "trunk"],
        ["remote", "add", "origin", "https://me:secret@example.org/lab/project.git"],
        ["-c", "user.name=me", "-c", "user.email=me@example.org", "commit", "-q", "--allow-empty", "-m", "first"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=tmp_path, check=True, capture_output=True, text=True)
    log = log_of(run(inner), inner)
    (row,) = log["results"]
    artifact = row["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "a%20b/%C3%A9/train.py", "uriBaseId": "%SRCROOT%"}
    assert log["versionControlProvenance"] == [
        {
            "repositoryUri": "https://example.org/lab/project.git",
            "revisionId": head.stdout.strip(),
            "branch": "trunk",
            "mappedTo": {"uriBaseId": "%SRCROOT%"},
        }
    ]
    assert log["automationDetails"] == {"id": "samerun/"}


@pytest.mark.parametrize(
    ("remote", "uri"),
    [
        ("git@example.org:lab/project.git", "https://example.org/lab/project.git"),
        ("ssh://git@example.org:22/lab/project", "ssh://example.org:22/lab/project"),
        ("https://token@example.org/x", "https://example.org/x"),
        ("/srv/git/project.git", ""),
        ("../project", ""),
        ("file:///srv/git/project", ""),
        ("C:\\projects\\x", ""),
        ("", ""),
    ],
)
def test_a_remote_s_address_holds_no_secret_and_no_path(remote: str, uri: str) -> None:
    assert address(remote) == uri
