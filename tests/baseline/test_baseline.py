"""A baseline hides what it lists wherever that has moved to, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.baseline.projects import SPLIT, TRAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.baseline.projects import Project

EVALUATE = TRAIN[TRAIN.index("def evaluate") : TRAIN.index("def main")]


def insert_lines(project: Project) -> None:
    project.edit("train.py", "import numpy as np\n", '"""A module."""\n\n# by hand\nimport numpy as np\n')


def reformat(project: Project) -> None:
    project.format("data/split.py", 40)
    project.format("train.py", 40)


def draw_earlier(project: Project) -> None:
    project.edit("train.py", "    noise =", "    data = data * torch.rand(1)\n    noise =")


def rename_in_git(project: Project) -> None:
    project.git("mv", "train.py", "fit.py")


def rename_by_hand_and_edit(project: Project) -> None:
    (project.folder / "data/split.py").rename(project.folder / "data/parts.py")
    project.edit("data/parts.py", "test_size=0.2", "test_size=0.3")


def rename_twice_and_commit(project: Project) -> None:
    project.git("mv", "data", "tables")
    project.commit()
    project.edit("tables/split.py", "test_size=0.2", "test_size=0.3")
    project.git("mv", "tables/split.py", "tables/parts.py")
    project.commit()


def leave_a_shim(project: Project) -> None:
    (project.folder / "lib").mkdir()
    (project.folder / "train.py").rename(project.folder / "lib/fit.py")
    project.write(train="from lib.fit import main\n")
    project.edit("lib/fit.py", "noise = torch.rand(len(data), 1)", "noise = torch.rand(len(data), 1, 1)")


def move_function(project: Project) -> None:
    project.edit("train.py", EVALUATE, "")
    project.edit("train.py", 'if __name__ == "__main__"', EVALUATE + 'if __name__ == "__main__"')


def move_function_to_another_file(project: Project) -> None:
    project.edit("train.py", EVALUATE, "")
    project.edit("train.py", "import torch\n", "import torch\n\nfrom scores import evaluate\n")
    project.write(scores=f"import torch\n\n\n{EVALUATE}")


def rename_function(project: Project) -> None:
    project.edit("train.py", "evaluate(", "score(")


def take_out_a_function(project: Project) -> None:
    project.edit("train.py", "    torch.backends.cudnn.benchmark = True\n", "    prepare()\n")
    project.edit("train.py", "def main", "def prepare():\n    torch.backends.cudnn.benchmark = True\n\n\ndef main")


MOVES = [
    insert_lines,
    reformat,
    draw_earlier,
    rename_in_git,
    rename_by_hand_and_edit,
    rename_twice_and_commit,
    leave_a_shim,
    move_function,
    move_function_to_another_file,
    rename_function,
    take_out_a_function,
]


def test_what_is_listed_is_not_reported_but_counted(project: Project) -> None:
    answer = project.check()
    assert (answer.status, answer.out) == (0, "All checks passed, 5 baselined; 2 files read.\n")
    without = project.check("--no-baseline")
    assert without.status == 1
    assert [line.split(": ")[1] for line in without.reported] == ["REP201", "REP101", "REP101", "REP102", "REP302"]
    as_json = project.samerun("check", "--no-cache", "--output-format", "json")
    assert (as_json.status, as_json.out) == (0, "[]\n")
    assert as_json.err == "samerun: 5 baselined\n"


@pytest.mark.parametrize("move", MOVES)
def test_what_moves_stays_listed(move: Callable[[Project], None], project: Project) -> None:
    move(project)
    answer = project.check()
    assert (answer.reported, answer.status) == ([], 0)
    assert " 5 baselined;" in answer.out
    assert project.samerun("baseline", "prune", "--check", "--no-cache").status == 0
    for path in sorted(project.folder.rglob("*.py")):
        assert project.check(str(path)).reported == []


@pytest.mark.parametrize("move", MOVES)
def test_after_an_update_nothing_needs_to_be_searched_for(move: Callable[[Project], None], project: Project) -> None:
    move(project)
    project.samerun("baseline", "update", "--no-cache")
    again = project.samerun("baseline", "update", "--no-cache")
    assert again.out == "old.jsonl: 5 findings listed (0 added, 0 removed, 0 moved).\n"


def test_what_is_new_is_reported(project: Project) -> None:
    project.edit("train.py", "    weights =", "    torch.backends.cudnn.deterministic = False\n    weights =")
    project.write(more=SPLIT)
    answer = project.check()
    assert answer.reported == ["more.py:5: REP201", "train.py:17: REP303"]
    assert answer.status == 1
    assert ", 5 baselined;" in answer.out


def test_of_equal_findings_the_new_one_is_reported(project: Project) -> None:
    project.edit("train.py", "    rng =", "    first = np.random.default_rng()\n    print(first.normal())\n    rng =")
    assert project.check().reported == ["train.py:16: REP102"]


def test_a_copy_is_new(project: Project) -> None:
    project.write(data__copy=SPLIT)
    assert project.check().reported == ["data/copy.py:5: REP201"]
    project.commit()
    assert project.check().reported == ["data/copy.py:5: REP201"]


def test_a_second_file_of_the_name_does_not_hide_behind_the_first(project: Project) -> None:
    project.write(other__split=SPLIT.replace("def split", "def halves"))
    assert project.check().reported == ["other/split.py:5: REP201"]


def test_the_file_is_sorted_and_one_line_changes_for_one_finding(project: Project) -> None:
    baseline = project.folder / "old.jsonl"
    before = baseline.read_text().splitlines()
    assert json.loads(before[0]) == {"samerun-baseline": 1}
    rows = [json.loads(line) for line in before[1:]]
    assert [(row["path"], row["code"]) for row in rows] == sorted((row["path"], row["code"]) for row in rows)
    assert sum(row["count"] for row in rows) == 5
    project.edit("train.py", "default_rng()", "default_rng(SEED)")
    project.edit("train.py", "\n\ndef batches", "\nSEED = 7\n\n\ndef batches")
    project.samerun("baseline", "prune", "--no-cache")
    after = baseline.read_text().splitlines()
    assert [line for line in before if line not in after] == [line for line in before if "REP102" in line]
    assert [line for line in after if line not in before] == []


def test_fingerprints_are_those_of_the_reports(project: Project) -> None:
    listed = {json.loads(line)["fingerprint"] for line in (project.folder / "old.jsonl").read_text().splitlines()[1:]}
    report = project.samerun("check", "--no-cache", "--no-baseline", "--output-format", "json")
    assert {row["samerun"]["fingerprint"] for row in json.loads(report.out)} == listed


def test_what_is_fixed_must_leave_the_list(project: Project) -> None:
    project.edit("data/split.py", ", random_state=42", ", shuffle=False")
    assert project.check().status == 0
    asked = project.samerun("baseline", "prune", "--check", "--no-cache")
    assert asked.status == 1
    assert asked.out == (
        "data/split.py: REP201 literal-seed in `split`: sklearn.model_selection.train_test_split:random_state=42\n"
        "old.jsonl: 1 fixed finding still listed.\n"
    )
    done = project.samerun("baseline", "prune", "--no-cache")
    assert (done.status, done.out) == (0, "old.jsonl: 1 fixed finding removed, 4 left (0 moved).\n")
    assert project.samerun("baseline", "prune", "--check", "--no-cache").status == 0


def test_pruning_adds_nothing_and_updating_does(project: Project) -> None:
    project.write(more=SPLIT)
    project.samerun("baseline", "prune", "--no-cache")
    assert project.check().reported == ["more.py:5: REP201"]
    updated = project.samerun("baseline", "update", "--no-cache")
    assert updated.out == "old.jsonl: 6 findings listed (1 added, 0 removed, 0 moved).\n"
    assert project.check().status == 0


def test_only_what_was_asked_about_is_pruned(project: Project) -> None:
    project.edit("data/split.py", ", random_state=42", ", shuffle=False")
    assert project.samerun("baseline", "prune", "--check", "--no-cache", "train.py").status == 0
    assert project.samerun("baseline", "prune", "--check", "--no-cache", "--ignore", "REP2").status == 0
    assert project.samerun("baseline", "prune", "--check", "--no-cache", "data").status == 1


def test_a_file_that_can_t_be_read_is_not_taken_for_mended(project: Project) -> None:
    project.edit("train.py", "def main():", "def main(:")
    assert [line.split(": ")[1] for line in project.check().reported] == ["REP001"]
    assert project.samerun("baseline", "prune", "--check", "--no-cache").status == 0


def test_show_lists_it(project: Project) -> None:
    shown = project.samerun("baseline", "show")
    assert shown.status == 0
    assert "train.py: REP101 unseeded-draw in `evaluate`: torch\n" in shown.out
    assert shown.out.endswith("5 findings listed (2 REP101, 1 REP102, 1 REP201, 1 REP302).\n")


def test_without_settings_write_says_how_to_use_it(bare: Project) -> None:
    bare.write(train=TRAIN)
    assert bare.samerun("baseline", "update").status == 2
    written = bare.samerun("baseline", "write", "--no-cache")
    assert (written.status, written.out) == (0, "samerun-baseline.jsonl: 4 findings listed.\n")
    assert 'baseline = "samerun-baseline.jsonl"' in written.err
    assert bare.check("--baseline", "samerun-baseline.jsonl").status == 0
    assert bare.check().status == 1


HEAD = '{"samerun-baseline": 1}\n'
ROW = (
    '{"path": "a.py", "code": "REP101", "in": "", "key": "torch", '
    '"count": 1, "fingerprint": "0", "statements": ["0"]}\n'
)


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (None, "old.jsonl", "can't be read"),
        (b"", "old.jsonl:1", "first line"),
        (b"[]\n", "old.jsonl:1", "first line"),
        (b'{"results": {}, "version": "1.5.0"}\n', "old.jsonl:1", "not a baseline of samerun"),
        (b'{"samerun-baseline": 2}\n', "old.jsonl:1", "another version"),
        (b"\xff\xfe", "old.jsonl", "not UTF-8"),
        (f"{HEAD}<<<<<<< ours\n{ROW}".encode(), "old.jsonl:2", "merge conflict"),
        (f"{HEAD}{ROW}{{".encode(), "old.jsonl:3", "not an entry"),
        (f"{HEAD}{ROW.replace('REP101', '')[:-3]}\n".encode(), "old.jsonl:2", "not an entry"),
        (f"{HEAD}{ROW.replace(': 1', ': 0')}".encode(), "old.jsonl:2", "count"),
        (f"{HEAD}{ROW.replace(': 1', ': 3')}".encode(), "old.jsonl:2", "count is 3"),
        (f"{HEAD}{ROW.replace('path', 'file')}".encode(), "old.jsonl:2", "not an entry"),
    ],
)
def test_a_wrong_baseline_is_an_error(content: bytes | None, place: str, words: str, project: Project) -> None:
    path = project.folder / "old.jsonl"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    commands = [("check", "--no-cache"), ("baseline", "show"), ("baseline", "prune"), ("baseline", "update")]
    for command in [*commands, *([("baseline", "write")] if content is not None else [])]:
        answer = project.samerun(*command)
        assert answer.status == 2
        assert answer.err.startswith(f"samerun: {place}: ")
        assert words in answer.err
        assert (path.read_bytes() if path.exists() else None) == content


def test_surrogates_and_spaces_in_names_are_kept(bare: Project) -> None:
    bare.write(**{"wéird name__a b": SPLIT})
    assert bare.samerun("baseline", "write", "--baseline", "b.jsonl", "--no-cache").status == 0
    assert bare.check("--baseline", "b.jsonl").status == 0
