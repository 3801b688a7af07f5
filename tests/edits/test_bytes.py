"""What is outside the edits stays as it is: line ends, marks, encodings, cells."""

from __future__ import annotations

import json

import pytest

from tests.edits.fixing_text import fixed, notebook

TEXT = "# é\n\nimport random\n\n\ndef f():\n\tx = 'ü'   \n\trandom.seed(42)"
AFTER = "# é\n\nimport random\n\nSEED = 42\n\n\ndef f():\n\tx = 'ü'   \n\trandom.seed(SEED)"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("final", [True, False])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks(end: str, final: bool, bom: bytes) -> None:
    before, after = (bom + (text + "\n" * final).replace("\n", end).encode() for text in (TEXT, AFTER))
    assert fixed(before)[0] == after


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "iso-8859-15", "utf-8", "utf-7"])
def test_encodings(encoding: str) -> None:
    cookie = f"# -*- coding: {encoding} -*-\n"
    before, after = ((cookie + text).encode(encoding) for text in (TEXT, AFTER))
    assert fixed(before)[0] == after


def test_an_encoding_that_would_not_come_back_the_same() -> None:
    before = b"# coding: utf-7\nx = '+AGEAYg-'\nimport random\nrandom.seed(42)\n"  # "ab", spelt the long way
    after, result = fixed(before)
    assert after == before
    assert [reason for _, reason in result.dropped] == [
        "the fix of REP201 can't be applied: writing it in utf-7 would change other parts of the file"
    ]


def test_mixed_line_ends_form_feeds_and_wide_characters() -> None:
    before = "import random\r\n\x0c\ndef f():\r\n    '\U0001f600'; random.seed(42) # \x0c\r\n\r\n\n".encode()
    after = (
        "import random\r\n\r\nSEED = 42\r\n\r\n\x0c\ndef f():\r\n    '\U0001f600'; random.seed(SEED) # \x0c\r\n\r\n\n"
    ).encode()
    assert fixed(before)[0] == after


def test_a_notebook_cell_by_cell() -> None:
    before = notebook(
        ["import random\n", "import torch"],
        "%matplotlib inline\nrandom.seed(42)  # first",
        ["%%time\n", "torch.manual_seed(42)\n", "torch.manual_seed(7)"],
        ["!ls\n", "torch.manual_seed(7)"],
    )
    after = notebook(
        ["import random\n", "import torch"],
        "%matplotlib inline\n\nSEED = 42\n\nrandom.seed(SEED)  # first",
        ["%%time\n", "\n", "SEED_7 = 7\n", "\n", "torch.manual_seed(SEED)\n", "torch.manual_seed(SEED_7)"],
        ["!ls\n", "torch.manual_seed(SEED_7)"],
    )
    new, result = fixed(before, name="explore.ipynb")
    assert json.loads(new) == json.loads(after)
    assert new == after
    assert result.findings == ()
    assert fixed(new, name="explore.ipynb")[0] == new


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_rest_of_the_json_is_untouched(indent: int | None, ends: str) -> None:
    before = notebook(["import random\n", "\n", "random.seed(42)\n", "x = '\\u00e9'"], "y", indent=indent, ends=ends)
    new, _ = fixed(before, name="explore.ipynb")
    expected = ["import random\n", "\n", "SEED = 42\n", "\n", "random.seed(SEED)\n", "x = '\\u00e9'"]
    assert json.loads(new)["cells"][0]["source"] == expected
    start, end = before.index(b'"source": [') + 11, before.index(b"]", before.index(b'"source": ['))
    assert new.startswith(before[:start])
    assert new.endswith(before[end:])


def test_a_seed_on_a_line_of_ipython_s_stays() -> None:
    before = notebook("import random\n%time random.seed(42)\nrandom.seed(7)")
    new, result = fixed(before, name="explore.ipynb")
    assert new == notebook("import random\n%time random.seed(42)\n\nSEED = 7\n\nrandom.seed(SEED)")
    assert [(finding.code, finding.fix) for finding in result.findings] == [("REP201", None)]
