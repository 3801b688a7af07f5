"""Precision, recall and located share of samerun over the oracle programs.

python -m tests.oracle.score                 our own programs, measured by running them
python -m tests.oracle.score --believe       our own programs, as they are marked
python -m tests.oracle.score FOLDER          a folder with programs/<id>/meta.json and verdicts.json, as measured there
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oracle.harness import Line, Oracle, check, measure, missing, programs

if TYPE_CHECKING:
    from collections.abc import Iterable

BEYOND_SEEDING = ("hash_order", "address", "entropy", "time", "fs_order")


@dataclass
class Score:
    """The counts of one topic, or of all."""

    right_alarm: int = 0
    false_alarm: int = 0
    missed: int = 0
    right_silence: int = 0
    located: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, repeatable: bool, findings: list[Line], located: bool) -> None:
        if repeatable:
            self.false_alarm += bool(findings)
            self.right_silence += not findings
        else:
            self.right_alarm += bool(findings)
            self.missed += not findings
            self.located += located
        places = [f"{file}:{f'{cell}:' if cell else ''}{row}" for file, cell, row in findings]
        if repeatable and findings:
            self.wrong.append(f"false alarm  {name}: {', '.join(places)}")
        elif not repeatable and not findings:
            self.wrong.append(f"missed       {name}")
        elif not repeatable and not located:
            self.wrong.append(f"elsewhere    {name}: {', '.join(places)}")

    def __str__(self) -> str:
        bad = self.right_alarm + self.missed
        precision = _share(self.right_alarm, self.right_alarm + self.false_alarm)
        recall, located = _share(self.right_alarm, bad), _share(self.located, bad)
        count = bad + self.false_alarm + self.right_silence
        return f"n={count:3d} bad={bad:3d}  precision {precision}  recall {recall}  located {located}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "  -  "


def _ours(believe: bool) -> Iterable[tuple[str, str, bool, list[Line], bool]]:
    chosen = [program for program in programs() if not missing(program.needs)]
    if skipped := len(programs()) - len(chosen):
        print(f"{skipped} programs need a library that isn't installed (SAMERUN_ORACLE_PYTHON names an interpreter)")

    def repeatable(program: Oracle) -> bool:
        return not program.blame if believe or program.undecidable else measure(program)

    with ThreadPoolExecutor(2) as pool:
        for program, measured in zip(chosen, pool.map(repeatable, chosen), strict=True):
            if measured != program.repeatable:
                print(f"WRONG MARK   {program.name}: measured repeatable is {measured}")
            findings = check(program.folder)
            right = measured or bool(program.undecidable)  # where nobody can know, silence is right
            yield program.topic, program.name, right, findings, program.located(findings)


def _theirs(folder: Path, excluded: set[str]) -> Iterable[tuple[str, str, bool, list[Line], bool]]:
    verdicts = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    for name, verdict in sorted(verdicts.items()):
        meta = json.loads((folder / "programs" / name / "meta.json").read_text(encoding="utf-8"))
        if verdict.get("undetectable") or "reproducible" not in verdict or meta["topic"] in excluded:
            continue
        findings = check(folder / "programs" / name)
        marks = [mark for group in verdict["blame"] for mark in (group, *group.get("alt", ()))]
        lines = [
            Line(m["file"], m["cell"] + 1, m["cell_line"]) if "cell" in m else Line(m["file"], 0, m["line"])
            for m in marks
        ]
        located = any(line.near(finding) for line in lines for finding in findings)
        yield meta["topic"], name, verdict["reproducible"], findings, located


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--believe", action="store_true", help="take our marks for true and run nothing")
    parser.add_argument("--exclude-topics", default=",".join(BEYOND_SEEDING), help="for FOLDER; comma separated")
    options = parser.parse_args()
    started = time.monotonic()
    excluded = set(options.exclude_topics.split(","))
    rows = _theirs(options.folder, excluded) if options.folder else _ours(options.believe)
    total, topics = Score(), defaultdict[str, Score](Score)
    for topic, name, repeatable, findings, located in rows:
        for score in (total, topics[topic]):
            score.add(name, repeatable, findings, located)
    for topic in sorted(topics):
        print(f"{topic:22s} {topics[topic]}")
    print(f"{'all':22s} {total}")
    print(*total.wrong, sep="\n")
    print(f"{time.monotonic() - started:.0f} s")
    return bool(total.wrong)


if __name__ == "__main__":
    sys.exit(main())
