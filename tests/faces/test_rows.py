"""Rows on disk: current, made once however many ask, and no hindrance where they can't be kept."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from samerun import engine
from samerun.faces.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

SPLIT = """\
from sklearn.model_selection import train_test_split


def split(t):
    return train_test_split(t, random_state=42)
"""


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A project as the working folder; the roots of the runs of the engine."""
    made: list[str] = []
    real = engine.check_project

    def counting(root: str, *rest: object) -> object:
        made.append(root)
        return real(root, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "check_project", counting)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samerun.toml").touch()
    (tmp_path / "split.py").write_text(SPLIT)
    return made


def asked() -> list[int]:
    return [row.line for row in Rows((".",)).of("split.py", SPLIT)]


def test_what_is_unchanged_is_not_checked_again(runs: list[str], tmp_path: Path) -> None:
    assert (asked(), asked(), len(runs)) == ([5], [5], 1)
    (tmp_path / "trace.log").touch()
    (tmp_path / "__pycache__").mkdir()
    assert (asked(), len(runs)) == ([5], 1)
    (tmp_path / "other.py").touch()
    assert (asked(), len(runs)) == ([5], 2)
    (tmp_path / "samerun.toml").write_text("preview = true\n")
    assert (asked(), len(runs)) == ([5], 3)


def test_an_edit_that_keeps_size_and_time_is_seen(runs: list[str], tmp_path: Path) -> None:
    path = tmp_path / "split.py"
    assert asked() == [5]
    before = path.stat()
    path.write_text(SPLIT.replace("random_state=42", "random_state=43"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    rows = Rows((".",)).of("split.py", SPLIT.replace("42", "43"))
    assert [row.message.split("`")[1] for row in rows] == ["43"]
    assert len(runs) == 2


def test_many_at_once_cost_one_run(runs: list[str]) -> None:
    answers: list[list[int]] = []
    threads = [threading.Thread(target=lambda: answers.append(asked())) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [[5]] * 4
    assert len(runs) == 1


@pytest.mark.parametrize("content", [b"", b"\x81", b"not ours", bytes(1000)])
def test_a_broken_store_is_made_anew(content: bytes, runs: list[str], tmp_path: Path) -> None:
    assert asked() == [5]
    (store,) = (each for each in (tmp_path / ".samerun_cache").glob("rows-*") if not each.suffix)
    store.write_bytes(content)
    assert (asked(), len(runs)) == ([5], 2)


def test_without_a_place_to_keep_them_there_are_rows_all_the_same(runs: list[str], tmp_path: Path) -> None:
    (tmp_path / ".samerun_cache").write_text("a file")
    assert (asked(), asked(), len(runs)) == ([5], [5], 2)


def test_the_cache_folder_is_ignored_by_git(runs: list[str], tmp_path: Path) -> None:
    asked()
    assert (tmp_path / ".samerun_cache/.gitignore").read_text() == "*\n"
    assert runs
