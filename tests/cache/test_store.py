"""The store itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.cache.store import KEPT, Known, Store, StoredRecord

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "cache"))
    store.keep_files([("/a/x.py", Known(b"1", b"d")), ("/ab/y.py", Known(b"2", b"e"))])
    store.keep_records([StoredRecord(b"k%d" % n, b"form", b"head", b"facts%d" % n) for n in range(1200)])
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
    store.keep_records([StoredRecord(b"old%d" % n, b"", b"", bytes(50_000)) for n in range(40)])
    store._today += 3
    store.keep_records([StoredRecord(b"new%d" % n, b"", b"", bytes(50_000)) for n in range(8)])
    store.bound(1_000_000)
    assert store.facts(b"old1") is None
    assert store.facts(b"new1") is not None
    assert (tmp_path / "cache" / "samerun.sqlite").stat().st_size < 1_000_000 or store._size() < 1_000_000
    store.bound(100_000)
    assert store.facts(b"new1") is None
    store.close()


def test_answers_are_bounded(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "cache"))
    for number in range(KEPT + 8):
        store.keep_answer(b"key%d" % number, b"these files", b"answer")
    store.keep_answer(b"key", b"other files", b"answer")
    found = [number for number in range(KEPT + 8) if store.answer(b"key%d" % number, b"these files")]
    assert found == list(range(8, KEPT + 8))
    assert store.answer(b"key", b"other files")
    for number in range(20):
        store.keep_answer(b"key", b"files %d" % number, bytes(100_000))
    store.bound(1_000_000)
    assert store._size() < 1_000_000
    store.close()
