"""The reports for people: full, concise, the summary, and colour."""

from __future__ import annotations

import pytest

from samerun.report.formats import concise, full
from samerun.report.paint import Paint, wanted
from samerun.run import Silenced
from tests.report.results import finding, fix, notebook, related, source, view

SILENCED = Silenced(finding(source("a.py", "42"), "42"), "comment")
TRAIN = "import torch\n\n\ndef main():\n\ttorch.manual_seed(42)\n\treturn 1\n\n\nmain()\n"


def test_full_shows_message_frame_path_and_help() -> None:
    train = source("src/train.py", TRAIN)
    found = finding(
        train,
        "42",
        help="Give the seed a name",
        fix=fix(train, "42", "SEED"),
        related=(related(train, "main()\n", "the run starts here"),),
    )
    assert "".join(full.render(view([train], [found]))) == (
        "src/train.py:5:20: REP201 [*] Seed `42` is a bare literal\n"
        "  |\n"
        "4 | def main():\n"
        "5 |     torch.manual_seed(42)\n"
        "  |                       ^^\n"
        "6 |     return 1\n"
        "  |\n"
        "  ::: src/train.py:9:1: the run starts here\n"
        "help: Give the seed a name\n"
        "\n"
        "Found 1 finding (1 warning); 1 file read.\n"
        "[*] 1 fixable with `--fix`.\n"
    )


def test_full_draws_ranges_of_many_lines() -> None:
    train = source("train.py", "seed_all(\n    42,\n    [1],\n)\nx = seed_all(\n)\n")
    found = [finding(train, "seed_all(\n    42,\n    [1],\n)"), finding(train, "seed_all(\n)")]
    text = "".join(full.render(view([train], found)))
    assert (
        "  |\n"
        "1 |   seed_all(\n"
        "  |  _^\n"
        "2 | |     42,\n"
        "3 | |     [1],\n"
        "4 | | )\n"
        "  | |_^\n"
        "5 |   x = seed_all(\n"
        "6 |   )\n"
        "  |\n"
    ) in text
    assert "5 |   x = seed_all(\n  |  _____^\n6 | | )\n  | |_^\n" in text


def test_carets_stand_under_wide_combining_and_control_characters() -> None:
    train = source("train.py", 'x = "日本\u0301\u202e", 42\n')
    lines = "".join(full.render(view([train], [finding(train, "42")]))).splitlines()
    assert lines[0].startswith("train.py:1:13:")
    assert lines[2] == '1 | x = "日本\u0301\ufffd", 42'
    assert lines[3] == "  |" + " " * (1 + 5 + 4 + 1 + 3) + "^^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    train = source("train.py", "x = [" + "1, " * 4000 + "42" + ", 1" * 4000 + "]\n")
    lines = "".join(full.render(view([train], [finding(train, "42")]))).splitlines()
    assert len(lines[2]) < 200
    assert lines[2][lines[3].index("^") :].startswith("42")


@pytest.mark.parametrize("text", ["42", "\n\n42\n\n", "x\r\n42\r\n", "x\r42\r", "42 # \x0c\n"])
def test_any_line_ending_makes_a_frame(text: str) -> None:
    train = source("train.py", text)
    drawn = "".join(full.render(view([train], [finding(train, "42")])))
    assert "| 42" in drawn
    assert "\r" not in drawn


def test_an_empty_range_has_a_caret_and_an_unread_file_no_frame() -> None:
    train = source("train.py", "x = (\n")
    (end,) = [finding(train, "\n", code="REP001")]
    assert "  |      ^\n" in "".join(full.render(view([train], [end])))
    lost = view([], [end])
    assert next(full.render(lost)) == "train.py:1:1: REP001 Seed `42` is a bare literal\n"
    assert "|" not in "".join(full.render(lost))


def test_a_notebook_is_located_by_cell_and_its_frame_stays_in_it() -> None:
    book = notebook("explore.ipynb", "# markdown", "import torch\nx = 1", "torch.manual_seed(42)\nz = 3", "w = 4")
    text = "".join(full.render(view([book], [finding(book, "42")])))
    assert text.startswith("explore.ipynb:cell 3:1:19: REP201")
    assert "1 | torch.manual_seed(42)\n" in text
    assert "2 | z = 3\n" in text
    assert "x = 1" not in text
    assert "w = 4" not in text


