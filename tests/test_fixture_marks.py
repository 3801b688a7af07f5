from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.fixture_marks import BadMark, Place, read_marks

if TYPE_CHECKING:
    from pathlib import Path


def test_a_mark_belongs_to_its_line_and_may_name_several_codes(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "train.py").write_bytes(b"a = 1\r\nb = 2  # expect: REP201, REP302\n# no mark\n")
    assert dict(read_marks(tmp_path)) == {
        Place("src/train.py", 0, 2, "REP201"): 1,
        Place("src/train.py", 0, 2, "REP302"): 1,
    }


def test_a_code_written_twice_is_expected_twice(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("f(1); f(2)  # expect: REP201, REP201\n")
    assert dict(read_marks(tmp_path)) == {Place("train.py", 0, 1, "REP201"): 2}


def test_notebook_marks_are_counted_by_cell(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n"]},
        {"cell_type": "code", "source": ["import numpy as np\n", "np.random.seed(0)  # expect: REP201"]},
        {"cell_type": "code", "source": "f(3)  # expect: REP201\n"},
    ]
    (tmp_path / "explore.ipynb").write_text(json.dumps({"cells": cells}))
    assert sorted(read_marks(tmp_path)) == [
        Place("explore.ipynb", 2, 2, "REP201"),
        Place("explore.ipynb", 3, 1, "REP201"),
    ]


def test_marks_are_read_from_files_that_are_broken_on_purpose(tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes(b"name = '\xe9'  # expect: REP004\n")
    (tmp_path / "half.py").write_text("def f(:  # expect: REP001\n")
    assert sorted(read_marks(tmp_path)) == [Place("half.py", 0, 1, "REP001"), Place("latin.py", 0, 1, "REP004")]


@pytest.mark.parametrize("comment", ["# expect REP201", "# Expect: REP201", "# expect: REP201 here", "#expect: x"])
def test_a_comment_that_is_almost_a_mark_is_refused(tmp_path: Path, comment: str) -> None:
    (tmp_path / "train.py").write_text(f"seed(1)  {comment}\n")
    with pytest.raises(BadMark, match=r"train\.py:1"):
        read_marks(tmp_path)
