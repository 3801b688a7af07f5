"""The sample cases whose verdict came from running the tool, where they lie beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from samerun.locks import DiskReader, LockResult, check_locks

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "locks"
CASES = sorted(SAMPLES.glob("*/*/verdict.json"))
pytestmark = pytest.mark.skipif(not CASES, reason="the sample cases are not beside this checkout")


def judged(verdict: Path, with_index: bool) -> tuple[dict[str, Any], LockResult]:
    case = json.loads(verdict.read_text())
    index = case.get("default_index") if with_index else None
    results = check_locks(DiskReader(verdict.parent), {"UV_DEFAULT_INDEX": index} if index else {})
    chosen = [result for result in results if case["lockfile"] and result.lock == case["lockfile"]]
    chosen = chosen or [result for result in results if case["manifest"] and result.manifest == case["manifest"]]
    return case, (chosen or results)[0]


@pytest.mark.parametrize("with_index", [True, False], ids=["index", "no-index"])
@pytest.mark.parametrize("verdict", CASES, ids=lambda path: f"{path.parts[-3]}/{path.parts[-2]}")
def test_sample(verdict: Path, with_index: bool) -> None:
    case, result = judged(verdict, with_index)
    assert result.verdict in case["accept"], result
    if result.verdict == "stale":
        for reason in result.reasons:
            assert reason.manifest_line, reason
            assert reason.lock_line, reason
    if result.verdict == "unknown":
        assert result.unknown_because
        assert result.settled_by
