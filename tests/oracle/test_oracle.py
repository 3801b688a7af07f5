"""What samerun says of a program must equal what running it shows.

How programs are marked and measured is written in `harness.py`. By default a stable third of them runs; all of them:

    SAMERUN_ORACLE=all pytest tests/oracle -n 2

`SAMERUN_ORACLE_PYTHON` names another interpreter for the programs alone, one that has torch, scikit-learn, scipy
and pandas, say. `python -m tests.oracle.score` prints precision and recall over the full set.
"""

from __future__ import annotations

import os
import zlib

import pytest

from tests.oracle.harness import Oracle, check, measure, missing, programs

SHARDS = 3
EVERYTHING = os.environ.get("SAMERUN_ORACLE") == "all"
PROGRAMS = programs()


def test_there_are_enough_programs_of_both_kinds() -> None:
    decidable = [program for program in PROGRAMS if not program.undecidable]
    repeatable = sum(program.repeatable for program in decidable)
    assert len(PROGRAMS) >= 150
    assert 0.35 <= repeatable / len(decidable) <= 0.65


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_verdict_equals_measurement(program: Oracle) -> None:
    if not EVERYTHING and zlib.crc32(program.name.encode()) % SHARDS:
        pytest.skip("not in the default shard: set SAMERUN_ORACLE=all")
    if absent := missing(program.needs):
        pytest.skip(f"not installed: {', '.join(absent)}")
    findings = check(program.folder)
    if program.undecidable:
        assert not findings, f"silence is right here: {program.undecidable}"
        return
    repeatable = measure(program)
    assert program.repeatable == repeatable, "the marks are wrong: running it shows the opposite"
    assert bool(findings) != repeatable, f"measured repeatable: {repeatable}; findings: {findings}"
    if not repeatable:
        assert program.located(findings), f"no blamed line among {findings}"
