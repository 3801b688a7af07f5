"""A finding names a method by the class that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checking import run

if TYPE_CHECKING:
    from pathlib import Path

SPLITS = """
from datasets import load_dataset


def load(split):
    return load_dataset("csv", data_files="rows.csv", split=split)


rows = load(input())
print(rows.train_test_split(test_size=0.2)["train"][0])
"""


def test_only_a_dataset_has_train_test_split(tmp_path: Path) -> None:
    (tmp_path / "split.py").write_text(SPLITS, "utf-8")
    (finding,) = run(tmp_path, select=["REP101"]).findings
    assert finding.message.startswith("`datasets.Dataset.train_test_split` draws")
