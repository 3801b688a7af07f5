"""YAML as scalars with their places: what rules on workflows and compose files read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]
Offset = Callable[[int, int], int]


class Scalar(NamedTuple):
    """A scalar: the keys and indexes that lead to it, its text, where it is written, and its key's place (or its own).

    `style` is "|" or ">" for blocks, a quote, or "". `span` of a block is its lines, without the line of its mark.
    """

    path: Path
    text: str
    span: Span
    style: str


def scalars(data: bytes) -> list[Scalar]:
    """Every scalar of the first document in the text, in order; none where it is no YAML."""
    import yaml  # type: ignore[import-untyped]

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = data.decode("utf-8")
    try:
        root = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return []
    return list(_walk(root, (), set(), offsets(text))) if root is not None else []


def offsets(text: str) -> Offset:
    """The byte offset in `text` of a line and column (in characters, both from 0)."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf-8")) + 1)

    def offset(line: int, column: int) -> int:
        if line >= len(lines):
            return starts[-1] - 1
        return starts[line] + len(lines[line][:column].encode("utf-8"))

    return offset


def _walk(node: Any, path: Path, seen: set[int], offset: Offset) -> Iterator[Scalar]:
    if id(node) in seen:
        return  # an alias leads to what was walked before
    seen.add(id(node))
    if node.id == "mapping":
        for key, value in node.value:
            yield from _walk(value, (*path, str(key.value)), seen, offset)
    elif node.id == "sequence":
        for index, value in enumerate(node.value):
            yield from _walk(value, (*path, index), seen, offset)
    else:
        start, end = node.start_mark, node.end_mark
        style = node.style or ""
        if style in ("|", ">"):
            span = Span(offset(start.line + 1, 0), offset(end.line, end.column))
        elif style:
            span = Span(offset(start.line, start.column + 1), offset(end.line, end.column) - 1)
        else:
            span = Span(offset(start.line, start.column), offset(end.line, end.column))
        yield Scalar(path, node.value, span, style)
