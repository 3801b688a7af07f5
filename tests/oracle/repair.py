"""What `samerun fix` makes of the oracle programs: they are fixed, and then really run.

python -m tests.oracle.repair                     our own programs
python -m tests.oracle.repair --theirs FOLDER     a folder with programs/<id>/meta.json and verdicts.json
python -m tests.oracle.repair --match torch/      programs with this in their name
python -m tests.oracle.repair --match NAME --show the diffs alone: nothing is run

Of a program that was not repeatable: whether it is, three runs under three hash seeds. Of one that was: whether safe
fixes keep its output byte for byte, and all fixes keep it repeatable. A fixed program that fails is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from samerun.cli.fix import ORDER_AND_ENTROPY
from samerun.fixing import fix
from samerun.run import Request
from samerun.settings.overrides import Overrides
from tests.oracle.harness import Oracle, copy, missing, outputs, programs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.run import Result

RULES = ("REP1", "REP2", "REP3")


@dataclass
class Repair:
    """One program and what became of it: "repaired", "differs", "broken", "unchanged"; "kept" or "spoilt"."""

    name: str
    causes: tuple[str, ...]
    outcome: str
    detail: str = ""


def fixed(folder: Path, unsafe: bool) -> Result:
    """Fix the program in `folder`."""
    overrides = Overrides(values={"select": RULES}, isolated=True, cwd=str(folder), offered=ORDER_AND_ENTROPY)
    request = Request(paths=(str(folder),), overrides=overrides, jobs=1, cache=False, fix="fix", unsafe_fixes=unsafe)
    return fix(request)


def repair(program: Oracle, repeatable: bool) -> Repair:
    """Fix a copy of a program and run it."""
    with tempfile.TemporaryDirectory(prefix="oracle-fix-") as scratch:
        folder = Path(scratch, "program")
        copy(program.folder, folder)
        result = fixed(folder, unsafe=True)
        causes = tuple(sorted({*_codes(result), *(finding.code for finding in result.findings)}))
        again = fixed(folder, unsafe=True).changes
        if again:
            return Repair(program.name, causes, "not idempotent")
        if not result.changes:
            detail = "; ".join(reason for _, reason in result.dropped)
            return Repair(program.name, causes, "kept" if repeatable else "unchanged", detail)
        try:
            seen = outputs(replace(program, folder=folder))
        except RuntimeError as error:
            return Repair(program.name, causes, "broken", str(error)[-300:])
        if not repeatable:
            left = ", ".join(sorted({finding.code for finding in result.findings}))
            return Repair(program.name, causes, "repaired" if len(seen) == 1 else "differs", left and f"left: {left}")
        if len(seen) > 1:
            return Repair(program.name, causes, "spoilt", "all fixes")
    return _safely(program, causes)


def _safely(program: Oracle, causes: tuple[str, ...]) -> Repair:
    with tempfile.TemporaryDirectory(prefix="oracle-fix-") as scratch:
        folder = Path(scratch, "program")
        copy(program.folder, folder)
        if not fixed(folder, unsafe=False).changes:
            return Repair(program.name, causes, "kept", "all fixes")
        same = outputs(replace(program, folder=folder)) == outputs(program)
        return Repair(program.name, causes, "kept" if same else "spoilt", "safe fixes")


def _codes(result: Result) -> set[str]:
    return {code for counts in result.fixed.values() for code in counts}


def ours() -> Iterator[tuple[Oracle, bool]]:
    """Our programs that can be decided and run here, with what their marks say."""
    for program in programs():
        if not program.undecidable and not missing(program.needs):
            yield program, program.repeatable


def theirs(folder: Path) -> Iterator[tuple[Oracle, bool]]:
    """The programs of a folder, as measured there."""
    verdicts = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    for name, verdict in sorted(verdicts.items()):
        home = folder / "programs" / name
        meta = json.loads((home / "meta.json").read_text(encoding="utf-8"))
        if "reproducible" in verdict and not verdict.get("undetectable"):
            entry, module = meta["entry"], meta["entry"].startswith("-m ")
            if module:
                entry = f"{entry[3:].replace('.', '/')}/__main__.py"
            yield Oracle(home, meta["topic"], entry, as_module=module), verdict["reproducible"]


def show(program: Oracle) -> None:
    """The diff of one program, and what is left to say."""
    with tempfile.TemporaryDirectory(prefix="oracle-fix-") as scratch:
        folder = Path(scratch, "program")
        copy(program.folder, folder)
        result = fixed(folder, unsafe=True)
        for change in result.changes:
            name = Path(change.path).relative_to(folder).as_posix()
            lines = [text.decode().splitlines(keepends=True) for text in (change.old, change.new)]
            print("".join(unified_diff(*lines, name, name)))
        for path, reason in result.dropped:
            print(f"dropped: {path}: {reason}")
        for finding in result.findings:
            print(f"left: {finding.code} {Path(finding.path).name} {finding.message}")


def report(repairs: Iterable[Repair]) -> int:
    """Print the counts by cause and everything that is not as it should be; how many are not."""
    by_cause: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    bad = 0
    for each in repairs:
        total[each.outcome] += 1
        if each.outcome != "kept":
            by_cause[" ".join(each.causes) or "no finding"][each.outcome] += 1
        if each.outcome not in ("kept", "repaired"):
            bad += 1
            print(f"{each.outcome:15s} {each.name} [{' '.join(each.causes)}] {each.detail}", flush=True)
    for cause in sorted(by_cause):
        print(f"{cause:30s} {dict(by_cause[cause])}")
    count = sum(total.values()) - total["kept"] - total["spoilt"]
    print(dict(total), f"repaired {total['repaired']}/{count} = {total['repaired'] / max(count, 1):.3f}")
    return bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--theirs", type=Path, metavar="FOLDER")
    parser.add_argument("--match", default="", metavar="TEXT")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--bad", action="store_true", help="only programs that are not repeatable")
    options = parser.parse_args()
    chosen = list(theirs(options.theirs) if options.theirs else ours())
    chosen = [pair for pair in chosen if options.match in pair[0].name and not (options.bad and pair[1])]
    if options.show:
        for program, _ in chosen:
            print(f"# {program.name}")
            show(program)
        return 0
    with ThreadPoolExecutor(2) as pool:
        return bool(report(pool.map(lambda pair: repair(*pair), chosen)))


if __name__ == "__main__":
    sys.exit(main())
