"""What a call is of, by its name alone."""

from __future__ import annotations

from samerun.index import facts as f


def attribute_names(func: f.Expr) -> list[str]:
    """The parts of a dotted name, as far to the left as it is one."""
    out: list[str] = []
    while isinstance(func, f.Attr):
        out.append(func.attr)
        func = func.value
    if isinstance(func, f.Name):
        out.append(func.id)
    return out[::-1]