def test_concise_is_one_line_a_finding() -> None:
    train = source("train.py", TRAIN)
    found = [finding(train, "42"), finding(train, "torch", level="error", code="REP101")]
    assert "".join(concise.render(view([train], found))) == (
        "train.py:5:20: REP201 Seed `42` is a bare literal\n"
        "train.py:1:8: REP101 Seed `42` is a bare literal\n"
        "Found 2 findings (1 error, 1 warning); 1 file read.\n"
    )


def test_unsafe_fixes_are_marked_only_when_asked_for() -> None:
    train = source("train.py", TRAIN)
    unsafe = finding(train, "42", fix=fix(train, "42", "SEED", "unsafe", "It changes the results."))
    shown_only = finding(train, "torch", fix=fix(train, "torch", "SEED", "display"))
    plain = "".join(full.render(view([train], [unsafe, shown_only])))
    assert "[*]" not in plain
    assert "note: It changes the results.\n" in plain
    assert plain.endswith("\n1 unsafe fix available with `--fix --unsafe-fixes`.\n")
    asked = "".join(concise.render(view([train], [unsafe, shown_only], unsafe_fixes=True)))
    assert "REP201 [*]" in asked
    assert asked.endswith("\n[*] 1 fixable with `--fix`.\n")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"files_read": 3}, "All checks passed; 3 files read.\n"),
        ({"files_read": 0, "errors": ("gone",)}, "The run is incomplete; 0 files read.\n"),
        ({"files_read": 1, "silenced": (SILENCED, SILENCED)}, "All checks passed, 2 suppressed; 1 file read.\n"),
        (
            {"files_read": 0, "skipped": ((f"{'/code/project'}/a.ipynb", "not JSON"),)},
            "All checks passed; 0 files read, 1 skipped (a.ipynb: not JSON).\n",
        ),
        (
            {"files_read": 2, "skipped": (("a", "too large"), ("b", "not Python"), ("c", "not Python"))},
            "All checks passed; 2 files read, 3 skipped (2 not Python, 1 too large).\n",
        ),
    ],
)
def test_the_summary_says_what_was_read_and_what_was_not(fields: dict[str, object], line: str) -> None:
    assert "".join(concise.render(view([], [], result=fields))) == line
    assert "".join(concise.render(view([], [], result=fields, brief=True))) == ""


@pytest.mark.parametrize(
    ("when", "environment", "terminal", "answer"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_when_to_colour(when: str, environment: dict[str, str], terminal: bool, answer: bool) -> None:
    assert wanted(when, environment, terminal=terminal) is answer  # type: ignore[arg-type]


def test_colour_changes_no_character() -> None:
    import re

    train = source("train.py", TRAIN)
    found = [finding(train, "42", fix=fix(train, "42", "SEED"), help="Name it")]
    plain = "".join(full.render(view([train], found)))
    colourful = "".join(full.render(view([train], found, paint=Paint(on=True))))
    assert colourful != plain
    assert re.sub(r"\x1b\[[\d;]*m", "", colourful) == plain


def test_full_puts_findings_of_one_run_and_stream_together() -> None:
    files = [source(name, "draw(1, 2)\n") for name in ("a.py", "b.py")]
    late, early = (f"{files[0].path[:-4]}{name}.py" for name in ("train", "eval"))
    found = [
        finding(files[0], "1", entry=late, streams=("torch",), message="one"),
        finding(files[0], "2", entry=early, streams=("python",), message="two"),
        finding(files[0], "draw", message="three"),
        finding(files[1], "1", entry=late, streams=("torch",), message="four"),
        finding(files[1], "2", entry=late, streams=("dask",), message="five"),
    ]
    text = "".join(full.render(view(files, found)))
    lines = [line for line in text.splitlines() if line.startswith("──") or "REP201" in line]
    assert [line.rpartition("REP201 ")[2] for line in lines] == [
        "three",
        "── run from eval.py: Python's `random` stream",
        "two",
        "── run from train.py: PyTorch's stream",
        "one",
        "four",
        "── run from train.py: the `dask` stream",
        "five",
    ]
    assert [line[-4:].strip() for line in "".join(concise.render(view(files, found))).splitlines()[:2]] == [
        "one",
        "two",
    ]
