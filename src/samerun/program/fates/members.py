"""Members of a tuple: which of them an index or a slice takes."""

from __future__ import annotations

from samerun.index import facts as f

_BOUNDS = 3  # of a slice: from where, up to where, by which step


def taken_of(index: f.Expr, members: list[bool]) -> bool | list[bool] | None:
    """Of the members of a tuple, the one that an index takes or those that a slice takes; None: that isn't known."""
    if isinstance(index, f.Opaque) and len(index.parts) == _BOUNDS:
        bounds = [_number(each) for each in index.parts]
        known = all(each is not None or _is_none(part) for each, part in zip(bounds, index.parts, strict=True))
        return members[slice(*bounds)] if known and bounds[2] != 0 else None
    number = _number(index)
    return members[number] if number is not None and -len(members) <= number < len(members) else None


def _number(node: f.Expr) -> int | None:
    if isinstance(node, f.Unary) and node.op == "-" and (number := _number(node.operand)) is not None:
        return -number
    return node.value if isinstance(node, f.Const) and isinstance(node.value, int) else None


def _is_none(node: f.Expr) -> bool:
    return isinstance(node, f.Const) and node.value is None
