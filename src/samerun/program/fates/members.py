"""Members of a tuple: which of them an index or a slice takes."""

from __future__ import annotations

from samerun.index import facts as f

_BOUNDS = 3  # of a slice: from where, up to where, by which step


def taken_of(index: f.Expr, members: list[bool]) -> bool | list[bool] | None:
    """Of the members of a tuple, the one that an index takes or those that a slice takes; None: that isn't known."""
    if isinstance(index, f.Opaque):
        bounds = bounds_of(index)
        return members[slice(*bounds)] if bounds is not None and bounds[2] != 0 else None
    number = _number(index)
    return members[number] if number is not None and -len(members) <= number < len(members) else None


def bounds_of(index: f.Expr) -> list[int | None] | None:
    """From where, up to where and by which step a slice goes; None where it is none, or that isn't known."""
    if not (isinstance(index, f.Opaque) and len(index.parts) == _BOUNDS):
        return None
    bounds = [_number(each) for each in index.parts]
    known = all(each is not None or _is_none(part) for each, part in zip(bounds, index.parts, strict=True))
    return bounds if known else None


def _number(node: f.Expr) -> int | None:
    if isinstance(node, f.Unary) and node.op == "-" and (number := _number(node.operand)) is not None:
        return -number
    return node.value if isinstance(node, f.Const) and isinstance(node.value, int) else None


def _is_none(node: f.Expr) -> bool:
    return isinstance(node, f.Const) and node.value is None
