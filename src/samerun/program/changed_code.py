"""What of a change set really changes code: comments, formatting, docstrings and moved definitions don't.

Files are compared as lists of normalised top-level statements. A function or class that goes in one place and comes in
another is a move, and so are a renamed file and the imports that follow it.
"""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from samerun.workspace.sources import SourceProblem, source_from_text
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.workspace.changes import Change, ChangeSet

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Changed(NamedTuple):
    """A file whose code changes: `span` is the line of its first new statement, or the start; `gone`: it is deleted."""

    path: str
    span: Span
    gone: bool
    submodule: bool = False


class _Statement(NamedTuple):
    """A top-level statement: its normalised text, the name it defines (None for none), and its line."""

    key: str
    defines: str | None
    imports: bool
    line: int


class _File(NamedTuple):
    """Both versions of a file; None where there is none, or it can't be parsed."""

    change: Change
    old: list[_Statement] | None
    new: list[_Statement] | None


def changed_code(changes: ChangeSet) -> list[Changed]:
    """The files of a change set whose code changes, in order of paths."""
    renames = _renames(changes)
    top = changes.top
    files = []
    for change in changes.changes:
        if not change.submodule:
            old = _statements(change.before, change.old, renames, top)
            files.append(_File(change, old, _statements(change.path, change.new, {}, top)))
    files = _without_moved_files(files)
    gone, come = _definitions(files, old=True), _definitions(files, old=False)
    moved = gone & come
    found = [Changed(each.path, Span(0, 0), False, True) for each in changes.changes if each.submodule]
    for file in files:
        changed = _changed(file, moved)
        if changed is not None:
            found.append(changed)
    return sorted(found)


def _renames(changes: ChangeSet) -> dict[str, str]:
    """Dotted names of renamed modules, old to new, with and without the folders that both lie in."""
    found: dict[str, str] = {}
    for change in changes.changes:
        if change.path != change.before and not change.submodule:
            old, new = (_dotted(path, changes.top) for path in (change.before, change.path))
            while True:
                found.setdefault(".".join(old), ".".join(new))
                if len(old) < 2 or len(new) < 2 or old[0] != new[0]:
                    break
                old, new = old[1:], new[1:]
    return found


def _dotted(path: str, top: str) -> list[str]:
    parts = path[len(top) + 1 :].rpartition(".")[0].split("/")
    return parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts


def _without_moved_files(files: list[_File]) -> list[_File]:
    """Without files that went from one path to another unchanged, and git didn't see it."""
    gone = {_text(file.old): file for file in files if file.new is None and file.change.new is None and file.old}
    come = {_text(file.new): file for file in files if file.old is None and file.change.old is None and file.new}
    both = {id(each) for text in gone.keys() & come.keys() for each in (gone[text], come[text])}
    return [file for file in files if id(file) not in both]


def _text(statements: Iterable[_Statement]) -> str:
    return "\n".join(each.key for each in statements)


def _definitions(files: Iterable[_File], *, old: bool) -> Counter[str]:
    """The definitions that files lose (`old`) or gain."""
    total: Counter[str] = Counter()
    for file in files:
        before, after = (Counter(e.key for e in side or () if e.defines) for side in (file.old, file.new))
        total += before - after if old else after - before
    return total


def _changed(file: _File, moved: Counter[str]) -> Changed | None:
    change = file.change
    place = Changed(change.path, Span(0, 0), change.new is None)
    if (change.old is not None and file.old is None) or (change.new is not None and file.new is None):
        return place if change.old != change.new else None  # what can't be parsed is compared as text
    old, new = file.old or [], file.new or []
    before, after = (Counter(each.key for each in side) for side in (old, new))
    touched = (before - after) + (after - before)
    by_move = {key for key in touched if key in moved}
    rest = [each for each in (*old, *new) if each.key in touched and each.key not in by_move]
    if by_move:  # the imports of what moved go with it
        rest = [each for each in rest if not each.imports]
    names = {each.defines for each in (*old, *new) if each.key in by_move}
    order = [[e.key for e in side if not e.defines and not e.imports] for side in (old, new)]
    if not rest and (order[0] == order[1] or names):
        return None
    first = next((each.line for each in new if each in rest), 0)
    return place._replace(span=_line(change, first)) if first else place


def _line(change: Change, number: int) -> Span:
    """The span of a line in the file as it is now, without its indentation."""
    source = source_from_text(change.path, change.new or b"")
    return source.lines.line_span(number)


def _statements(path: str, data: bytes | None, renames: dict[str, str], top: str) -> list[_Statement] | None:
    if data is None:
        return None
    try:
        tree = ast.parse(source_from_text(path, data).data)
    except (SourceProblem, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    package = _dotted(path, top)[: None if path.endswith("/__init__.py") else -1]
    normal = _Normal(package, renames).visit(tree)
    return [
        _Statement(
            ast.dump(node),
            getattr(node, "name", None) if isinstance(node, _DEFINITIONS) else None,
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Set),
            node.lineno,
        )
        for node in normal.body
    ]


class _Normal(ast.NodeTransformer):
    """Takes docstrings out, and writes every import as the set of full names that it binds."""

    def __init__(self, package: list[str], renames: dict[str, str]) -> None:
        self.package, self.renames = package, renames

    def generic_visit(self, node: ast.AST) -> ast.AST:
        body = getattr(node, "body", None)
        if isinstance(node, (ast.Module, *_DEFINITIONS)) and isinstance(body, list) and body:
            first = body[0]
            value = first.value if isinstance(first, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                del body[0]
        return super().generic_visit(node)

    def visit_Import(self, node: ast.Import) -> ast.stmt:
        return self._bound(node, [(alias.name, alias.asname or "") for alias in node.names])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt:
        parts = self.package[: len(self.package) - node.level + 1] if node.level else []
        module = [*parts, *([node.module] if node.module else [])]
        names = [(".".join([*module, alias.name]), alias.asname or alias.name) for alias in node.names]
        return self._bound(node, names)

    def _bound(self, node: ast.stmt, names: list[tuple[str, str]]) -> ast.stmt:
        written = sorted(f"{self._renamed(full)} as {bound}" for full, bound in names)
        made = ast.Expr(ast.Set([ast.Constant(each) for each in written]))
        return ast.copy_location(made, node)

    def _renamed(self, name: str) -> str:
        """The name after the renames, by the longest module that was renamed."""
        parts = name.split(".")
        for length in range(len(parts), 0, -1):
            new = self.renames.get(".".join(parts[:length]))
            if new is not None:
                return ".".join([new, *parts[length:]])
        return name
