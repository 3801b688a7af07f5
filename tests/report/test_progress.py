"""The progress line: silent in short runs, wiped at the end."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from samerun.report import progress

if TYPE_CHECKING:
    import pytest


def test_a_short_run_draws_nothing() -> None:
    stream = io.StringIO()
    bar = progress.Progress(stream)
    for done in range(100):
        bar(done, 100)
    bar.close()
    assert stream.getvalue() == ""


def test_a_long_run_draws_now_and_then_and_wipes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    stream = io.StringIO()
    bar = progress.Progress(stream)
    for done in range(1, 101):
        now = done * 0.02
        bar(done, 100)
    drawn = stream.getvalue().count("files")
    assert 8 <= drawn <= 12
    assert "/100 files" in stream.getvalue()
    bar.close()
    assert stream.getvalue().endswith("\r")
    assert stream.getvalue().rsplit("\r", 2)[1].isspace()
