"""One file's content in, all that a run keeps of it out: pure, so it can be cached by content and run anywhere."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import msgspec

from samerun.cache.keys import SIZE, digest
from samerun.index.extract import Unanalysable, extract
from samerun.index.facts import ModuleFacts, encode
from samerun.index.outline import Outline
from samerun.suppressions.directives import speaks_to_us
from samerun.workspace.sources import Kind, SourceFile, SourceProblem, source_from_text
from samerun.workspace.spans import Span


class Trouble(msgspec.Struct, array_like=True, frozen=True):
    """Why a file has no facts: a `Problem`'s kind, or "skip" where the file is in order but not ours to read."""

    kind: str
    message: str
    span: Span = Span(0, 0)


class Head(msgspec.Struct, array_like=True, gc=False, frozen=True):
    """What a run wants to know of every file: its kind, how long its text is, whether it may hold an ignore comment
    that speaks to us, and the outline of its facts; or else what is the matter with it."""

    kind: Kind
    size: int = 0
    comments: bool = False
    outline: Outline = Outline()
    trouble: Trouble | None = None


class Record(NamedTuple):
    """A head and encoded facts; b"" where there is trouble."""

    head: Head
    facts: bytes

    @property
    def form(self) -> Form:
        """What of the content counts."""
        kind, _, comments, outline, trouble = msgspec.structs.astuple(self.head)
        return Form(digest(msgspec.msgpack.encode((kind, comments, outline, trouble))), digest(self.facts))


class Form(NamedTuple):
    """What of a file's content counts, 16 bytes each: for its head, its length apart, and for its facts.

    A text may be another one and have the same facts: where only a comment after its last line changed. It may have
    other facts and the same head: where lines moved, or the values in them changed.
    """

    head: bytes
    facts: bytes

    @classmethod
    def joined(cls, parts: bytes) -> Form:
        """The form whose two parts these are, in a row."""
        return cls(parts[:SIZE], parts[SIZE:])


def record_of(path: str, raw: bytes) -> Record:
    """The record of a file with this content. Of the path only its ending counts."""
    try:
        source = source_from_text(path, raw)
    except SourceProblem as problem:
        return unread(path, problem)
    comments = speaks_to_us(source.data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the parser warns of dubious escapes in the code that it reads
            facts, outline = extract(source.data, source.lines.starts)
    except Unanalysable as problem:
        return Record(Head(source.kind, len(source.data), comments, trouble=_trouble(source, problem)), b"")
    return Record(Head(source.kind, len(source.data), comments, outline), encode(facts))


def unread(path: str, problem: SourceProblem) -> Record:
    """The record of a file whose text can't be had."""
    trouble = Trouble("skip", problem.message) if problem.skip else Trouble("unreadable", problem.message, problem.span)
    return Record(Head("notebook" if path.endswith(".ipynb") else "python", comments=True, trouble=trouble), b"")


def facts_of(source: SourceFile) -> ModuleFacts:
    """The facts of a file that is known to have some."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return extract(source.data, source.lines.starts)[0]


def _trouble(source: SourceFile, problem: Unanalysable) -> Trouble:
    line = min(problem.line, len(source.lines.starts))
    start = min(source.lines.starts[line - 1] + problem.column - 1, source.lines.line_span(line).end)
    if not problem.syntax:
        return Trouble("unreadable", problem.message, Span(start, start))
    if _newer_syntax(source):
        return Trouble("newer", "Needs a newer Python than the running one to be analysed")
    return Trouble("syntax", problem.message, Span(start, start))


def _newer_syntax(source: SourceFile) -> bool:
    """Whether LibCST, which knows newer grammars, reads what the running Python refuses."""
    import libcst as cst

    try:
        cst.parse_module(source.data.decode("utf-8"))
    except (cst.ParserSyntaxError, RecursionError):
        return False
    return True
