"""What real repositories do to a baseline: many edits, and formatting of everything that rules report on."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from samerun.report.view import View, relative
from samerun.rules.registry import all_rules
from tests.baseline.projects import SPLIT, TRAIN, Project
from tests.checking import rule_options, run
from tests.report.real_ruff import ruff
from tests.test_fixtures import CASES, copied

if TYPE_CHECKING:
    from pathlib import Path

EVALUATE = TRAIN[TRAIN.index("def evaluate") : TRAIN.index("def main")]


class Names:
    """The files of a project under the names they have by now."""

    def __init__(self, project: Project, names: list[str]) -> None:
        self.project, self.names = project, names
        self.random = random.Random(20261121)
        self.count = 0

    def edit(self, kind: str) -> None:
        """One edit of a kind, to some file."""
        self.count += 1
        at = self.random.randrange(len(self.names))
        name = self.names[at]
        getattr(self, kind)(name, at)

    def lines(self, name: str, _at: int) -> None:
        path = self.project.folder / name
        path.write_text("# a line\n" * self.random.randint(1, 20) + path.read_text())

    def format(self, name: str, _at: int) -> None:
        ruff(self.project.folder, "format", "--line-length", str(self.random.randint(30, 70)), name)

    def git_mv(self, name: str, at: int) -> None:
        self.project.commit()
        self.names[at] = f"moved_{self.count}.py"
        self.project.git("mv", name, self.names[at])

    def rename(self, name: str, at: int) -> None:
        self.names[at] = f"renamed_{self.count}.py"
        (self.project.folder / name).rename(self.project.folder / self.names[at])
        if self.random.random() < 0.5:
            self.project.commit()

    def function(self, name: str, _at: int) -> None:
        text = (self.project.folder / name).read_text()
        if EVALUATE in text:
            self.project.edit(name, EVALUATE, "")
            self.project.edit(name, "\nif __name__", f"{EVALUATE}\nif __name__")

    def call(self, name: str, _at: int) -> None:
        if "evaluate(" in (self.project.folder / name).read_text():
            self.project.edit(name, "evaluate(", f"score_{self.count}(")

    def draw(self, name: str, _at: int) -> None:
        self.project.edit(name, "    noise =", "    torch.rand(1)\n    noise =")


def test_thirty_edits_bring_nothing_that_was_not_introduced(bare: Project) -> None:
    names = [f"train_{number}.py" for number in range(30)]
    for number, name in enumerate(names):
        (bare.folder / name).write_text(TRAIN.replace("size=8", f"size={number}").replace("(64)", f"({number})"))
    bare.write(split=SPLIT)
    assert bare.samerun("baseline", "write", "--no-cache").out == "samerun-baseline.jsonl: 121 findings listed.\n"
    bare.commit()
    state = Names(bare, names)
    kinds = ["lines", "git_mv", "format", "rename", "function", "call", "draw"]
    for number in range(30):
        state.edit(kinds[number % len(kinds)])
    bare.write(introduced=SPLIT)
    answer = bare.check("--baseline", "samerun-baseline.jsonl")
    assert answer.reported == ["introduced.py:5: REP201"]
    assert ", 121 baselined;" in answer.out


def fingerprints(folder: Path, options: dict[str, object]) -> Counter[str]:
    result = run(folder, **options)
    view = View(result, all_rules(), cwd=folder.as_posix())
    names = view.fingerprints()
    return Counter(
        f"{relative(finding.path, folder.as_posix())} {finding.code} in {finding.enclosing!r}: {finding.key} ({name})"
        for finding, name in zip(result.findings, names, strict=True)
    )


@pytest.mark.parametrize("case", [case for case in CASES if case[:6] not in ("REP001", "REP002", "REP004")])
def test_fingerprints_outlive_formatting_and_moved_lines(case: str, tmp_path: Path) -> None:
    folder = copied(case, tmp_path)
    options = dict(rule_options(case[:6], all_rules()[case[:6]].status))
    before = fingerprints(folder, options)
    for path in folder.rglob("*.py"):
        lines = path.read_text().splitlines(keepends=True)
        lines.insert(next((at for at, line in enumerate(lines) if not line.startswith("#")), 0), "# a new line\n")
        path.write_text("".join(lines))
    ruff(folder, "format", "--line-length", "100", ".")
    assert fingerprints(folder, options) == before
