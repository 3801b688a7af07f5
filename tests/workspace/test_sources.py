"""Reading files: what CPython would read, and one sentence for each file that it would not."""

import ast
import codecs
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samerun.workspace import sources
from samerun.workspace.sources import SourceProblem, encode_back, read_source, source_from_text


def problem(path: Path | str) -> SourceProblem:
    with pytest.raises(SourceProblem) as caught:
        read_source(path)
    return caught.value


def written(tmp_path: Path, data: bytes, name: str = "a.py") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("raw", "encoding", "data"),
    [
        (b"", "utf-8", b""),
        (b"x = 1\r\ny = 2\r", "utf-8", b"x = 1\r\ny = 2\r"),
        ("é = 1\n\f".encode(), "utf-8", "é = 1\n\f".encode()),
        (codecs.BOM_UTF8 + b"x = 1", "utf-8", b"x = 1"),
        (codecs.BOM_UTF8 + b"# coding: utf-8\n", "utf-8", b"# coding: utf-8\n"),
        (b"# coding: latin-1\n'\xe9'\n", "iso-8859-1", "# coding: latin-1\n'é'\n".encode()),
        (b"#!/bin/sh\n# vim: set fileencoding=cp1252 :\n'\x80'", "cp1252", None),
        (b"\n#coding=koi8-r\n'\xc1'", "koi8-r", None),
        (b"x = 1\n# coding: latin-1\n", "utf-8", None),
        (b"# -*- coding: utf-8-unix -*-\n", "utf-8", None),
        (b"# coding: Latin_1_unix \xe9\n", "iso-8859-1", None),
        (b"\r# coding: latin-1\r'\xe9'", "iso-8859-1", None),
    ],
)
def test_decoding(tmp_path: Path, raw: bytes, encoding: str, data: bytes | None) -> None:
    source = read_source(written(tmp_path, raw))
    assert (source.encoding, source.bom, source.kind) == (encoding, raw.startswith(codecs.BOM_UTF8), "python")
    if data is not None:
        assert source.data == data
    assert ast.dump(ast.parse(source.text)) == ast.dump(ast.parse(raw))
    assert encode_back(source, source.data) == raw


def encoding_is_utf8(raw: bytes) -> bool:
    return re.search(rb"coding[:=][ \t]*(?!utf)[-\w.]+", raw, re.IGNORECASE) is None


heads = st.sampled_from(
    [
        b"# coding: ",
        b"#coding=",
        b"\n\t# -*- coding:",
        b"# \xe9 coding: ",
        b"x # coding: ",
        b"'''\n# coding: ",
        b"\f\r# coding = ",
    ]
)
names = st.sampled_from(
    [
        b"utf-8",
        b"UTF8",
        b"utf_8_sig",
        b"latin-1",
        b"iso-latin-1-mac",
        b"cp1252",
        b"ascii",
        b"rot13",
        b"nope",
        b"hex",
        b"utf-8x",
        b"",
    ]
)


@given(
    st.booleans(),
    heads,
    names,
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
    st.sampled_from([b"", b"'\xe9'", "'é€'".encode(), b"'\x81'"]),
)
@example(True, b"# coding: ", b"UTF8", b"\n", b"")
def test_decoding_agrees_with_the_compiler(bom: bool, head: bytes, name: bytes, end: bytes, body: bytes) -> None:
    raw = (codecs.BOM_UTF8 if bom else b"") + head + name + end + body + end
    try:
        tree = ast.dump(ast.parse(raw))
    except (SyntaxError, LookupError, UnicodeError) as error:
        if "'''" in str(raw) or "unterminated" in str(error):
            return
        with pytest.raises(SourceProblem):
            source_from_text("a.py", raw)
    else:
        if b"\xe9" in head and encoding_is_utf8(raw):
            return  # of bytes (not of a script) the compiler never decodes the comments
        assert ast.dump(ast.parse(source_from_text("a.py", raw).text)) == tree


