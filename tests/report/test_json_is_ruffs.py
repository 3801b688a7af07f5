"""Our JSON beside the real ruff's: its findings go through our report and must come out as they were.

Each row of ruff is made into a finding of ours with the same range, message and edits. Our row must then be
ruff's row, value by value, and have one key more.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from samerun.report.formats import json_report, jsonl
from samerun.rules.finding import Fix
from samerun.workspace.sources import SourceFile, source_from_text
from tests.report.real_ruff import ruff
from tests.report.results import finding, fix, notebook_bytes, related, source, view
from tests.report.ruffs_findings import view_of

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = 'import os\nimport sys\nx = 1; \ndef f():\n\treturn "héé𝒳", undefined\nif x == None: pass\n'
JOINED = '''x = """
abc
""" + undefined1
y = undefined2 + """
""" \\
  + undefined3
z = (undefined4,
   undefined5)
f(undefined6, f"""
{undefined7}
""", """a""")
w = undefined8 + \\
    undefined9 + \\
    """a
    """
# comment \\
v = undefined10
u = \\
 \\
 undefined11; t = f"""
{undefined12}"""
'''
CELLS = (
    "# markdown\n",
    "import os\nx = 1",
    "%matplotlib inline\nimport sys\ny = z",
    's = """\na""", undefined',
    "x = 1\nimport json",
    'import re, ast\nimport abc\nprint("é", nothing)\n',
)
INPUTS = {
    "plain.py": PLAIN.encode(),
    "crlf.py": PLAIN.replace("\n", "\r\n").encode(),
    "mark.py": b"\xef\xbb\xbf" + PLAIN.encode(),
    "joined.py": JOINED.encode(),
    "clean.py": b"x = 1\n",
    "empty.py": b"",
    "broken.py": b"def f(:\n    pass\nx = = 2\n",
    "unended.py": b"x = (1\n",
    "indent.py": b"if x:\npass\n  y = 1",
    "book.ipynb": notebook_bytes(*CELLS),
    "broken.ipynb": notebook_bytes("import os\nx = (1", "def f(:"),
}


@pytest.mark.parametrize("preview", ["--no-preview", "--preview"])
@pytest.mark.parametrize("name", INPUTS)
def test_our_rows_are_ruffs_rows(name: str, preview: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(INPUTS[name])
    theirs = json.loads(ruff(tmp_path, "check", "--select=F,E,W,I", preview, "--output-format=json", name))
    assert bool(theirs) == (name not in ("clean.py", "empty.py"))
    read = source_from_text(file, INPUTS[name])
    ours = shown(read, theirs)
    for own, real in zip(ours, theirs, strict=True):
        extra = own.pop("samerun")
        assert set(extra) == {"enclosing", "entry", "fingerprint", "help", "level", "related", "streams"}
        assert own.keys() == real.keys()
        assert own.pop("url") is None or isinstance(real["url"], str)
        real.pop("url")
        if real["name"] == "invalid-syntax":  # its code is null in preview
            own["code"], own["name"] = real["code"], real["name"]
        assert own == real


def test_the_text_is_laid_out_as_ruffs(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\nx = 'é', undefined\n")
    (tmp_path / "clean.py").write_text("")
    theirs = ruff(tmp_path, "check", "--output-format=json", "--select=F", "a.py")
    assert theirs == json.dumps(json.loads(theirs), indent=2, sort_keys=True, ensure_ascii=False)
    assert ruff(tmp_path, "check", "--output-format=json", "clean.py") == "[]"
    train = source("train.py", 's("é", 42)\n')
    one = view([train], [finding(train, "42", message="Café")])
    text = "".join(json_report.render(one))
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert "Café" in text
    assert "".join(json_report.render(view([], []))) == "[]\n"


def test_json_lines_are_the_same_rows(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\nx = undefined\n")
    theirs = ruff(tmp_path, "check", "--output-format=json-lines", "--select=F", "a.py").splitlines()
    assert [line == _packed(json.loads(line)) for line in theirs] == [True, True]
    train = source("train.py", "s(42)\ns(43)\n")
    both = view([train], [finding(train, "42"), finding(train, "43", code="REP305", level="note")])
    lines = "".join(jsonl.render(both)).splitlines()
    assert [json.loads(line) for line in lines] == json.loads("".join(json_report.render(both)))
    assert lines[0] == _packed(json.loads(lines[0]))


def test_the_one_key_more() -> None:
    train = source("train.py", "import torch\ns(42)\n")
    found = finding(
        train,
        "42",
        level="note",
        help="Name it",
        enclosing="main",
        entry="train.py",
        streams=("torch",),
        related=(related(train, "torch", "imported here"),),
    )
    (row,) = json_report.rows(view([train], [found]))
    assert row["severity"] == "info"
    fingerprint = row["samerun"].pop("fingerprint")
    assert len(fingerprint) == 16
    assert row["samerun"] == {
        "enclosing": "main",
        "entry": "train.py",
        "help": "Name it",
        "level": "note",
        "related": [
            {
                "filename": train.path,
                "message": "imported here",
                "cell": None,
                "location": {"row": 1, "column": 8},
                "end_location": {"row": 1, "column": 13},
            }
        ],
        "streams": ["torch"],
    }


@pytest.mark.parametrize("after", [("y = 2",), (), ("# markdown",)])
def test_an_edit_that_takes_a_cells_last_line_ends_in_that_cell(after: tuple[str, ...]) -> None:
    book = source_from_text("/code/project/b.ipynb", notebook_bytes("x = 1\nimport os", *after))
    whole = fix(book, "import os\n", "")
    (row,) = json_report.rows(view([book], [finding(book, "os", fix=whole)]))
    assert row["fix"]["edits"] == [
        {"content": "", "location": {"row": 2, "column": 1}, "end_location": {"row": 2, "column": 10}}
    ]


def test_standard_input_without_a_name_is_a_dash() -> None:
    piped = source("-", "s(42)\n")
    (row,) = json_report.rows(view([piped], [finding(piped, "42")], stdin=piped.path))
    assert row["filename"] == "-"


def test_a_fix_over_two_files_is_not_shown_half() -> None:
    train, config = source("train.py", "s(42)\n"), source("config.py", "x = 1\n")
    both = Fix((*fix(train, "42", "SEED").edits, *fix(config, "x", "y").edits), "safe", "Name it")
    (row,) = json_report.rows(view([train, config], [finding(train, "42", fix=both)]))
    assert row["fix"] is None


def shown(read: SourceFile, theirs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ruff's rows, through findings of ours, as our report prints them."""
    rows: list[dict[str, Any]] = json.loads("".join(json_report.render(view_of(read, theirs))))
    return rows


def _packed(row: object) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
