"""REP401 over the cases of this folder: every expected line, and no other."""

from __future__ import annotations

from tests.judge.score import OWN, score


def test_the_cases_are_all_right() -> None:
    total = score(OWN)
    assert total.wrong == []
    assert total.right >= 10
