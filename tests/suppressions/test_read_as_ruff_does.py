"""The real ruff is the judge of what an ignore comment silences: the same files, with its codes and its name."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING

import pytest

from samerun.rules.finding import Finding
from samerun.suppressions.suppressions import Suppressions
from samerun.workspace.sources import source_from_text
from samerun.workspace.spans import Span
from tests.report.real_ruff import ruff
from tests.report.results import notebook_bytes

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20260101
WORD = re.compile(rb"undefined\d*")
FORMS = (
    *("#noqa", "# NOQA:F821", "# nOqA: F821", "# noqa  :  F821", "# noqa : F821", "#\xa0noqa: F821", "## noqa"),
    *("# noqa:E501,F821", "# noqa: E501 F821", "# noqa: E501F821", "# noqa F821", "# noqa:", "# noqa: some text"),
    *("# noqa: F821 because", "# noqa: F821: because", "# noqa: E501; F821", "# x # noqa: F821", "# x noqa: F821"),
    *("#: noqa", "# noqa-x", "# noqaf", "# noqa.", "# noqa: F821abc", "# noqa: F8", "# noqa: F", "# noqa: f821"),
    *(
        "# noqa: undefined-name",
        "# noqa:E501 , F821",
        "# noqa: ,F821",
        "# noqa: E501 # noqa: F821",
        "# noqa # noqa: E5",
    ),
    *("# noqa(F821)", "# noqa: E501 and F821", "# noqa: F821-x", "# noqa:F821#x", "# noqa!", "# noqa: all", "# noqa#"),
    *("# type: ignore # noqa", "# noqa: E501:F821", "# noqa:: F821", "#noqaé", "# noqa é", "# noqa: F821é", "#!noqa"),
    *("# noqa: F821 F", "# noqa: E,F821", "# noqa:F821,E", "# noqa: F821 E501F", "# noqa:F821\tx", "# no qa"),
    *(
        "# samerun: ignore[F821]",
        "# samerun:ignore[F821] why",
        "#samerun : ignore [ F821 ] -- why",
        "# samerun: ignore",
    ),
    *("# samerun: ignore[E501, F821]", "# samerun: ignore[E501 F821]", "# samerun: ignore[F8]", "# samerun: ignore[]"),
    *("# samerun: Ignore[F821]", "# SAMERUN: ignore[F821]", "# samerun: ignore[f821]", "# samerun: ignore[F821,]"),
    *("# x # samerun: ignore[F821]", "# x samerun: ignore[F821]", "# samerun: ignore[E501] # samerun: ignore[F821]"),
    *("# samerun: ignore[F821", "# samerun: ignore[,F821]", "# samerun: ignore[F821;]", "# samerun: ignoref[F821]"),
    *("# samerun: ignore[E501] # noqa: F821", "# noqa: E501 # samerun: ignore[F821]", "# samerun: file-ignore[F821]"),
    *("# samerun: disable[F821]", "# samerun: noqa", "# flake8: noqa", "# samerun: noqa: F821"),
)
PIECES = (
    *("#", "# ", "noqa", "NoQA", ":", ": ", " ", ",", ", ", "F821", "E501", "F", "x", "-", "\t", "[", "]", "é", "8"),
    *("samerun:", "samerun: ", "ignore", "ignore[", "because", " # noqa", "# samerun: ignore[F821]", "# noqa: F821"),
)
BODY = (
    "undefined1\n\n\ndef f(x):\n{a}    undefined2\n    if x:\n{b}        undefined3\n    undefined4\n{c}\nundefined5\n"
)
FILES = {
    "file_top": "{0}: noqa\nundefined\n",
    "file_bottom": "undefined\n{0}: noqa: F821\n",
    "file_trailing": "undefined\nx = 1  {0}: noqa\n",
    "file_in_function": "def f():\n    {0}: noqa: E501, F821 why\n    undefined\n",
    "file_in_brackets": "x = [\n{0}: noqa\n    undefined\n]\n",
    "file_odd_indent": "undefined\n    {0}: noqa\n",
    "file_prefix": "{0}: noqa: F8\nundefined\n",
    "file_lower": "{0}: noqa: f821\nundefined\n",
    "file_capitals": "{0}: NOQA\nundefined\n",
    "file_no_colon": "{0} noqa\nundefined\n",
    "file_spaced": "{0} : noqa\nundefined\n",
    "file_nested": "# x {0}: noqa\nundefined\n",
    "file_in_text": "# x " + "{1}: noqa\nundefined\n",
    "file_ignore": "undefined\n{0}: file-ignore[F821]\n",
    "file_ignore_indented": "def f():\n    {0}: file-ignore[F821]\n    undefined\n",
    "file_ignore_trailing": "undefined  {0}: file-ignore[F821]\n",
    "own_line": "{0}: ignore[F821]\nx = [\n    undefined,\n    undefined,\n]\nundefined\n",
    "own_line_apart": "{0}: ignore[F821]\n\n# more\n\nundefined\nundefined\n",
    "own_line_def": "{0}: ignore[F821]\ndef f(\n    x=undefined,\n):\n    undefined\n",
    "own_line_indented": "if x0:  # noqa\n    {0}: ignore[F821]\n    undefined\n    undefined\n",
    "own_line_last": "undefined\n{0}: ignore[F821]\n",
    "own_line_before_dedent": "if x0:  # noqa\n    undefined\n    {0}: ignore[F821]\nundefined\n",
    "range": "undefined\n{0}: disable[F821]\nundefined\n{0}: enable[F821]\nundefined\n",
    "range_open": "undefined\n{0}: disable[F821]\nundefined\n",
    "range_block": BODY.format(a="    {0}: disable[F821]\n", b="", c=""),
    "range_inner": BODY.format(a="", b="        {0}: disable[F821]\n", c=""),
    "range_enable_outside": BODY.format(a="    {0}: disable[F821]\n", b="", c="{0}: enable[F821]\n"),
    "range_enable_inside": BODY.format(a="    {0}: disable[F821]\n", b="        {0}: enable[F821]\n", c=""),
    "range_enable_at_edge": BODY.format(a="    {0}: disable[F821]\n", b="", c="    {0}: enable[F821]\n"),
    "range_wrong_indent": BODY.format(a="  {0}: disable[F821]\n", b="", c=""),
    "range_odd_indent": "undefined\nundefined\n  {0}: disable[F821]\nundefined\n",
    "range_trailing": "undefined\nx = 1  {0}: disable[F821]\nundefined\n",
    "range_other_codes": "{0}: disable[F821, E501]\nundefined\n{0}: enable[F821]\nundefined\n",
    "range_same_codes": "{0}: disable[F821, E501]\nundefined\n{0}: enable[F821, E501]\nundefined\n",
    "range_order_of_codes": "{0}: disable[F821, E501]\nundefined\n{0}: enable[E501, F821]\nundefined\n",
    "range_twice": "{0}: disable[F821]\n{0}: disable[E5]\nundefined\n{0}: enable[F821]\nundefined\n{0}: enable[E5]\n",
    "range_enable_first": "{0}: enable[F821]\nundefined\n{0}: disable[F821]\nundefined\n",
    "range_nested": "{0}: disable[F821]\nundefined\n{0}: disable[F821]\n{0}: enable[F821]\nundefined\n"
    "{0}: enable[F821]\nundefined\n",
    "range_tabs": "def f():\n\t{0}: disable[F821]\n\tundefined\n\t{0}: enable[F821]\n\tundefined\n",
    "in_string": 'x = """\n{0}: noqa\n{0}: disable[F821]\n"""\nundefined\n',
    "crlf": "{0}: disable[F821]\r\nundefined\r\n{0}: enable[F821]\r\nundefined  # noqa: F821\r\nundefined\r\n",
    "joined_noqa": 'x = (undefined,\n  undefined)  # noqa\ny = undefined + """\n"""  # noqa\n',
    "continued_noqa": "z = undefined + \\\n undefined # noqa\n",
}
CELLS = (
    "undefined\nx = 1  # noqa: F821",
    "{0}: disable[F821]\nundefined\n",
    "# markdown",
    "undefined",
    "{0}: enable[F821]",
)


def silenced(name: str, data: bytes) -> set[int]:
    """The offsets of the names in the joined text that our reading silences."""
    source = source_from_text(f"/project/{name}", data)
    suppressions = Suppressions(source)
    found = set()
    for match in WORD.finditer(source.data):
        span = Span(*match.span())
        finding = Finding("F821", "", "error", source.path, span, span)
        if suppressions.silencing(finding):
            found.add(match.start())
    return found


def reported_by_ruff(folder: Path) -> dict[str, set[tuple[int | None, int, int]]]:
    """The places that ruff reports, by file."""
    rows = json.loads(ruff(folder, "check", "--select=F821", "--output-format=json", "."))
    found: dict[str, set[tuple[int | None, int, int]]] = {}
    for row in rows:
        place = (row["cell"], row["location"]["row"], row["location"]["column"])
        found.setdefault(row["filename"].rpartition("/")[2], set()).add(place)
    return found


def reported_by_us(name: str, data: bytes) -> set[tuple[int | None, int, int]]:
    source = source_from_text(f"/project/{name}", data)
    hidden = silenced(name, data)
    out: set[tuple[int | None, int, int]] = set()
    for match in WORD.finditer(source.data):
        if match.start() not in hidden and b"#" not in line_before(source.data, match.start()):
            offset = match.start()
            place = source.lines.position(offset) if source.cells is None else source.cells.place(offset)
            out.add((None, *place) if source.cells is None else place)
    return out


def line_before(data: bytes, at: int) -> bytes:
    return data[data.rfind(b"\n", 0, at) + 1 : at]


def forms() -> list[str]:
    chance = random.Random(SEED)
    made = {"#" + "".join(chance.choices(PIECES, k=chance.randint(2, 7))) for _ in range(1500)}
    return [*FORMS, *sorted(form for form in made if "samerun:" not in form.replace("# samerun: ignore[", ""))]


def test_comments_after_code_silence_what_they_silence_in_ruff(tmp_path: Path) -> None:
    text = "".join(f"undefined{number}  {form}\n" for number, form in enumerate(forms()))
    (tmp_path / "forms.py").write_text(text.replace("samerun", "ruff").replace("SAMERUN", "RUFF"), encoding="utf-8")
    theirs = {row for _, row, _ in reported_by_ruff(tmp_path)["forms.py"]}
    ours = {row for _, row, _ in reported_by_us("forms.py", text.encode())}
    lines = text.splitlines()
    assert len(lines) > 500
    assert 100 < len(theirs) < len(lines) - 100
    assert {lines[row - 1]: row in theirs for row in ours ^ theirs} == {}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[int | None, int, int]]]:
    folder = tmp_path_factory.mktemp("ruff")
    for name, text in FILES.items():
        (folder / f"{name}.py").write_bytes(text.format("# ruff", "ruff").encode())
    (folder / "book.ipynb").write_bytes(notebook_bytes(*(cell.format("# ruff") for cell in CELLS)))
    (folder / "flake8.py").write_text("# flake8: noqa\nundefined\n")
    (folder / "flake8_codes.py").write_text("# flake8: noqa: F821\nundefined\n")
    return reported_by_ruff(folder)


@pytest.mark.parametrize("name", FILES)
def test_files_are_silenced_where_ruff_silences_them(
    name: str, theirs: dict[str, set[tuple[int | None, int, int]]]
) -> None:
    data = FILES[name].format("# samerun", "samerun").encode()
    assert reported_by_us(f"{name}.py", data) == theirs.get(f"{name}.py", set())


def test_a_notebook_is_one_text_as_in_ruff(theirs: dict[str, set[tuple[int | None, int, int]]]) -> None:
    data = notebook_bytes(*(cell.format("# samerun") for cell in CELLS))
    assert reported_by_us("book.ipynb", data) == theirs["book.ipynb"] == {(1, 1, 1)}


@pytest.mark.parametrize("comment", ["# flake8: noqa", "# flake8: noqa: F821"])
def test_flake8_s_file_level_comment_counts_as_in_ruff(
    comment: str, theirs: dict[str, set[tuple[int | None, int, int]]]
) -> None:
    assert "flake8.py" not in theirs
    assert "flake8_codes.py" not in theirs
    assert reported_by_us("a.py", f"{comment}\nundefined\n".encode()) == set()


def test_what_is_said_to_ruff_alone_is_not_for_us() -> None:
    for comment in ("# ruff: noqa", "# ruff: noqa: F821", "# ruff: disable[F821]", "# ruff: file-ignore[F821]"):
        assert reported_by_us("a.py", f"{comment}\nundefined\n".encode()) == {(None, 2, 1)}
