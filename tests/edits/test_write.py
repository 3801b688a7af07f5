"""One file replaced at one stroke."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from samerun.edits.write import SUFFIX, WriteProblem, replace_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    return path


def test_content_and_mode(file: Path) -> None:
    file.chmod(0o754)
    replace_file(str(file), b"old", b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o754
    assert os.listdir(file.parent) == ["a.py"]  # noqa: PTH208


def test_a_link_stays_a_link(file: Path) -> None:
    folder = file.parent / "sub"
    folder.mkdir()
    link = folder / "b.py"
    link.symlink_to("../a.py")
    replace_file(str(link), b"old", b"new")
    assert link.is_symlink()
    assert os.readlink(link) == "../a.py"  # noqa: PTH115
    assert file.read_bytes() == b"new"
    replace_file(str(file), b"old", b"new")  # the same file under its other name


def test_a_file_that_changed_or_went(file: Path) -> None:
    with pytest.raises(WriteProblem, match="it changed"):
        replace_file(str(file), b"other", b"new")
    assert file.read_bytes() == b"old"
    file.unlink()
    with pytest.raises(WriteProblem, match="no such file"):
        replace_file(str(file), b"old", b"new")
    assert list(file.parent.iterdir()) == []


def test_a_change_at_the_last_moment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (real(descriptor), file.write_bytes(b"theirs")))
    with pytest.raises(WriteProblem, match="it changed"):
        replace_file(str(file), b"old", b"new")
    assert file.read_bytes() == b"theirs"
    assert [path.name for path in file.parent.iterdir()] == ["a.py"]


def test_a_full_disk_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(WriteProblem, match="no space left on device"):
        replace_file(str(file), b"old", b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in file.parent.iterdir()] == ["a.py"]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="the super-user may write anything")
def test_a_read_only_file(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(WriteProblem, match="read-only"):
        replace_file(str(file), b"old", b"new")


def test_leftovers_are_no_source_files() -> None:
    assert not SUFFIX.endswith((".py", ".pyi", ".ipynb", ".toml", ".lock"))
