"""Fixes that meet: first come, first served, and never half a fix."""

from __future__ import annotations

import pytest

from samerun.edits.conflicts import clash, compatible, edits_by_path
from samerun.edits.splice import EditProblem, spliced
from samerun.rules.finding import Edit, Finding, Fix
from samerun.workspace.spans import Span

TEXT = b"abcdefghij"


def edit(start: int, end: int, content: str = "-", path: str = "a.py") -> Edit:
    return Edit(path, Span(start, end), content)


def finding(*edits: Edit) -> Finding:
    return Finding(
        code="REP201",
        message="",
        level="warning",
        path="a.py",
        span=edits[-1].span,
        statement=edits[-1].span,
        fix=Fix(edits, "safe", ""),
    )


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (edit(0, 3), edit(3, 5), False),
        (edit(0, 3), edit(2, 5), True),
        (edit(0, 5), edit(1, 2), True),
        (edit(0, 3, "x"), edit(0, 3, "y"), True),
        (edit(0, 3, "x"), edit(0, 3, "x"), False),
        (edit(0, 3), edit(0, 3, path="b.py"), False),
        (edit(2, 2), edit(2, 5), False),
        (edit(5, 5), edit(2, 5), False),
        (edit(3, 3), edit(2, 5), True),
        (edit(5, 5, "X"), edit(2, 5, ""), True),
        (edit(2, 2, "X"), edit(2, 5, ""), False),
        (edit(2, 2, "\nX\n\n"), edit(2, 2, "\nY\n\n"), False),
        (edit(2, 2, "\nX\n\n"), edit(2, 2, "Y\n\n"), True),
        (edit(2, 2, "X"), edit(2, 2, "Y"), True),
    ],
)
def test_clash(one: Edit, other: Edit, meet: bool) -> None:
    assert clash(one, other) is meet
    assert clash(other, one) is meet


def test_the_first_wins_and_the_other_waits_whole() -> None:
    first, second, third = finding(edit(2, 4)), finding(edit(0, 1), edit(3, 5)), finding(edit(6, 7))
    chosen = compatible([third, first, second])
    assert chosen == [second, third]
    assert spliced(TEXT, edits_by_path(chosen)["a.py"]) == b"-bc-f-hij"


def test_a_shared_line_is_written_once_and_neighbours_share_their_blank_lines() -> None:
    same, other = edit(3, 3, "\nX = 1\n\n"), edit(3, 3, "\nY = 2\n\n")
    chosen = compatible([finding(same, edit(4, 5)), finding(same, edit(6, 7)), finding(other, edit(8, 9))])
    assert len(chosen) == 3
    assert spliced(TEXT, edits_by_path(chosen)["a.py"]) == b"abc\nX = 1\nY = 2\n\nd-f-h-j"


def test_an_import_and_what_stands_behind_it_keep_their_blank_lines() -> None:
    one_fix = finding(edit(3, 3, "import x\n"), edit(3, 3, "\nX = 1\n\n\n"), edit(3, 3, "\nx.seed(X)\n\n\n"))
    assert spliced(TEXT, edits_by_path([one_fix])["a.py"]) == b"abcimport x\n\nX = 1\nx.seed(X)\n\n\ndefghij"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(EditProblem):
        spliced(TEXT, [edit(0, 3), edit(2, 4)])
    with pytest.raises(EditProblem):
        spliced(TEXT, [edit(9, 11)])
