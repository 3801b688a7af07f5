"""From a site to its LibCST node: only the innermost statement that holds it is parsed, by its exact slice.

LibCST costs an order of magnitude more than `ast`, so this module (and `import libcst`) is only reached for
files in which a rule found a site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst  # samerun: ignore[REP402] -- the one module of these rooms that parses, at a rule's site

from samerun.index import facts as f

if TYPE_CHECKING:
    from samerun.program.site import Site


class Nodes:
    """Parses slices on demand and finds sites in them; each slice is parsed once."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[str, int, int], tuple[cst.CSTNode, list[cst.Call]] | None] = {}

    def of(self, site: Site) -> cst.CSTNode | None:
        """The node of a site: a call by its ordinal, or the slice's own statement or expression; None if unsure."""
        key = (site.module.path, *site.slice)
        if key not in self._parsed:
            text = site.module.source.data[site.slice.start : site.slice.end].decode("utf-8")
            node = parse(text)
            self._parsed[key] = None if node is None else (node, _calls(node))
        parsed = self._parsed[key]
        if parsed is None:
            return None
        root, calls = parsed
        if site.ordinal < 0:
            return root
        if site.ordinal >= len(calls):
            return None
        call = calls[site.ordinal]
        return call if _same_callee(call, site.node) else None


def parse(text: str) -> cst.CSTNode | None:
    """A simple statement or an expression; None where LibCST can't read the slice on its own."""
    try:
        statement = cst.parse_statement(text)
    except cst.ParserSyntaxError:
        pass
    else:
        if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
            return statement.body[0]
    try:
        return cst.parse_expression(f"({text})")  # a header's expression may be broken over lines
    except cst.ParserSyntaxError:
        return None


class _CallCollector(cst.CSTVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.calls: list[cst.Call] = []

    def visit_Call(self, node: cst.Call) -> None:  # noqa: N802
        self.calls.append(node)


def _calls(node: cst.CSTNode) -> list[cst.Call]:
    """The calls of a slice, outermost first in source order: the order in which facts number them."""
    collector = _CallCollector()
    node.visit(collector)
    return collector.calls


def _same_callee(call: cst.Call, fact: f.Node) -> bool:
    """A second opinion on the ordinal: the last word of the callee agrees."""
    if not isinstance(fact, f.Call):
        return False
    if isinstance(fact.func, f.Attr):
        return isinstance(call.func, cst.Attribute) and call.func.attr.value == fact.func.attr
    if isinstance(fact.func, f.Name):
        return isinstance(call.func, cst.Name) and call.func.value == fact.func.id
    return not isinstance(call.func, (cst.Name, cst.Attribute))
