"""A repository of two files with five findings, and its baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.baseline.projects import SPLIT, TRAIN, Project

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = 'baseline = "old.jsonl"\n'


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """An empty repository."""
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, capsys)


@pytest.fixture
def project(bare: Project) -> Project:
    """Committed, with a baseline that the settings name."""
    (bare.folder / "samerun.toml").write_text(SETTINGS)
    bare.write(train=TRAIN, data__split=SPLIT)
    assert bare.samerun("baseline", "write", "--no-cache").status == 0
    bare.commit()
    return bare
