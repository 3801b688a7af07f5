"""Every rule is one documented class in one file, with a fixture, and its two examples are true."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samerun.rules.registry import all_rules
from tests.checking import places_in, rule_options
from tests.meta import codes

if TYPE_CHECKING:
    from samerun.rules.base import Rule

ROOT = Path(__file__).parents[2]
RULES = ROOT / "src/samerun/rules"
HEADINGS = [
    "What it does",
    "Why it matters",
    "Example",
    "Use instead",
    "Fix safety",
    "Options",
    "Known limits",
    "References",
]
FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^# file: (?P<name>\S+)\n", re.MULTILINE)

every_rule = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)


def sections(rule: type[Rule]) -> dict[str, str]:
    """The docstring's text by heading, in order; "" is what stands before the first."""
    first, *rest = re.split(r"^## (.+)$", inspect.getdoc(rule) or "", flags=re.MULTILINE)
    return {"": first, **dict(zip(rest[::2], rest[1::2], strict=True))}


def write_example(text: str, folder: Path) -> None:
    """Writes the fenced blocks of one section as files: `train.py`, or those its `# file:` lines name."""
    blocks = list(FENCE.finditer(text))
    assert blocks, "no fenced block"
    for block in blocks:
        if not FILE.match(block["text"]):
            assert block["language"] == "python", "a block that is not Python begins with a `# file: name` line"
            (folder / "train.py").write_text(block["text"], encoding="utf-8")
            continue
        _, *parts = FILE.split(block["text"])
        for name, content in zip(parts[::2], parts[1::2], strict=True):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


def codes_found(folder: Path, rule: type[Rule]) -> set[str]:
    """The codes reported by default, with `rule` selected if it is off."""
    return {place.code for place in places_in(folder, **rule_options(rule.code, rule.status))}


def test_the_registry_finds_every_rule_and_no_code_twice() -> None:
    written = Counter(
        ast.literal_eval(line.value)
        for path in RULES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        for line in node.body
        if isinstance(line, ast.Assign) and [ast.unparse(target) for target in line.targets] == ["code"]
    )
    assert written, "no rule sets a code"
    assert written == Counter(all_rules().keys())


@every_rule
def test_code_name_level_and_status_are_the_design_s(rule: type[Rule]) -> None:
    assert rule.name == codes.NAMES[rule.code]
    assert rule.status == codes.status(rule.code)
    assert (rule.level == "note") == (rule.code in codes.NOTES)


@every_rule
def test_a_rule_is_one_file_named_after_it(rule: type[Rule]) -> None:
    path = Path(inspect.getfile(rule))
    assert path.stem == rule.name.replace("-", "_")
    assert path.parent.parent == RULES


@every_rule
def test_the_docstring_has_the_fixed_headings_in_order(rule: type[Rule]) -> None:
    found = sections(rule)
    assert list(found) == ["", *HEADINGS]
    assert re.fullmatch(r"\S.*\.\n+", found.pop("")), "the first line is one sentence, alone"
    assert [heading for heading, text in found.items() if not text.strip()] == []


@every_rule
def test_the_example_fires(rule: type[Rule], tmp_path: Path) -> None:
    write_example(sections(rule)["Example"], tmp_path)
    assert rule.code in codes_found(tmp_path, rule)


@every_rule
def test_what_to_use_instead_does_not_fire(rule: type[Rule], tmp_path: Path) -> None:
    write_example(sections(rule)["Use instead"], tmp_path)
    assert rule.code not in codes_found(tmp_path, rule)


@every_rule
def test_a_rule_has_fixtures_that_expect_it(rule: type[Rule]) -> None:
    folder = ROOT / "fixtures" / rule.code
    cases = [case for case in folder.iterdir() if case.is_dir()] if folder.is_dir() else []
    assert cases, f"fixtures/{rule.code}/<case>/ is missing"
    assert [path.name for path in folder.iterdir() if not path.is_dir()] == [], "a case is a folder"


def test_every_fixture_folder_belongs_to_a_rule() -> None:
    folders = {path.name for path in (ROOT / "fixtures").iterdir()}
    assert folders - {"quickstart"} <= set(all_rules())
    assert "quickstart" in folders


def test_the_pages_and_the_table_are_up_to_date() -> None:
    run = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0), "run: python docs/generate.py"
