"""Dockerfiles as instructions with their places: continued lines, comments in between, and here-documents."""

from __future__ import annotations

import re
from typing import NamedTuple

from samerun.workspace.spans import Span

_ESCAPE = re.compile(rb"(?im)\A(?:[ \t]*#[^\n]*\n)*?[ \t]*#[ \t]*escape[ \t]*=[ \t]*(`|\\)")
_WORD = re.compile(rb"[A-Za-z]+")
_HEREDOC = re.compile(rb"<<-?[\"']?([A-Za-z_]\w*)[\"']?")


class Instruction(NamedTuple):
    """One instruction: its keyword in capitals, and the span of what follows the keyword, comments included."""

    keyword: str
    span: Span
    body: Span

    def words(self, data: bytes) -> list[tuple[str, Span]]:
        """The words of the body, each with its place; comments and continuations are left out."""
        found = []
        for start, line in _lines(data, self.body):
            if line.lstrip().startswith(b"#"):
                continue
            found += [
                (match[0].decode("utf-8", "replace"), Span(start + match.start(), start + match.end()))
                for match in re.finditer(rb"\S+", line)
                if match[0] not in (b"\\", b"`")
            ]
        return found


def instructions(data: bytes) -> list[Instruction]:
    """The instructions of a Dockerfile's text, in order."""
    escape = _ESCAPE.match(data)
    mark = escape[1] if escape else b"\\"
    found: list[Instruction] = []
    lines = list(_lines(data, Span(0, len(data))))
    at = 0
    while at < len(lines):
        start, line = lines[at]
        stripped = line.lstrip()
        word = _WORD.match(stripped)
        at += 1
        if word is None or stripped.startswith(b"#"):
            continue
        first = start + len(line) - len(stripped)
        end = start + len(line)
        awaited = [match[1] for match in _HEREDOC.finditer(line)]
        while at < len(lines) and (awaited or _goes_on(line, mark)):
            start, line = lines[at]
            end = start + len(line)
            at += 1
            if awaited and line.strip() == awaited[0]:
                del awaited[0]
            elif not awaited:
                awaited = [match[1] for match in _HEREDOC.finditer(line)]
        body = Span(first + word.end(), end)
        found.append(Instruction(word[0].decode("ascii").upper(), Span(first, end), body))
    return found


def _goes_on(line: bytes, mark: bytes) -> bool:
    """Whether an instruction that reached this line goes on below it; comments and empty lines don't end it."""
    stripped = line.strip()
    return not stripped or stripped.endswith(mark) or stripped.startswith(b"#")


def _lines(data: bytes, span: Span) -> list[tuple[int, bytes]]:
    out = []
    start = span.start
    while start < span.end:
        end = data.find(b"\n", start, span.end)
        end = span.end if end < 0 else end
        out.append((start, data[start:end].rstrip(b"\r")))
        start = end + 1
    return out
