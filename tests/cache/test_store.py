"""The store itself, and the way in for tools that ask file by file."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from samerun import engine
from samerun.cache.store import Known, Store, StoredRecord
from samerun.current import current_findings, forget
from samerun.run import Request
from samerun.settings.overrides import Overrides
from tests.cache.projects import project

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "cache"))
    store.keep_files([("/a/x.py", Known(b"1", b"d")), ("/ab/y.py", Known(b"2", b"e"))])
    store.keep_records([StoredRecord(b"k%d" % n, b"head", b"facts%d" % n) for n in range(1200)])
    store.keep_answer(b"key", b"asked", b"answer")
    store.close()
    again = Store(str(tmp_path / "cache"))
    assert again.known("/a") == {"/a/x.py": Known(b"1", b"d")}
    assert len(again.heads([b"k%d" % n for n in range(1500)])) == 1200
    assert again.facts(b"k7") == b"facts7"
    assert again.facts(b"k1400") is None
    assert again.answer(b"key", b"asked") == b"answer"
    assert again.answer(b"key", b"other") is None
    again.close()


def test_its_size_is_bounded(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "cache"))
    store._today -= 3  # what follows was written days ago
    store.keep_records([StoredRecord(b"old%d" % n, b"", bytes(50_000)) for n in range(40)])
    store._today += 3
    store.keep_records([StoredRecord(b"new%d" % n, b"", bytes(50_000)) for n in range(8)])
    store.bound(1_000_000)
    assert store.facts(b"old1") is None
    assert store.facts(b"new1") is not None
    assert (tmp_path / "cache" / "samerun.sqlite").stat().st_size < 1_000_000 or store._size() < 1_000_000
    store.bound(100_000)
    assert store.facts(b"new1") is None
    store.close()


@pytest.fixture(autouse=True)
def _forget() -> None:
    forget()


def test_one_file_of_a_project(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    (folder / "clean.py").write_text("x = 1\n")
    whole = engine.check(Request(paths=(str(folder),), overrides=Overrides(cwd=str(folder))))
    for name in ("train.py", "data.py", "clean.py"):
        answer = current_findings(folder / name)
        assert answer.findings == tuple(each for each in whole.findings if each.path == str(folder / name))
        assert answer.source is not None
        assert answer.source.data == (folder / name).read_bytes()


def test_a_file_that_is_left_out_is_checked_by_itself(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    (folder / "build").mkdir()
    (folder / "build" / "lone.py").write_text("import random\nprint(random.random())\n")
    (folder / "pyproject.toml").write_text('[tool.samerun]\nextend-exclude = ["build"]\n')
    (finding,) = current_findings(folder / "build" / "lone.py").findings
    assert finding.code == "REP101"


def test_a_change_counts_after_forgetting(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    assert current_findings(folder / "train.py").findings
    (folder / "train.py").write_text("x = 1\n")
    assert current_findings(folder / "train.py").findings
    forget()
    assert current_findings(folder / "train.py").findings == ()


def test_processes_that_ask_at_once_link_once(tmp_path: Path) -> None:
    folder = project(tmp_path / "demo")
    program = (
        "import sys; from samerun import current, indexing; linked = []; index = indexing.Indexer.index\n"
        "indexing.Indexer.index = lambda self: linked.append(1) or index(self)\n"
        "print(len(current.current_findings(sys.argv[1]).findings), len(linked))\n"
    )
    command = [sys.executable, "-c", program, str(folder / "train.py")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(5)]
    answers = [process.communicate()[0].split() for process in running]
    assert {findings for findings, _ in answers} == {"1"}
    assert sum(int(linked) for _, linked in answers) == 1