@pytest.mark.parametrize(
    ("raw", "message", "line", "offset"),
    [
        (b"x = 1\r\ny = '\xff'\n", "byte 0xff at offset 12 is not valid UTF-8", 2, 12),
        (codecs.BOM_UTF8 + b"\xff", "byte 0xff at offset 3 is not valid UTF-8", 1, 3),
        (b"# coding: ascii\n'\xe9'", "byte 0xe9 at offset 17 is not valid ascii", 2, 17),
        (b"\n# coding: nope\n", 'unknown encoding "nope"', 2, 11),
        (b"# coding: hex\n", '"hex" is not an encoding of text', 1, 10),
        (
            codecs.BOM_UTF8 + b"# coding: latin-1\n",
            "begins with a UTF-8 byte order mark but declares iso-8859-1",
            1,
            13,
        ),
        (b"x = 1\ny = '\0'\n", "NUL byte at offset 11", 2, 11),
        ("x = 1\n".encode("utf-16"), "UTF-16", 1, 0),
    ],
)
def test_refusals_name_the_place(tmp_path: Path, raw: bytes, message: str, line: int, offset: int) -> None:
    found = problem(written(tmp_path, raw))
    assert message in found.message
    assert (found.line, found.offset) == (line, offset)
    assert found.source.lines.line_of(found.span.start) == line or b"\0" in raw
    assert 0 <= found.span.start <= found.span.end <= len(found.source.data)
    with pytest.raises((SyntaxError, ValueError, LookupError)):
        compile(raw, "a.py", "exec")


@given(st.binary(max_size=60))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    for name in ("a.py", "a.ipynb"):
        try:
            source = source_from_text(name, raw)
        except SourceProblem as found:
            span, shown = found.span, found.source.data
            assert span.end <= len(shown)
        else:
            assert source.data.decode("utf-8") == source.text
            if name == "a.py":
                assert encode_back(source, source.data) == raw


def test_things_that_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "broken.py").symlink_to("nowhere.py")
    (tmp_path / "round.py").symlink_to("round.py")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(tmp_path)  # the path of a socket has to be short
        try:
            listener.bind("socket.py")
        finally:
            os.chdir(here)
        assert problem(tmp_path / "socket.py").message == "this is a socket, not a file"
    assert problem(tmp_path / "pipe.py").message == "this is a pipe, not a file"
    assert problem(tmp_path / "folder.py").message == "this is a folder, not a file"
    assert problem(tmp_path / "broken.py").message == 'this symbolic link is broken: it leads to "nowhere.py"'
    assert problem(tmp_path / "round.py").message == "this symbolic link goes round in a circle"
    assert problem(tmp_path / "none.py").message == "the file can't be read: no such file or directory"
    assert problem("a\0b.py").message == "the file can't be read: embedded null byte"
    assert problem("/dev/null").message == "this is a device, not a file"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_unreadable(tmp_path: Path) -> None:
    path = written(tmp_path, b"")
    path.chmod(0)
    assert problem(path).message == "the file can't be read: permission denied"


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    assert problem(path).message == "the file is too large to analyse: 50.0 MB, the limit is 20 MB"
    path.rename(tmp_path / "a.ipynb")
    assert problem(tmp_path / "a.ipynb").message == "the file is too large to analyse: 50.0 MB, the limit is 40 MB"
    with pytest.raises(SourceProblem, match="too large"):
        source_from_text("-", b"#" * (sources.MAX_PYTHON_BYTES + 1))


def test_identity_keeps_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, b"x = 1", "real.py")
    (tmp_path / "link.py").symlink_to("real.py")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    source = read_source("../link.py")
    assert source.path == (tmp_path / "link.py").as_posix()
    assert source.digest == read_source("../real.py").digest
    assert len(source.digest) == 16


def test_encode_back_restores_mark_and_encoding() -> None:
    source = source_from_text("a.py", codecs.BOM_UTF8 + b"x\r\n")
    assert encode_back(source, "é\r\n".encode()) == codecs.BOM_UTF8 + "é\r\n".encode()
    source = source_from_text("a.py", b"# coding: latin-1\n'\xe9'")
    assert encode_back(source, source.data + "ü".encode()) == b"# coding: latin-1\n'\xe9'\xfc"
    with pytest.raises(SourceProblem, match="iso-8859-1 can't encode '€'"):
        encode_back(source, "€".encode())


def test_reading_needs_few_imports() -> None:
    code = "import sys; from samerun.workspace import sources, discovery; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"json", "pathspec", "subprocess", "hashlib", "libcst", "tomllib"} & set(loaded)
