"""The fixing loop on an engine that is a stand-in: what it accepts, drops, and when it stops."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samerun import engine
from samerun.fixing import PASSES, fix
from samerun.rules.finding import Edit, Finding, Fix
from samerun.run import Request, Result
from samerun.workspace.sources import read_source, source_from_text
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = re.compile(rb"\b[a-z]+\b")


class Engine:
    """Reports every word that `becomes` knows, with the fix to write what it becomes (None: without a fix)."""

    def __init__(self, path: Path, becomes: dict[str, str | None]) -> None:
        self.path, self.becomes, self.runs = path.as_posix(), becomes, 0

    def __call__(self, request: Request, progress: Callable[[int, int], None] | None = None) -> Result:
        self.runs += 1
        content = request.contents.get(self.path)
        source = read_source(self.path) if content is None else source_from_text(self.path, content)
        findings = []
        for found in WORD.finditer(source.data):
            word, span = found[0].decode(), Span(*found.span())
            if word in self.becomes:
                new = self.becomes[word]
                mend = None if new is None else Fix((Edit(self.path, span, new),), "safe", "")
                findings.append(
                    Finding(
                        code=f"REP_{word}",
                        message="",
                        level="warning",
                        path=self.path,
                        span=span,
                        statement=span,
                        fix=mend,
                    )
                )
        return Result(findings=tuple(findings), sources={self.path: source}, files_read=1)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, Result, Engine]]:
    def run(text: str, becomes: dict[str, str | None], mode: str = "fix") -> tuple[str, Result, Engine]:
        path = tmp_path / "a.py"
        path.write_text(text)
        stand_in = Engine(path, becomes)
        monkeypatch.setattr(engine, "check", stand_in)
        result = fix(Request(fix=mode))  # type: ignore[arg-type]
        return path.read_text(), result, stand_in

    return run


def test_until_nothing_is_left(run: Callable[..., tuple[str, Result, Engine]]) -> None:
    text, result, stand_in = run("a + b\n", {"a": "b2 + b2", "b": "c2"})
    assert text == "b2 + b2 + c2\n"
    assert [sum(counts.values()) for counts in result.fixed.values()] == [2]
    assert stand_in.runs == 2  # once to find, once to see that all is well


def test_a_syntax_error_is_dropped_and_the_others_stay(run: Callable[..., tuple[str, Result, Engine]]) -> None:
    text, result, _ = run("a + b + c + d\n", {"a": "x", "b": "(", "c": "y", "d": "z"})
    assert text == "x + b + y + z\n"
    assert result.dropped == ((result.findings[0].path, "the fix of REP_b would make a syntax error"),)
    assert [finding.code for finding in result.findings] == ["REP_b"]


def test_a_fix_that_brings_a_finding_is_dropped(run: Callable[..., tuple[str, Result, Engine]]) -> None:
    text, result, _ = run("a + b\n", {"a": "bad", "b": "x", "bad": None})
    assert text == "a + x\n"
    assert [reason for _, reason in result.dropped] == ["the fix of REP_a would bring REP_bad"]


def test_a_fix_that_mends_nothing_is_dropped(run: Callable[..., tuple[str, Result, Engine]]) -> None:
    text, result, _ = run("a + b\n", {"a": "(a)", "b": "x"})
    assert text == "a + x\n"
    assert [reason for _, reason in result.dropped] == ["the fix of REP_a would not mend it"]


def test_two_that_go_well_only_together(run: Callable[..., tuple[str, Result, Engine]]) -> None:
    text, result, _ = run("[a, b]\n", {"a": "]", "b": "["})
    assert text == "[], []\n"
    assert result.dropped == ()


def test_a_diff_writes_nothing(run: Callable[..., tuple[str, Result, Engine]]) -> None:
    text, result, _ = run("a\n", {"a": "x"}, "diff")
    assert text == "a\n"
    assert [(change.old, change.new) for change in result.changes] == [(b"a\n", b"x\n")]


def test_a_file_that_changed_meanwhile_is_left_alone(
    run: Callable[..., tuple[str, Result, Engine]], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Engine.__call__

    def meddling(self: Engine, request: Request, progress: object = None) -> Result:
        answer = real(self, request)
        if request.contents:
            Path(self.path).write_text("a  # edited\n")
        return answer

    monkeypatch.setattr(Engine, "__call__", meddling)
    text, result, _ = run("a\n", {"a": "x"})
    assert text == "a  # edited\n"
    assert result.changes == ()
    assert result.fixed == {}
    assert len(result.findings) == 1
    (error,) = result.errors
    assert error.endswith("a.py was not fixed: it changed while samerun was at work")


def test_it_stops_after_a_number_of_passes(
    run: Callable[..., tuple[str, Result, Engine]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samerun.fixing.compatible", lambda findings: list(findings)[:1])
    text, result, _ = run(" + ".join("a" * 20) + "\n", {"a": "x"})
    assert text.count("x") == PASSES
    assert len(result.findings) == 20 - PASSES
