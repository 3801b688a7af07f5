"""The comments of a file that may be ignore comments, each with the lines it speaks for, and where blocks end."""

from __future__ import annotations

import re
import tokenize
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.workspace.sources import SourceFile
    from samerun.workspace.spans import LineIndex

_TRIVIA = frozenset({tokenize.COMMENT, tokenize.NL})
_BLOCK_EDGES = (tokenize.INDENT, tokenize.DEDENT)
_MAY_IGNORE = re.compile(r"noqa|samerun", re.IGNORECASE)


class Comment(NamedTuple):
    """A comment at byte `start`, on line `line`.

    `indent` is the white space before a comment that has its line to itself, None for one after code. Such a
    comment speaks for the logical line that follows, so `last` is that one's last line. `in_place` says whether it
    is indented as the block around it is, or stands at the edge of a block.
    """

    text: str
    start: int
    line: int
    last: int
    indent: str | None
    in_place: bool


class BlockEnd(NamedTuple):
    """The end of a block that is indented by `indent`: the byte at which the first statement after it begins."""

    indent: str
    at: int


class _Token(NamedTuple):
    kind: int
    text: str
    line: int
    column: int
    end_line: int


def read(source: SourceFile) -> Iterator[Comment | BlockEnd]:
    """Comments and ends of blocks in order. Of a file that can't be tokenized, those before the error."""
    lines = source.lines
    if source.kind == "document":
        yield from _in_document(lines, "//" if source.path.endswith(".json") else "#")
        return
    tokens = list(_tokens(lines))
    indents = [""]
    for number, token in enumerate(tokens):
        if token.kind == tokenize.INDENT:
            indents.append(token.text)
        elif token.kind == tokenize.DEDENT and len(indents) > 1:
            line = min(token.line, len(lines.starts))
            beyond = token.line > line
            at = len(lines.data) if beyond else lines.starts[line - 1] + token.column
            yield BlockEnd(indents.pop(), at)
        elif token.kind == tokenize.COMMENT and _MAY_IGNORE.search(token.text):
            yield _comment(lines, tokens, number, indents[-1])


def _tokens(lines: LineIndex) -> Iterator[_Token]:
    texts = iter([lines.line_text(number) + "\n" for number in range(1, len(lines.starts) + 1)])
    try:
        for token in tokenize.generate_tokens(lambda: next(texts, "")):
            yield _Token(token.type, token.string, *token.start, token.end[0])
    except (tokenize.TokenError, SyntaxError):
        return  # the file has a finding of its own; what was read so far stands


def _in_document(lines: LineIndex, mark: str) -> Iterator[Comment]:
    """Comments from `mark` to the end of the line. One that has its line to itself speaks for the line below, as if it
    stood there: not every format has others."""
    total = len(lines.starts)
    for number in range(1, total + 1):
        text = lines.line_text(number)
        before, _, rest = text.partition(mark)
        if not _MAY_IGNORE.search(rest):
            continue
        line = number
        if not before.strip():
            while line < total and (line == number or lines.line_text(line).lstrip().startswith(mark)):
                line += 1
        start = lines.starts[number - 1] + len(before.encode())
        yield Comment("#" * len(mark) + rest, start, line, line, None if before.strip() else before, True)


def _comment(lines: LineIndex, tokens: list[_Token], number: int, around: str) -> Comment:
    token = tokens[number]
    before = lines.line_text(token.line)[: token.column]
    indent = None if before.strip() else before
    last, beside = token.line, 0
    for at in range(number + 1, len(tokens)):
        kind = tokens[at].kind
        if kind not in _TRIVIA:
            beside = beside or kind
            last = tokens[at].end_line
        if kind in (tokenize.NEWLINE, tokenize.ENDMARKER):
            break
    return Comment(
        token.text,
        lines.starts[token.line - 1] + len(before.encode()),
        token.line,
        token.line if indent is None else last,
        indent,
        indent == around or beside in _BLOCK_EDGES,
    )
