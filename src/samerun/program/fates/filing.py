"""Calls that put what they are given into something: `items.append(x)`, `setattr(obj, "name", x)`."""

from __future__ import annotations

from samerun.index import facts as f
from samerun.program.reading import called

# Methods that put what they are given into their receiver.
_FILING = frozenset(
    {"append", "extend", "add", "update", "insert", "setdefault", "appendleft", "add_", "add_module", "register_module",
     "register_buffer", "register_parameter"}
)  # fmt: skip


def filed_into(call: f.Call) -> f.Expr | None:
    """What a call puts its arguments into; None where it does no such thing."""
    if isinstance(call.func, f.Attr):
        return call.func.value if call.func.attr in _FILING else None
    return call.args[0] if called(call) == "setattr" and call.args else None
