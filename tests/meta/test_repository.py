"""What holds for the repository as a whole: no registry hosts, small files, and commands that are what they say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MAX_LINES, MAX_FUNCTION = 400, 60
DRAWERS = {"utils", "util", "common", "helpers", "helper", "misc"}

# Split, so that this file does not hold them either.
HOSTS = re.compile(
    "|".join(
        re.escape("".join(parts))
        for parts in [
            ("py", "pi.org"),
            ("python", "hosted.org"),
            ("registry.", "npm", "js.org"),
            ("registry.", "yarnpkg.com"),
            ("deb.", "deb", "ian.org"),
            ("conda.", "anaconda.org"),
            ("proxy.", "golang.org"),
            ("crates", ".io"),
        ]
    ),
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_registry_s_host() -> None:
    files = tracked()
    assert ROOT / "pyproject.toml" in files
    found = [path for path in files if HOSTS.search(path.read_bytes().decode("latin-1"))]
    assert found == []


def test_the_host_pattern_knows_a_host_when_it_sees_one() -> None:
    assert HOSTS.search("https://files." + "python" + "hosted.org/packages")
    assert not HOSTS.search("https://index.example.org/simple")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_source_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= MAX_LINES
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION
    }
    assert long == {}


def test_no_module_is_a_drawer() -> None:
    assert [path for path in SOURCES if path.stem in DRAWERS or path.parent.name in DRAWERS] == []


def readme_commands() -> list[str]:
    """The README's fenced blocks of one line: command one checks the example, command two runs the tests."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^```(?:sh|console|bash)\n([^\n]+)\n```$", readme, re.MULTILINE)


def test_ci_runs_the_readme_s_test_command() -> None:
    check, test = readme_commands()
    assert "samerun check fixtures/quickstart" in check
    assert "pytest" in test
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == test


def test_constraints_pin_everything_that_the_tests_install() -> None:
    pins = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, equals, version = line.partition("==")
            assert equals, line
            assert re.fullmatch(r"[A-Za-z0-9._-]+", name), line
            assert re.fullmatch(r"[0-9][0-9a-z.]*", version), line
            pins[canonicalize_name(name)] = version
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(text) for text in project["dependencies"] + project["optional-dependencies"]["test"]]
    assert [str(each) for each in wanted if pins.get(canonicalize_name(each.name)) is None] == []
    assert [str(each) for each in wanted if not each.specifier.contains(pins[canonicalize_name(each.name)])] == []
    assert "samerun" not in pins


def test_the_pre_commit_hooks_run_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert hooks[0]["id"] == "samerun"
    for hook in hooks:
        assert {"id", "name", "description", "entry", "language"} <= set(hook)
        assert hook.keys() & {"types_or", "files", "always_run"}, "a hook says which files it is for"
        assert hook["entry"].split()[0] in scripts
        assert hook["language"] == "python"
    own = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for repo in own["repos"] for hook in repo["hooks"]]


def test_the_contributing_guide_quotes_real_files() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    quotes = re.findall(r"<!-- from: (\S+) -->\n```\w+\n(.*?)```", guide, re.DOTALL)
    assert quotes
    assert [name for name, text in quotes if text not in (ROOT / name).read_text(encoding="utf-8")] == []
    assert [test_command for test_command in readme_commands()[1:] if test_command not in guide] == []
    named = set(re.findall(r"`((?:src|docs|tests)/[\w/.]+)`", guide))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_picture_shows_what_samerun_says_today() -> None:
    run = subprocess.run(
        [sys.executable, "docs/make_picture.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)
    assert "docs/findings.svg" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_site_names_every_page_and_ci_fails_on_what_it_warns_of() -> None:
    def pages(part: object) -> list[str]:
        if isinstance(part, str):
            return [part]
        return [page for each in (part.values() if isinstance(part, dict) else part) for page in pages(each)]  # type: ignore[attr-defined]

    nav = pages(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"])
    assert sorted(nav) == sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
    (command,) = re.findall(r"\S*mkdocs build.*", (ROOT / ".ci/run").read_text("utf-8"))
    assert "--strict" in command
    assert not re.search(r" (-q|--quiet)\b", command), "warnings that aren't printed aren't counted"
