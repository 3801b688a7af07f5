"""The CI setups: valid by the official schemas, and their commands do what the page says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.report.test_sarif import validator

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
EXAMPLES = re.findall(r"<!-- schema: ([\w-]+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
DRAWS = "import random\n\nprint(random.random())\n"


def _valid(schema: str, path: Path) -> subprocess.CompletedProcess[str]:
    """What check-jsonschema says; it carries the schemas."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("schema", "text"), EXAMPLES, ids=[schema for schema, _ in EXAMPLES])
def test_the_examples_fit_the_official_schemas(schema: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yml"
    path.write_text(text, "utf-8")
    run = _valid(schema, path)
    assert run.returncode == 0, run.stdout


def test_the_action_fits_the_official_schema_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    run = _valid("github-actions", ROOT / "action.yml")
    assert run.returncode == 0, run.stdout
    wrong = tmp_path / "action.yml"
    wrong.write_text((ROOT / "action.yml").read_text("utf-8").replace("using: composite", "using: nothing"), "utf-8")
    assert _valid("github-actions", wrong).returncode == 1


class Job:
    """A job with the action as its one step, on a stand-in for GitHub: the action's own commands are run, those of the
    actions that it uses are put down in `used`, and `caches` hold what was kept, as actions/cache does."""

    def __init__(self, folder: Path, temp: Path, **given: str) -> None:
        self.action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
        inputs = {name: each["default"] for name, each in self.action["inputs"].items()}
        inputs |= {"version": "installed"} | {name.replace("_", "-"): value for name, value in given.items()}
        self.folder, self.temp = folder, temp
        self.contexts = {f"inputs.{name}": value for name, value in inputs.items()}
        self.contexts |= {"runner.temp": temp.as_posix(), "runner.os": "Linux", "github.action_path": ROOT.as_posix()}
        self.caches: dict[str, Path] = {}
        self.restored: str | None = None
        self.path = os.environ["PATH"]

    def run(self, sha: str = "1", **environment: str) -> int:
        """One run at a commit; the status."""
        shutil.rmtree(self.temp, ignore_errors=True)
        self.temp.mkdir()
        self.status, self.said, self.used = 0, "", dict[str, dict[str, str]]()
        self.known = self.contexts | {"github.sha": sha}
        for step in self.action["runs"]["steps"]:
            condition = step.get("if", "true == true")
            if (self.status and "always()" not in condition) or not self.value(condition):
                continue
            if "uses" in step:
                self.use(step.get("id", ""), step["uses"], self.texts(step["with"]))
            else:
                self.execute(step, environment)
        return self.status

    def execute(self, step: dict[str, Any], environment: dict[str, str]) -> None:
        """Run a step's commands as GitHub does."""
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_PATH")}
        for file in files.values():
            file.write_text("")
        given = {**os.environ, **environment, **self.texts(step.get("env", {})), "RUNNER_TEMP": str(self.temp)}
        given |= {name: str(file) for name, file in files.items()} | {"PATH": self.path}
        shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        run = subprocess.run(shell, cwd=self.folder, env=given, capture_output=True, text=True, check=False)
        self.status, self.said = self.status or run.returncode, self.said + run.stdout + run.stderr
        self.path = os.pathsep.join([*reversed(files["GITHUB_PATH"].read_text().splitlines()), self.path])
        rows = (line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        self.known |= {f"steps.{step.get('id')}.outputs.{name}": value for name, value in rows}

    def use(self, step: str, action: str, given: dict[str, str]) -> None:
        """What another action does, as far as this one depends on it."""
        self.used[action] = given
        if action.startswith("actions/cache/save@"):
            assert given["key"] not in self.caches, "GitHub keeps a key once"
            self.caches[given["key"]] = shutil.copytree(given["path"], self.temp.with_name(f"kept-{given['key']}"))
        elif action.startswith("actions/cache/restore@"):
            prefixes = (given["key"], *given["restore-keys"].splitlines())
            key = next((key for each in prefixes for key in reversed(self.caches) if key.startswith(each)), None)
            self.restored = key
            if key is not None:
                shutil.copytree(self.caches[key], given["path"])
            self.known[f"steps.{step}.outputs.cache-hit"] = "true" if key == given["key"] else "false"

    def texts(self, values: dict[str, str]) -> dict[str, str]:
        """Values with their `${{ … }}` worked out."""
        pattern = re.compile(r"\$\{\{(.*?)\}\}")
        return {name: pattern.sub(lambda match: str(self.value(match[1])), text) for name, text in values.items()}

    def value(self, expression: str) -> str | bool:
        """GitHub's expressions, as far as the action uses them: no parentheses."""
        found: str | bool = ""
        for either in expression.split("||"):
            for part in either.split("&&"):
                left, operator, right = re.fullmatch(r"\s*([^=!\s]+)\s*([=!]=)?\s*([^=!\s]+)?\s*", part).groups()  # type: ignore[union-attr]
                found = self.atom(left)
                if operator:
                    found = (found == self.atom(right)) is (operator == "==")
                if not found:
                    break
            if found:
                break
        return found

    def atom(self, text: str) -> str | bool:
        if text.startswith("'"):
            return text.strip("'")
        if text in ("always()", "true"):
            return True
        assert text in self.known or text.startswith("steps."), text
        return self.known.get(text, "")


def _project(folder: Path) -> Path:
    folder.mkdir()
    (folder / "train.py").write_text(DRAWS)
    (folder / "clean.py").write_text("X = 1\n")
    return folder


def test_the_action_annotates_and_uploads_sarif_that_fits_its_schema(tmp_path: Path) -> None:
    project = _project(tmp_path / "project")
    job = Job(project, tmp_path / "temp", upload_sarif="true")
    job.path = f"{Path(sys.executable).parent}{os.pathsep}{job.path}"
    assert job.run() == 1
    assert job.said.startswith("::warning title=samerun (REP101),file=")
    assert job.known["steps.check.outputs.findings"] == "true"
    sarif = json.loads((project / job.used["github/codeql-action/upload-sarif@v3"]["sarif_file"]).read_text("utf-8"))
    validator().validate(sarif)
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["REP101"]
    (place,) = sarif["runs"][0]["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "train.py"
    job.contexts |= {"inputs.args": "--ignore REP101", "inputs.upload-sarif": "false"}
    assert job.run("2") == 0
    assert "github/codeql-action/upload-sarif@v3" not in job.used
    assert (job.known["steps.check.outputs.findings"], "::warning" in job.said) == ("false", False)
    job.contexts["inputs.args"] = "--no-such-option"
    assert job.run("3") == 2


def test_the_action_keeps_its_facts_also_where_there_are_findings(tmp_path: Path) -> None:
    job = Job(_project(tmp_path / "project"), tmp_path / "temp")
    job.path = f"{Path(sys.executable).parent}{os.pathsep}{job.path}"
    assert job.run("1") == 1
    assert list(job.caches) == ["samerun-Linux-1"]
    assert list(job.caches["samerun-Linux-1"].iterdir())
    job.run("1")
    assert (job.restored, list(job.caches)) == ("samerun-Linux-1", ["samerun-Linux-1"]), "all of it is known"
    job.run("2")
    assert (job.restored, list(job.caches)) == ("samerun-Linux-1", ["samerun-Linux-1", "samerun-Linux-2"])
    job.run("3")
    assert job.restored == "samerun-Linux-2", "the newest that fits"
    job.contexts["inputs.cache"] = "false"
    job.run("4")
    assert not job.used


@pytest.mark.slow
def test_the_action_installs_the_samerun_that_it_comes_with(tmp_path: Path) -> None:
    job = Job(_project(tmp_path / "project"), tmp_path / "temp", version="action", cache="false")
    assert job.run(PIP_CONSTRAINT=str(ROOT / "constraints.txt")) == 1
    assert "::warning title=samerun (REP101)" in job.said
    assert job.path.startswith(f"{job.temp}/samerun-venv/bin{os.pathsep}")
    where = subprocess.run(
        [f"{job.temp}/samerun-venv/bin/python", "-c", "import samerun; print(samerun.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(job.temp))


def test_the_commands_of_gitlab_and_azure_write_their_reports(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(DRAWS)
    parts = {schema: yaml.safe_load(text) for schema, text in EXAMPLES}
    commands = [
        *parts["gitlab-ci"]["samerun"]["script"],
        parts["azure-pipelines"]["steps"][2]["script"].splitlines()[1],
    ]
    for command in commands:
        if command.startswith("samerun"):
            arguments = [sys.executable, "-m", *command.split()]
            assert subprocess.run(arguments, cwd=tmp_path, check=False, capture_output=True).returncode == 1
    report = parts["gitlab-ci"]["samerun"]["artifacts"]["reports"]["codequality"]
    assert json.loads((tmp_path / report).read_text("utf-8"))[0]["check_name"] == "REP101"
    assert "REP101" in (tmp_path / parts["azure-pipelines"]["steps"][3]["inputs"]["testResultsFiles"]).read_text(
        "utf-8"
    )
