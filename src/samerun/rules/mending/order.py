"""`sorted(…)` around what comes in an order of its own: a set of text, a folder's files."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from samerun.rules.finding import Edit, Fix
from samerun.rules.mending.argument import expression_at
from samerun.rules.mending.spelling import spelt
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.flow.verdicts import Verdict
    from samerun.program.modules import Module
    from samerun.program.program import Program

WHY = "the rest of the run sees the members in another order than before, the same one every time"
HASHED = "the rest of the run sees another number than before, the same one every time"
_HASHES = frozenset({"hash", "bucket"})
_SORTABLE = frozenset({"text-order", "file-order"})
_LISTS = frozenset({"list", "tuple"})
_TAKING = frozenset({"enumerate", "zip", "map", "filter", "iter", "join", "extend", "fromkeys", "Index", "array"})
_NO_MEMBERS_OF_TEXT = frozenset({"scandir", "walk", "fwalk"})
_MANY = 4
"""In so many statements an order is put right at most."""

Parents = dict[ast.AST, ast.AST]


def order_fixes(program: Program, verdict: Verdict) -> list[Fix]:
    """The fixes of an order that differs: sorted where it arises, or where a set that has a name is gone through.

    A set stays one, as it may be used as a set. A folder's listing is a list and may be sorted anywhere. Only members
    that are surely text, or a folder's, are sorted: others may have no order.
    """
    if verdict.kind in _HASHES:
        return _hashing(program, verdict.place)
    if verdict.kind not in _SORTABLE:
        return []
    found = _arising(program, verdict.place, verdict.kind == "file-order")
    if found or verdict.kind == "file-order":
        return [_fix(edit) for edit in found]
    read = [edits for place in verdict.reads if (edits := _reading(program, place))]
    if not read or len(read) > _MANY:
        return []
    together = [edit for edits in read for edit in edits]
    alone = [[edit] for edit in together] if len(together) > 1 else []
    return [_fix(*edits) for edits in [*alone, together]]


def _hashing(program: Program, place: Place) -> list[Fix]:
    """`hash(name)` becomes a checksum of what is written for it, which is the same in every process."""
    module = program.table.by_path[place.path]
    node = expression_at(module, place.span)
    if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
        return []
    crc = spelt(program, module, module.layout, "zlib.crc32", "import zlib", place.scope, place.slice.start)
    if crc is None:
        return []
    given = node.args[0]
    text = module.source.data[slice(*_span(module, given))].decode("utf-8")
    if not _is_text(given):
        text = f"repr({text})"  # it is text on some path; bytes, numbers and tuples may come by another one
    edit = Edit(module.path, _span(module, node), f"{crc.text}({text}.encode())")
    return [Fix(tuple(sorted({edit, *crc.edits})), "unsafe", "Take a checksum, which doesn't change", HASHED)]


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is text as it is written."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "str"
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _arising(program: Program, place: Place, anywhere: bool) -> list[Edit]:
    """The edit that sorts what is made at a place, where it goes straight into an order."""
    module = program.table.by_path[place.path]
    node = expression_at(module, place.span)
    if node is None or not _is_free(module, place.scope):
        return []
    if isinstance(node, ast.Call) and _called(node) in _NO_MEMBERS_OF_TEXT:
        return []
    chain = module.layout.chain(place.span.start)
    parents = _parents(chain[-1].node) if chain else {}
    edit = _ordered(module, parents, node)
    if edit is None and anywhere:
        edit = _wrapped(module, node)
    return [edit] if edit is not None else []


def _reading(program: Program, place: Place) -> list[Edit]:
    """The edits that sort what a statement goes through, one for each collection that it may be."""
    module = program.table.by_path[place.path]
    chain = module.layout.chain(place.slice.start)
    if not chain or not _is_free(module, place.scope) or module.layout.head.in_fstring(place.slice.start):
        return []
    parents = _parents(chain[-1].node)
    return list(_collections(module, parents, place.slice))


def _collections(module: Module, parents: Parents, within: Span) -> Iterator[Edit]:
    for node in parents:
        if not isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.BinOp, ast.Subscript)):
            continue
        span = _span(module, node)
        if not (within.start <= span.start and span.end <= within.end):
            continue
        edit = _ordered(module, parents, node) if not _is_made_in_order(node) else None
        if edit is not None and not module.layout.head.in_fstring(span.start):
            yield edit


def _is_made_in_order(node: ast.expr) -> bool:
    """Whether a call's result has an order of its own for all that is known of it."""
    return isinstance(node, ast.Call) and (
        _called(node) in {"sorted", "range", "zip", "enumerate", "split", "items", "list", "tuple"} | _TAKING
    )


def _ordered(module: Module, parents: Parents, node: ast.expr) -> Edit | None:
    """The edit that sorts an expression, where what is around it goes through its members in their order."""
    around = parents.get(node)
    if isinstance(around, ast.Call) and _called(around) in _LISTS and around.args == [node] and not around.keywords:
        if _called(around) == "list" and isinstance(around.func, ast.Name):
            return Edit(module.path, _span(module, around.func), "sorted")
        return _wrapped(module, node)
    return _wrapped(module, node) if _is_ordered_by(node, around) else None


def _is_ordered_by(node: ast.expr, around: ast.AST | None) -> bool:
    """Whether what is around an expression goes through its members in their order, and keeps nothing of it."""
    if isinstance(around, (ast.For, ast.comprehension)):
        return around.iter is node
    return isinstance(around, ast.Starred) or (
        isinstance(around, ast.Call) and node in around.args and _called(around) in _TAKING
    )


def _is_free(module: Module, scope: int) -> bool:
    """Whether `sorted` is Python's own."""
    return "sorted" not in module.names and module.scopes.find(scope, "sorted") is None


def _called(call: ast.Call) -> str:
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _parents(statement: ast.stmt) -> Parents:
    return {child: node for node in ast.walk(statement) for child in ast.iter_child_nodes(node)}


def _wrapped(module: Module, node: ast.expr) -> Edit:
    span = _span(module, node)
    text = module.source.data[slice(*span)].decode("utf-8")
    return Edit(module.path, span, f"sorted({text})")


def _span(module: Module, node: ast.expr) -> Span:
    return Span(module.layout.offset(node), module.layout.end(node))


def _fix(*edits: Edit) -> Fix:
    return Fix(tuple(sorted(set(edits))), "unsafe", "Put it in order with `sorted`", WHY)
