"""Each folder of ``tests/locks/cases`` and what is said of it: verdict, requirement, and the line in both files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from samerun.locks import DiskReader, MappingReader, check_locks

ROOT = Path(__file__).parent / "cases"
CASES = sorted(path.parent for path in ROOT.glob("*/expect.json"))


def shown(folder: Path, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for result, expected in zip(check_locks(DiskReader(folder)), wanted, strict=True):
        item: dict[str, Any] = {
            "tool": result.tool,
            "manifest": result.manifest,
            "lock": result.lock,
            "verdict": result.verdict,
        }
        if "reason" in expected:
            reason = next((r for r in result.reasons if expected["reason"] in r.message), None)
            assert reason is not None, [r.message for r in result.reasons]
            item |= {
                "reason": expected["reason"],
                "manifest_line": reason.manifest_line,
                "lock_line": reason.lock_line,
            }
        found.append(item)
    return found


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_fixture(folder: Path) -> None:
    wanted = json.loads((folder / "expect.json").read_text())
    assert shown(folder, wanted) == wanted


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_mapping_is_judged_as_the_disk_is(folder: Path) -> None:
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert check_locks(MappingReader(files)) == check_locks(DiskReader(folder))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_line_endings_and_byte_order_marks_change_nothing(folder: Path) -> None:
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    plain = [(r.lock, r.verdict) for r in check_locks(MappingReader(files))]
    crlf = {name: data.replace(b"\n", b"\r\n") for name, data in files.items()}
    assert [(r.lock, r.verdict) for r in check_locks(MappingReader(crlf))] == plain


def test_there_are_fixtures_for_every_tool() -> None:
    tools = {item["tool"] for folder in CASES for item in json.loads((folder / "expect.json").read_text())}
    assert tools >= {"uv", "poetry", "pdm", "pipenv", "pip-tools", "uv-pip-compile", "conda-lock", "pixi", "pylock"}
