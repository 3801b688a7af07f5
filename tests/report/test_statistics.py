"""`--statistics`, beside the real ruff's."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from samerun.report import statistics
from tests.report.real_ruff import ruff
from tests.report.results import finding, fix, source, view

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = source("train.py", "seed(42)\nseed(43)\nrandom()\n")
FOUND = [
    finding(SEEDS, "42", fix=fix(SEEDS, "42", "SEED")),
    finding(SEEDS, "43", fix=fix(SEEDS, "43", "SEED", "unsafe")),
    finding(SEEDS, "random()", code="REP101"),
]


def test_text() -> None:
    assert "".join(statistics.render_text(view([SEEDS], FOUND))) == (
        "2\tREP201\t[-] literal-seed\n"
        "1\tREP101\t[ ] unseeded-draw\n"
        "Found 3 findings (3 warnings); 1 file read.\n"
        "[*] 1 fixable with `--fix` (1 unsafe fix available with `--fix --unsafe-fixes`).\n"
    )
    assert "".join(statistics.render_text(view([SEEDS], FOUND[2:], brief=True))) == "1\tREP101\tunseeded-draw\n"
    assert "".join(statistics.render_text(view([SEEDS], [], brief=True))) == ""


def test_both_shapes_are_ruffs(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\nimport sys\nx = undefined\n")
    theirs = json.loads(ruff(tmp_path, "check", "--select=F", "--statistics", "--output-format=json", "a.py"))
    ours = json.loads("".join(statistics.render_json(view([SEEDS], FOUND))))
    assert [list(row) for row in ours] == [list(row) for row in theirs]
    assert [[type(v) for v in row.values()] for row in ours] == [[type(v) for v in row.values()] for row in theirs]
    table = ruff(tmp_path, "check", "--select=F", "--statistics", "-q", "a.py")
    row = re.compile(r"\d+\t[A-Z]+\d+\t\[[* -]\] [a-z-]+\n")
    assert re.fullmatch(f"({row.pattern})+", table)
    assert re.fullmatch(f"({row.pattern})+", "".join(statistics.render_text(view([SEEDS], FOUND, brief=True))))
