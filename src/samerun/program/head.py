"""Where a new line may go at the head of a module: after docstring and imports, before the first use.

Facts have no statement's last line, so this reads the file with `ast` once more; only a file with something to
fix gets here.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samerun.workspace.sources import SourceFile

BETWEEN_IMPORTS = 3
"""So many other statements in a row (`sys.path.append(…)`, `warnings.filterwarnings(…)`) don't end the head."""

_SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete, ast.Assert, ast.Pass)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Place(NamedTuple):
    """The byte offset of a line's start, and how many blank lines a line put there needs around it."""

    at: int
    before: int
    after: int
    newline: str

    def content(self, line: str) -> str:
        """What to insert so that `line` stands there."""
        return f"{self.newline * self.before}{line}{self.newline * (self.after + 1)}"


class Head:
    """The statements of one file, and the places among its first ones."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.lines = source.lines
        self.tree = ast.parse(source.text)

    def in_fstring(self, offset: int) -> bool:
        """Whether an offset is inside an f-string, whose text may be part of its value (`f"{x=}"`)."""
        line = self.lines.line_of(offset)
        stack: list[ast.AST] = [self.tree]
        while stack:
            node = stack.pop()
            if isinstance(node, ast.JoinedStr):
                start, end = self._span(node)
                if start <= offset < end:
                    return True
            stack += [each for each in ast.iter_child_nodes(node) if _is_around(each, line)]
        return False

    def place(self, use: int) -> Place | None:
        """Where a constant goes that is first read at offset `use`; None where no line can be put in.

        After the imports and before the statement of the use; in a notebook, within the cell of the use.
        """
        block = self.block(use)
        line = self.lines.line_of(use)
        around = next((i for i, node in enumerate(block) if first_line(node) <= line <= last_line(node)), -1)
        if around < 0:
            return None
        length = self.length(block[:around])
        while 0 < length < around and first_line(block[length]) <= last_line(block[length - 1]):
            length += 1  # the rest of the import's line
        while length and first_line(block[length]) <= last_line(block[length - 1]):
            length -= 1  # the use is on that line: go before it
        place = self._after(block, length) if length else self._before_all(block)
        if place is None or (self.source.cells and self.lines.line_of(place.at) in self.source.cells.rewritten):
            return None
        return place

    def block(self, use: int) -> list[ast.stmt]:
        """The top-level statements of the file, or of one cell."""
        if self.source.cells is None:
            return self.tree.body
        number = self.source.cells.locate(self.lines.line_of(use))[0]
        cell = next(cell for cell in self.source.cells.cells if cell.number == number)
        return [node for node in self.tree.body if cell.first_line <= first_line(node) < cell.end_line]

    def length(self, block: Sequence[ast.stmt]) -> int:
        """How many statements of the block are its head: up to the last import that belongs to it."""
        length = others = 0
        for number, node in enumerate(block):
            if is_import(node) or (number == 0 and self._is_docstring(node)) or self._is_magic(node):
                length, others = number + 1, 0
            elif others < BETWEEN_IMPORTS and _is_setup(node):
                others += 1
            else:
                break
        return length

    def _after(self, block: Sequence[ast.stmt], length: int) -> Place | None:
        last, following = last_line(block[length - 1]), block[length]
        if self.lines.line_text(last).rstrip().endswith("\\"):
            return None
        gap = 0
        while last + 1 + gap < first_line(following) and self._is_blank(last + 1 + gap):
            gap += 1
        newline = self.newline(last)
        if is_constant(following) and last + 1 + gap == first_line(following):
            return Place(self.lines.starts[last + gap], 0, 0, newline)
        return Place(self.lines.starts[last], 1, max(0, _wanted_gap(following) - gap), newline)

    def _before_all(self, block: Sequence[ast.stmt]) -> Place | None:
        first = block[0]
        if self._is_docstring(first) or (isinstance(first, ast.ImportFrom) and first.module == "__future__"):
            return None
        line = top = first_line(first)
        start = 1 if self.source.cells is None else line - self.source.cells.locate(line)[1] + 1
        while top > start and self.lines.line_text(top - 1).lstrip().startswith("#"):
            top -= 1
        if top == 1 and self.source.cells is None:
            top = line  # a comment at the very top is about the file: a licence, an encoding
        after = 0 if is_constant(first) and top == line else _wanted_gap(first)
        return Place(self.lines.starts[top - 1], 0, after, self.newline(top))

    def _is_docstring(self, node: ast.stmt) -> bool:
        return (
            self.source.cells is None
            and node is self.tree.body[0]
            and isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        )

    def _is_magic(self, node: ast.stmt) -> bool:
        return self.source.cells is not None and first_line(node) in self.source.cells.rewritten

    def _is_blank(self, line: int) -> bool:
        return not self.lines.line_text(line).strip()

    def newline(self, line: int) -> str:
        """The line break that a line ends with."""
        end = self.lines.line_span(line).end
        following = self.lines.starts[line] if line < len(self.lines.starts) else end
        return self.source.data[end:following].decode() or "\n"

    def _span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self.lines.offset(node.lineno, node.col_offset)
        return start, self.lines.offset(node.end_lineno, node.end_col_offset)


def _is_around(node: ast.AST, line: int) -> bool:
    """Whether a line is among those of a node; nodes without lines of their own are around any."""
    if isinstance(node, (ast.stmt, ast.expr)):
        first = first_line(node) if isinstance(node, ast.stmt) else node.lineno
        return first <= line <= (node.end_lineno or line)
    return True


def is_import(node: ast.stmt) -> bool:
    """An import, or a branch, `try` or `with` around imports and little else."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.If) and "__name__" in {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)}:
        return False
    inner = _inner(node)
    return any(map(is_import, inner)) and all(is_import(each) or isinstance(each, _SIMPLE) for each in inner)


def _inner(node: ast.stmt) -> list[ast.stmt]:
    """The statements directly inside a compound statement that may guard imports."""
    if isinstance(node, ast.If):
        return [*node.body, *node.orelse]
    if isinstance(node, (ast.Try, ast.TryStar)):
        handled = [each for handler in node.handlers for each in handler.body]
        return [*node.body, *handled, *node.orelse, *node.finalbody]
    return node.body if isinstance(node, ast.With) else []


def _is_setup(node: ast.stmt) -> bool:
    """A statement that may stand between two imports."""
    if isinstance(node, ast.If):
        return all(isinstance(each, _SIMPLE) for each in _inner(node))
    return isinstance(node, _SIMPLE)


def is_constant(node: ast.stmt) -> bool:
    """`NAME = literal`"""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, (ast.Constant, ast.UnaryOp)):
        return False
    return all(isinstance(target, ast.Name) and target.id.isupper() for target in node.targets)


def _wanted_gap(following: ast.stmt) -> int:
    return 2 if isinstance(following, _DEFINITIONS) else 1


def first_line(node: ast.stmt) -> int:
    """The line that a statement begins on, decorators included."""
    decorators = node.decorator_list if isinstance(node, _DEFINITIONS) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def last_line(node: ast.stmt) -> int:
    """The line that a statement ends on."""
    return node.end_lineno or node.lineno
