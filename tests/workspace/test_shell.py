"""Shell text, Dockerfiles and YAML as words and scalars with the bytes they stand in."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samerun.workspace.dockerfiles import instructions
from samerun.workspace.shell import commands
from samerun.workspace.spans import Span
from samerun.workspace.yaml_nodes import scalars


def words(text: str) -> list[list[str]]:
    data = text.encode()
    return [[word.text for word in command.words] for command in commands(data, Span(0, len(data)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pip install a b", [["pip", "install", "a", "b"]]),
        ("pip install a && uv sync; ls | wc", [["pip", "install", "a"], ["uv", "sync"], ["ls"], ["wc"]]),
        ("pip install 'a>=1' \"b < 2\" c\\ d", [["pip", "install", "a>=1", "b < 2", "c d"]]),
        ("pip install \\\n  a \\\n  b\nls", [["pip", "install", "a", "b"], ["ls"]]),
        ("pip install a # and b\nls", [["pip", "install", "a"], ["ls"]]),
        ("if ! pip install a; then\n  sudo -E pip install b\nfi", [["pip", "install", "a"], ["pip", "install", "b"]]),
        ("A=1 env B=2 pip install a >log 2>&1 </dev/null", [["pip", "install", "a"]]),
        ("cat <<EOF > f\npip install a\nEOF\nls", [["cat"], ["ls"]]),
        ("for x in a b; do pip install $x; done", [["for", "x", "in", "a", "b"], ["pip", "install", "$x"]]),
        ("echo $(pip install a) `ls` ${x:-(}", [["echo", "$(pip install a)", "`ls`", "${x:-(}"]]),
        ("a 'never closed\nb", [["a", "never closed\nb"]]),
    ],
)
def test_commands(text: str, expected: list[list[str]]) -> None:
    assert words(text) == expected


def test_what_the_shell_would_change_is_marked() -> None:
    data = b"A=1 pip install \"x$V\" '$V' y"
    (command,) = commands(data, Span(0, len(data)))
    assert command.variables == (("A", "1"),)
    assert [(word.text, word.dynamic) for word in command.words[2:]] == [("x$V", True), ("$V", False), ("y", False)]
    assert data[command.span.start : command.span.end] == data[4:]


@given(st.text(alphabet="ab \t\n'\"\\$`(){}<>;&|#=EO-\u00e9", max_size=40))
def test_any_text_is_read_to_its_end(text: str) -> None:
    data = text.encode()
    for command in commands(data, Span(0, len(data))):
        for word in command.words:
            assert 0 <= word.span.start < word.span.end <= len(data)


@given(st.lists(st.text(alphabet="ab='\" \\$", min_size=1, max_size=6), min_size=1, max_size=4))
def test_quoted_words_are_the_shell_s(texts: list[str]) -> None:
    import shlex

    line = "printf '%s\\0' " + " ".join(map(shlex.quote, texts))
    real = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout.split("\0")[:-1]
    assert words(line)[0][2:] == real == texts


def test_dockerfile_instructions() -> None:
    data = (
        b"# escape=\\\nFROM a AS b\nRUN one \\\n  # a comment\n\n  two\nCOPY <<EOF /f\nRUN not this\nEOF\n"
        b'RUN ["x", "y"]\nENV A=1 \\\n    B=2\n'
    )
    found = instructions(data)
    assert [instruction.keyword for instruction in found] == ["FROM", "RUN", "COPY", "RUN", "ENV"]
    assert [word for word, _ in found[4].words(data)] == ["A=1", "B=2"]
    for instruction in found:
        for word, span in instruction.words(data):
            assert data[span.start : span.end].decode() == word


def test_yaml_scalars_are_where_they_say() -> None:
    data = "a: x\n\u00e9: [ 'y', \"z\" ]\nrun: |\n  one\n  two\nlast: >-\n  three\nb: &n {c: d}\ne: *n\n".encode()
    found = {scalar.path: scalar for scalar in scalars(data)}
    assert [found[path].text for path in (("a",), ("\u00e9", 0), ("\u00e9", 1), ("b", "c"))] == ["x", "y", "z", "d"]
    for path in (("a",), ("\u00e9", 0), ("\u00e9", 1), ("b", "c")):
        span = found[path].span
        assert data[span.start : span.end].decode() == found[path].text
    span = found[("run",)].span
    assert data[span.start : span.end] == b"  one\n  two\n"
    assert scalars(b"a: [") == []
    assert scalars(b"") == []
