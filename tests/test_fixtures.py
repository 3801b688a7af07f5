"""The fixtures are the specification: what samerun reports on each equals its marks, nothing more, nothing less."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samerun.rules.registry import all_rules
from tests.checking import places_in, rule_options
from tests.fixture_marks import read_marks

if TYPE_CHECKING:
    from collections import Counter

    from tests.fixture_marks import Place

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = sorted(path.relative_to(FIXTURES).as_posix() for path in FIXTURES.glob("REP*/*") if path.is_dir())


def copied(case: str, tmp_path: Path) -> Path:
    """A fixture away from our own repository, whose settings and files are none of its business."""
    return shutil.copytree(FIXTURES / case, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__"))


def difference(marks: Counter[Place], found: Counter[Place]) -> dict[str, list[str]]:
    """What a run missed, and what it reported besides."""
    return {
        "missed": [str(place) for place in sorted((marks - found).elements())],
        "not expected": [str(place) for place in sorted((found - marks).elements())],
    }


@pytest.mark.parametrize("case", CASES)
def test_findings_equal_marks(case: str, tmp_path: Path) -> None:
    folder = copied(case, tmp_path)
    rule = all_rules()[case.partition("/")[0]]
    found = places_in(folder, **rule_options(rule.code, rule.status))
    marks = read_marks(folder)
    assert difference(marks, found) == {"missed": [], "not expected": []}


def test_every_rule_with_fixtures_is_expected_somewhere_in_them() -> None:
    for folder in FIXTURES.glob("REP*"):
        assert folder.name in {place.code for place in read_marks(folder)}


def test_the_quickstart_shows_what_its_marks_say(tmp_path: Path) -> None:
    folder = copied("quickstart", tmp_path)
    marks = read_marks(folder)
    assert {"REP201", "REP302", "REP303"} <= {place.code for place in marks}
    found = places_in(folder)
    assert difference(marks, found) == {"missed": [], "not expected": []}


@pytest.mark.parametrize("case", [*CASES, "quickstart"])
def test_a_file_alone_has_the_findings_it_has_in_its_project(case: str, tmp_path: Path) -> None:
    folder = copied(case, tmp_path)
    options = {} if case == "quickstart" else rule_options(case[:6], all_rules()[case[:6]].status)
    whole = places_in(folder, **options)
    for name in {place.file for place in whole}:
        in_whole = {place: count for place, count in whole.items() if place.file == name}
        assert places_in(folder, name, **options) == in_whole
        parent = Path(name).parent.as_posix()
        in_parent = {place: count for place, count in whole.items() if parent in (".", *_parents(place.file))}
        assert places_in(folder, parent, **options) == in_parent


def _parents(name: str) -> list[str]:
    return [parent.as_posix() for parent in Path(name).parents]
