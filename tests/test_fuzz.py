"""Any valid program: no crash, the same findings every time, and none on code that imports nothing we know."""

from __future__ import annotations

import ast

import hypothesmith
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from samerun.catalog.catalog import Catalog
from tests.checking import run_text

PROGRAMS = st.one_of(hypothesmith.from_grammar(), hypothesmith.from_node())
SLOW_STRATEGY = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SEEDING = "import torch\ntorch.manual_seed(7)\n"

# Generated programs are full of dubious constructs that the compiler warns of.
pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")

quick = settings(max_examples=60, deadline=None, suppress_health_check=SLOW_STRATEGY)
thorough = settings(max_examples=600, deadline=None, suppress_health_check=SLOW_STRATEGY)


def parses(program: str) -> bool:
    """Whether Python reads the text as a file: a lone surrogate or NUL byte can't stand in one."""
    try:
        ast.parse(program.encode("utf-8"))
    except (SyntaxError, UnicodeEncodeError, ValueError):
        return False
    return True


def check_any_program(program: str) -> None:
    assume(parses(program))
    first, second = run_text(program), run_text(program)
    assert first.findings == second.findings
    assert first.errors == ()
    assert first.files_read == 1
    order = [(finding.path, finding.span.start, finding.code) for finding in first.findings]
    assert order == sorted(order)


def imports_something_known(program: str) -> bool:
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Import) and any(alias.name.partition(".")[0] in KNOWN_PACKAGES for alias in node.names):
            return True
        if (
            isinstance(node, ast.ImportFrom)
            and not node.level
            and (node.module or "").partition(".")[0] in KNOWN_PACKAGES
        ):
            return True
    return False


def check_seeding_is_found(program: str) -> None:
    """Whatever stands before it, a literal seed at the end of a file is seen, at its own place."""
    assume(parses(program))
    text = program if program.endswith("\n") else program + "\n"
    assume(parses(text + SEEDING))
    result = run_text(text + SEEDING, select=("REP201",))
    starts = [finding.span.start for finding in result.findings]
    assert (text + SEEDING).encode().rindex(b"7") in starts
    if not imports_something_known(program):
        assert len(starts) == 1
        assert run_text(program).findings == ()


KNOWN_PACKAGES = Catalog().roots


@quick
@given(PROGRAMS)
def test_any_valid_program_is_read(program: str) -> None:
    check_any_program(program)


@quick
@given(PROGRAMS)
def test_only_known_libraries_are_reported(program: str) -> None:
    check_seeding_is_found(program)


@pytest.mark.slow
@thorough
@given(PROGRAMS)
def test_many_more_valid_programs_are_read(program: str) -> None:
    check_any_program(program)
    check_seeding_is_found(program)


@quick
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    result = run_text(data)
    assert result.errors == ()
    assert {finding.code for finding in result.findings} <= {"REP001", "REP004"}
    assert result.findings == run_text(data).findings


def test_the_strategies_make_programs_that_parse() -> None:
    assert parses("x = 1\n")
    assert not parses("def f(:\n")
    assert imports_something_known("import numpy.random as r\n")
    assert not imports_something_known("import nobody.knows\nfrom .numpy import random\n")
