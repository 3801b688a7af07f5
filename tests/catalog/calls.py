"""Scores calls that were really run against what `samerun why` says of them.

    python -m tests.catalog.calls ../shared/samples/calls/calls.json

prints every disagreement and the figures.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from samerun import engine
from samerun.explain import explain
from samerun.run import Request

UNSEEDABLE = {"os-entropy", "hash"}
# Seeded together with the CPU's stream, or by the same call for processes to come: the samples don't name them.
BESIDE = {"own", "torch-cuda", "torch-mps", "torch-xpu", "hash"}


def verdict(folder: Path, row: dict[str, Any]) -> tuple[str, list[str]]:
    """What samerun believes of one expression: "random-if-unseeded", "seeds:…" or "deterministic", and its streams."""
    head = f"{row['imports']}\n{row['setup']}\n"
    script = folder / "main.py"
    script.write_text(f"{head}result = ({row['call']})\nprint(result)\n", encoding="utf-8")
    program, _ = engine.linked(Request(paths=(str(script),)))[0]
    module = program.table.by_path[script.as_posix()]
    calls = explain(program, module, head.count("\n") + 1)
    states = [pair for call in calls for entry in call.entries for pair in entry.streams.items()]
    drawn = {stream for stream, state in states if state == "unseeded"}
    drawn |= {stream for call in calls for stream in call.draws if stream in UNSEEDABLE}
    seeds = sorted({stream for call in calls for stream in call.seeds} - BESIDE)
    if drawn:
        return "random-if-unseeded", sorted(drawn)
    return (f"seeds:{','.join(seeds)}", seeds) if seeds else ("deterministic", [])


def agrees(row: dict[str, Any], said: tuple[str, list[str]]) -> bool:
    """Whether the verdict is the measured one; the streams of a seeding are compared as sets."""
    expected = row["expected"]
    if expected.startswith("seeds:"):
        return said[0].startswith("seeds:") and set(said[1]) == set(expected.removeprefix("seeds:").split(","))
    return bool(said[0] == expected)


def main(path: str) -> None:
    rows = json.loads(Path(path).read_text("utf-8"))
    right = 0
    for row in rows:
        with tempfile.TemporaryDirectory() as folder:
            said = verdict(Path(folder), row)
        if agrees(row, said):
            right += 1
        else:
            print(row["id"], row["library"], row["call"], "measured:", row["expected"], "said:", *said)
    print(f"{right} of {len(rows)} right")


if __name__ == "__main__":
    main(sys.argv[1])
