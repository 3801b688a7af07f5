"""Notebooks: the joined text, the way back to cell and JSON line, and writing one cell only."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samerun.workspace.notebooks import NotebookMap, edit_cells, replace_cell_sources
from samerun.workspace.sources import SourceFile, SourceProblem, encode_back, read_source, source_from_text
from samerun.workspace.spans import Span


def code(source: str | list[str], **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source, **more}


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def dumped(cells: list[dict[str, Any]], indent: int | None = 1, **metadata: Any) -> bytes:
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=indent, ensure_ascii=False).encode()


def opened(raw: bytes) -> tuple[SourceFile, NotebookMap]:
    source = source_from_text("a.ipynb", raw)
    assert source.cells is not None
    return source, source.cells


TWO = dumped(
    [markdown("# é\n"), code(["import os\n", "é = 1; x = 2"]), code("%time y = 3\n!ls\n"), code([]), code("z = 4")]
)


def test_cells_are_joined() -> None:
    source, cells = opened(TWO)
    assert source.kind == "notebook"
    assert source.text == "import os\né = 1; x = 2\ny = 3\nget_ipython().system('ls')\n\nz = 4\n"
    assert source.lines is cells.lines
    assert cells.place(source.data.index(b"x = 2")) == (2, 2, 8)
    assert cells.place(source.data.index(b"y = 3")) == (3, 1, 7)
    assert cells.place(source.data.index(b"z = 4")) == (5, 1, 1)
    assert cells.place(len(source.data)) == (5, 2, 1)
    assert [cells.locate(line) for line in range(1, 7)] == [(2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (5, 1)]
    with pytest.raises(ValueError):
        encode_back(source, b"")


def test_json_lines_are_where_the_text_is_written() -> None:
    source, cells = opened(TWO)
    shown = TWO.decode().split("\n")
    for text in ("import os", "x = 2", "y = 3", "z = 4"):
        assert text in shown[cells.json_line(source.text.encode().index(text.encode())) - 1]


def test_json_lines_of_odd_lists() -> None:
    raw = dumped([code(["a", " = 1\nb = 2\n", "", "c = 3\n", "", "d =", " 4\n"])])
    _, cells = opened(raw)
    shown = raw.decode().split("\n")
    written = [shown[cells.json_line(cells.lines.starts[line]) - 1].strip(" ,") for line in range(4)]
    assert written == ['"a"', json.dumps(" = 1\nb = 2\n"), json.dumps("c = 3\n"), '"d ="']


def test_nbformat_3_and_other_languages() -> None:
    sheet = {"cells": [{"cell_type": "code", "language": "python", "input": ["x = 1\n"], "outputs": []},
                       {"cell_type": "code", "language": "r", "input": "x <- 1"}]}  # fmt: skip
    raw = json.dumps({"nbformat": 3, "metadata": {"name": ""}, "worksheets": [sheet, sheet]}).encode()
    source, cells = opened(raw)
    assert source.text == "x = 1\nx = 1\n"
    assert [cell.number for cell in cells.cells] == [1, 3]
    vscode = {"vscode": {"languageId": "sql"}}
    assert opened(dumped([code("select 1", metadata=vscode), code("x = 1")]))[0].text == "x = 1\n"


@pytest.mark.parametrize(
    ("counts", "late"),
    [
        ((1, 2, 3), None),
        ((None, 4, None, 9), None),
        ((1, 5, 2, 6), (2, 3)),
        ((7, None, 2), (1, 3)),
        ((1, 2, 3, 1, 2), None),  # two sessions: nobody knows which was first
        (("1", True, 3, 2), (3, 4)),
        ((), None),
    ],
)
def test_cells_that_had_run_in_another_order(counts: tuple[object, ...], late: tuple[int, int] | None) -> None:
    assert opened(dumped([code("x = 1", execution_count=count) for count in counts]))[1].late == late


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"language": "R", "name": "ir"}},
        {"language_info": {"name": "julia"}},
        {"kernelspec": {"language": "sage"}, "language_info": {"name": "python"}},
    ],
)
def test_notebooks_in_other_languages_are_skipped(metadata: dict[str, Any]) -> None:
    with pytest.raises(SourceProblem, match=r"the notebook's language is (R|julia|sage), not Python") as caught:
        opened(dumped([code("x <- 1")], **metadata))
    assert caught.value.skip


@pytest.mark.parametrize("name", ["python", "Python3", "ipython", "pyspark"])
def test_python_by_other_names(name: str) -> None:
    assert opened(dumped([code("x = 1")], kernelspec={"language": ""}, language_info={"name": name}))[0].data


@pytest.mark.parametrize(
    ("raw", "message", "line", "skip"),
    [
        (b" \n", "the notebook is empty", None, True),
        (b'{\n "cells": [\n<<<<<<<\n', "the notebook is not valid JSON: expecting value", 3, False),
        (b"[1]", "the file is JSON but not a notebook: it has no list of cells", 1, False),
        (b'{"cells": 3}', "the file is JSON but not a notebook: it has no list of cells", 1, False),
        (b'{\n"a": "\xff"}', "byte 0xff at offset 8 is not valid UTF-8", 2, False),
        (dumped([code([3])]), "the source of cell 1 is not text", None, False),  # type: ignore[list-item]
        (dumped([code("a\0")]), "cell 1 holds a NUL character", 8, False),
        (b"[" * 100_000, "the notebook's JSON can't be read", None, False),
    ],
)
def test_refusals(raw: bytes, message: str, line: int | None, skip: bool) -> None:
    with pytest.raises(SourceProblem) as caught:
        opened(raw)
    assert caught.value.message.startswith(message)
    assert (caught.value.line, caught.value.skip) == (line, skip)


def test_half_surrogates_marks_and_odd_values() -> None:
    cells = b'"cells": [{"cell_type": "code", "source": "x = \'\\ud800\' # n\\u00e9"}]'
    raw = b"\xef\xbb\xbf{" + cells + b', "a": [NaN, -1e3, true]}'
    source, places = opened(raw)
    assert source.text == "x = '?' # né\n"
    assert (source.bom, places.place(5)) == (True, (1, 1, 6))
    empty, places = opened(b'{"cells": []}')
    assert (empty.data, places.place(0), places.json_line(0)) == (b"", (1, 1, 1), 1)


lines = st.text(st.sampled_from('ab é€😀"\\/\t\u2028\x1b'), max_size=6)
sources = st.lists(st.tuples(lines, st.sampled_from(["\n", "\n", "\r\n", ""])).map("".join), max_size=5)
styles = st.sampled_from([{"indent": 1}, {"indent": 4}, {"indent": None}, {"separators": (",", ":")}])
notebooks = st.tuples(
    st.lists(st.tuples(st.sampled_from(["code", "markdown", "raw"]), st.booleans(), sources), min_size=1, max_size=4),
    styles,
    st.booleans(),
)


def built(parts: list[tuple[str, bool, list[str]]], style: dict[str, Any], ascii_only: bool) -> bytes:
    cells = []
    for kind, joined, source in parts:
        decoy = {"source": ["cells", "]}"], "text": '"source": ["'}
        cells.append(
            {"cell_type": kind, "metadata": decoy, "outputs": [decoy], "source": "".join(source) if joined else source}
        )
    return json.dumps({"metadata": {"cells": [1]}, "cells": cells, "x": 1}, ensure_ascii=ascii_only, **style).encode()


@given(notebooks)
def test_every_line_finds_its_cell(notebook: Any) -> None:
    raw = built(*notebook)
    source, cells = opened(raw)
    texts = {number: "".join(part[2]) for number, part in enumerate(notebook[0], 1)}
    for line in range(1, len(source.lines.starts)):
        cell, row = cells.locate(line)
        own = texts[cell].encode().splitlines() or [b""]
        if line not in cells.rewritten:
            assert source.lines.line_text(line).encode() == own[row - 1]
        assert 1 <= cells.json_line(source.lines.starts[line - 1]) <= raw.count(b"\n") + 1


@given(notebooks, st.data())
def test_replacing_sources_changes_nothing_else(notebook: Any, draw: st.DataObject) -> None:
    raw = built(*notebook)
    old = json.loads(raw)
    numbers = draw.draw(st.sets(st.integers(1, len(notebook[0]))))
    new = {number: draw.draw(st.lists(st.tuples(lines, st.just("\n")).map("".join)).map("".join)) for number in numbers}
    changed = replace_cell_sources(raw, new)
    after = json.loads(changed)
    for number, cell in enumerate(old["cells"], 1):
        kept = after["cells"][number - 1]
        if number in new:
            assert type(kept["source"]) is type(cell["source"])
            assert "".join(kept["source"]) == new[number]
            kept["source"] = cell["source"]
    assert after == old
    same = {number: "".join(part[2]) for number, part in enumerate(notebook[0], 1)}
    assert replace_cell_sources(raw, same) == raw
    if changed.count(b"\n") == raw.count(b"\n") and not new:
        assert changed == raw


def test_replaced_lines_keep_the_style() -> None:
    raw = dumped([code(["x = 1\n", "y = 'é'"]), code([]), code("a\n\\b")], indent=2)
    raw = raw.replace(b'"x = 1\\n"', b'"x\\u0020= 1\\n"')
    changed = replace_cell_sources(raw, {1: "x = 1\nSEED = 1\ny = 'é'", 2: "z = 3\n", 3: "a\n\\bc"})
    assert changed == (
        raw.replace(b'1\\n",\n', b'1\\n",\n        "SEED = 1\\n",\n')
        .replace(b'"source": []', b'"source": [\n        "z = 3\\n"\n      ]')
        .replace(b'\\\\b"', b'\\\\bc"')
    )
    with pytest.raises(KeyError):
        replace_cell_sources(raw, {4: ""})


def test_edits_of_the_joined_text() -> None:
    _, cells = opened(TWO)
    joined = cells.lines.data
    at = joined.index(b"x = 2")
    edits = [(Span(at + 4, at + 5), "SEED"), (Span(0, 0), "SEED = 2\n"), (Span(len(joined) - 2, len(joined)), "5\n")]
    after = edit_cells(TWO, cells, edits)
    assert after == (
        TWO.replace(b'"import os', b'"SEED = 2\\n",\n    "import os')
        .replace(b"x = 2", b"x = SEED")
        .replace(b"z = 4", b"z = 5")
    )
    start = joined.index(b"y = 3")
    with pytest.raises(ValueError, match="IPython"):
        edit_cells(TWO, cells, [(Span(start, start), "")])
    with pytest.raises(ValueError, match="two cells"):
        edit_cells(TWO, cells, [(Span(at, start + 1), "")])


@given(notebooks)
def test_every_unchanged_line_can_be_edited(notebook: Any) -> None:
    raw = built(*notebook)
    source, cells = opened(raw)
    for line in range(1, len(source.lines.starts)):
        cell, _ = cells.locate(line)
        if line not in cells.rewritten:
            span = source.lines.line_span(line)
            after = edit_cells(raw, cells, [(span, "NEW")])
            text = source.data[: span.start] + b"NEW" + source.data[span.end :]
            assert "".join(json.loads(after)["cells"][cell - 1]["source"]).count("NEW") == 1
            edited, edited_cells = opened(after)
            if not (cells.rewritten or edited_cells.rewritten):  # a line that was a continuation may be a magic now
                assert edited.data == text


@pytest.mark.skipif(not shutil.which("ruff", path=str(Path(sys.executable).parent)), reason="needs ruff")
def test_places_are_those_of_ruff(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(
        dumped(
            [
                markdown("# t"),
                code(["%matplotlib inline\n", "x = 1\n", "if True:\n", "    é = nowhere_1\n"]),
                code("%%bash\nls ("),
                code("'é'; nowhere_2\n!pip install a \\\n  b\nfoo?\nnowhere_3"),
                code("%%time\nnowhere_4\n"),
                code(""),
                code("nowhere_5;"),
            ]
        )
    )
    command = [
        Path(sys.executable).parent / "ruff",
        "check",
        "--isolated",
        "--select=F821",
        "--output-format=json",
        path,
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    theirs = {(e["cell"], e["location"]["row"], e["location"]["column"]) for e in json.loads(done.stdout)}
    source = read_source(path)
    assert source.cells is not None
    assert len(theirs) == 5
    assert {tuple(source.cells.place(source.data.index(f"nowhere_{n}".encode()))) for n in range(1, 6)} == theirs
