"""What samerun says of a program must equal what running it shows.

How programs are marked and measured is written in `harness.py`. By default those that need nothing but NumPy run,
and a stable third of those that need PyTorch, scikit-learn and the like; all of them:

    SAMERUN_ORACLE=all pytest tests/oracle -n 2

Programs in `known.toml` are those that samerun still gets wrong, with the reason.
`SAMERUN_ORACLE_PYTHON` names another interpreter for the programs alone, one that has torch, scikit-learn, scipy
and pandas, say. `python -m tests.oracle.score` prints precision and recall over the full set.
"""

from __future__ import annotations

import os
import tomllib
import zlib
from pathlib import Path

import pytest

from tests.oracle.harness import Oracle, check, measure, missing, programs

SHARDS = 3
EVERYTHING = os.environ.get("SAMERUN_ORACLE") == "all"
PROGRAMS = programs()
KNOWN = {
    name: reason
    for rows in tomllib.loads(Path(__file__).with_name("known.toml").read_text("utf-8")).values()
    for name, reason in rows.items()
}


def test_there_are_enough_programs_of_both_kinds() -> None:
    decidable = [program for program in PROGRAMS if not program.undecidable]
    repeatable = sum(program.repeatable for program in decidable)
    assert len(PROGRAMS) >= 150
    assert 0.35 <= repeatable / len(decidable) <= 0.65


def test_known_disagreements_are_few_and_real() -> None:
    names = {program.name for program in PROGRAMS}
    assert set(KNOWN) <= names
    assert len(KNOWN) <= 0.07 * len(PROGRAMS)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_verdict_equals_measurement(program: Oracle) -> None:
    heavy = set(program.needs) - {"numpy"}
    if heavy and not EVERYTHING and zlib.crc32(program.name.encode()) % SHARDS:
        pytest.skip("not in the default shard: set SAMERUN_ORACLE=all")
    if absent := missing(program.needs):
        pytest.skip(f"not installed: {', '.join(absent)}")
    findings = check(program.folder)
    if program.undecidable:
        assert not findings, f"silence is right here: {program.undecidable}"
        return
    repeatable = measure(program)
    if repeatable and not program.repeatable:  # three coarse outputs may agree by chance
        repeatable = measure(program) and measure(program)
    assert program.repeatable == repeatable, "the marks are wrong: running it shows the opposite"
    if program.name in KNOWN:
        right = bool(findings) != repeatable and (repeatable or program.located(findings))
        assert not right, f"right by now, so known.toml must not list it: {KNOWN[program.name]}"
        return
    assert bool(findings) != repeatable, f"measured repeatable: {repeatable}; findings: {findings}"
    if not repeatable:
        assert program.located(findings), f"no blamed line among {findings}"
