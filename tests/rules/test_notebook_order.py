"""Notebooks whose cells had run in another order than they stand in: the finding says so."""

import json
from pathlib import Path

from tests.checking import run

CELLS = ("import random\n\nSEED = 3", "print(random.random())", "random.seed(SEED)", "print(random.random())")


def helps(folder: Path, counts: tuple[int | None, ...]) -> list[str]:
    """The help of every finding of a notebook with these execution counts."""
    cells = [
        {"cell_type": "code", "execution_count": count, "metadata": {}, "outputs": [], "source": source}
        for source, count in zip(CELLS, counts, strict=True)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (folder / "study.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return [finding.help for finding in run(folder, select=("REP103",)).findings]


def test_cells_run_out_of_order_are_told(tmp_path: Path) -> None:
    (told,) = helps(tmp_path, (1, 4, 2, 3))
    assert "By execution counts, cell 2 last ran after cell 3" in told
    (plain,) = helps(tmp_path, (1, 2, 3, 4))
    assert "execution counts" not in plain
    assert told.startswith(plain)
    assert helps(tmp_path, (None, None, None, None)) == [plain]
