"""Which argument of a call goes to which parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from samerun.catalog.schema import spellings
from samerun.index import facts as f

if TYPE_CHECKING:
    from collections.abc import Sequence


class Arguments(msgspec.Struct, frozen=True):
    """A call's arguments by parameter name.

    `open` is true where `*args` or `**kwargs` may hand over more than can be seen: then a parameter that is
    not in `values` may or may not have been given.
    """

    values: dict[str, f.Expr]
    open: bool

    def get(self, name: str) -> f.Expr | None:
        """The argument of a parameter, None where it was not (visibly) given."""
        return self.values.get(name)


def bind_row(params: Sequence[str], call: f.Call) -> Arguments:
    """Bind a call to a catalog row's parameters ("x", "x=" keyword only, "*x" the rest, "x|y" two names)."""
    bound = _bind(positional(params), call)
    known = spellings(params)
    return Arguments({known.get(name, name): value for name, value in bound.values.items()}, bound.open)


def positional(params: Sequence[str]) -> list[str]:
    """The parameters of a row that positional arguments fill, in order."""
    names: list[str] = []
    for param in params:
        if param.startswith("*") or param.endswith("="):
            break
        names.append(param.partition("|")[0])
    return names


def bind_function(function: f.Function, call: f.Call, bound: bool) -> Arguments:
    """Bind a call to a project function; `bound`: the first parameter is the receiver and not in the call."""
    names = [param.name for param in function.params if param.kind in ("pos", "any")]
    return _bind(names[1:] if bound else names, call)


def _bind(names: list[str], call: f.Call) -> Arguments:
    values: dict[str, f.Expr] = {}
    is_open = False
    for position, arg in enumerate(call.args):
        if isinstance(arg, f.Star):
            is_open = True
            break
        if position < len(names):
            values[names[position]] = arg
    for name, value in call.keywords:
        if name is None:
            is_open = True
        else:
            values[name] = value
    return Arguments(values, is_open)
