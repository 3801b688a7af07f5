"""LineIndex against independent oracles: a regular expression for lines, `ast` for columns."""

import ast
import re

from hypothesis import given
from hypothesis import strategies as st

from samerun.workspace.spans import LineIndex

texts = st.text(st.sampled_from("ab \té€😀\n\r\f\v\u2028\x85")).map(str.encode)


@given(texts)
def test_lines_are_those_of_python(data: bytes) -> None:
    lines = re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", data) or [b""]
    index = LineIndex(data)
    ends = [*index.starts[1:], len(data)]
    found = [data[start:end] for start, end in zip(index.starts, ends, strict=True)]
    assert [line for line in found if line] == [line for line in lines if line]
    assert (found[-1] == b"") == (data == b"" or data.endswith((b"\n", b"\r")))
    for number, line in enumerate(lines, 1):
        assert index.line_text(number).encode() == line.rstrip(b"\r\n")


@given(texts, st.data())
def test_positions_count_code_points_and_utf16_units(data: bytes, draw: st.DataObject) -> None:
    text = data.decode()
    at = draw.draw(st.integers(0, len(text)))
    offset = len(text[:at].encode())
    index = LineIndex(data)
    line, column = index.position(offset)
    start = len(data[: index.starts[line - 1]].decode())
    assert column == at - start + 1
    row, units = index.utf16(offset)
    assert (row, units) == (line - 1, len(text[start:at].encode("utf-16-le")) // 2)


@given(
    st.lists(st.sampled_from(["é = 1", "x = '😀'; y = 2", "\fz = 3", "q = '''\n\r\n€'''; w = 4"])),
    st.sampled_from(["\n", "\r", "\r\n"]),
)
def test_offsets_of_ast_nodes(lines: list[str], end: str) -> None:
    data = end.join(lines).encode()
    index = LineIndex(data)
    for node in ast.walk(ast.parse(data)):
        if isinstance(node, ast.Name):
            start = index.offset(node.lineno, node.col_offset)
            assert data[start : index.offset(node.end_lineno or 0, node.end_col_offset or 0)].decode() == node.id
