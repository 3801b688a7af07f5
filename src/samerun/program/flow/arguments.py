"""The arguments of a call as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import spellings
from samerun.program.arguments import positional
from samerun.program.flow.domain import UNKNOWN, Lit, Obj, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samerun.index import facts as f
    from samerun.program.flow.heap import Heap


class Args:
    """Positional values and keyword values; `open` where a star may hand over more than can be seen."""

    __slots__ = ("keywords", "node", "open", "values")

    def __init__(
        self,
        values: list[Value],
        keywords: dict[str, Value] | None = None,
        node: f.Call | None = None,
        open_: bool = False,
    ) -> None:
        self.values = values
        self.keywords = keywords if keywords is not None else {}
        self.node = node
        self.open = open_

    def bind(self, params: Sequence[str]) -> dict[str, Value]:
        """By the parameters of a catalog row; what "*x" takes is not bound (see `rest`)."""
        known = spellings(params)
        named = {known.get(name, name): value for name, value in self.keywords.items()}
        return {**dict(zip(positional(params), self.values, strict=False)), **named}

    def rest(self, params: Sequence[str]) -> tuple[str, list[Value]] | None:
        """The parameter that takes the remaining positional arguments, with those arguments."""
        star = next((param.lstrip("*") for param in params if param.startswith("*") and param[1] != "*"), None)
        return None if star is None else (star, self.values[len(positional(params)) :])

    def without_first(self) -> Args:
        """The arguments of the same call without the first, which is its receiver."""
        return Args(self.values[1:], self.keywords, self.node, self.open)

    def everything(self) -> list[Value]:
        """Every value that is handed over."""
        return [*self.values, *self.keywords.values()]

    def key(self) -> tuple[object, ...]:
        """What two calls with the same arguments have in common."""
        return (tuple(map(_plain, self.values)), tuple((name, _plain(value)) for name, value in self.keywords.items()))


def _plain(value: Value) -> object:
    return ("lit", type(value.value).__name__, value.value) if isinstance(value, Lit) else value


def spread(
    values: list[tuple[Value, bool]], mappings: list[Value], heap: Heap
) -> tuple[list[Value], dict[str, Value], bool]:
    """Unfold `*args` and `**kwargs` that are displays of known content; the rest makes the call open."""
    out: list[Value] = []
    keywords: dict[str, Value] = {}
    is_open = False
    for value, starred in values:
        if not starred:
            out.append(value if not is_open else UNKNOWN)
            continue
        members = _members(value, heap)
        if members is None:
            is_open = True
        else:
            out += members
    for mapping in mappings:
        if isinstance(mapping, Obj) and heap[mapping].cls == "dict":
            found = heap[mapping]
            keywords.update({key: value for key, value in found.fields.items() if isinstance(key, str)})
            is_open = is_open or bool(found.items) or found.open
        else:
            is_open = True
    return out, keywords, is_open


def _members(value: Value, heap: Heap) -> list[Value] | None:
    """The members of a tuple or list whose places are all known."""
    if not isinstance(value, Obj):
        return None
    found = heap[value]
    if found.cls not in ("tuple", "list") or found.items or found.open:
        return None
    return [found.fields[number] for number in range(len(found.fields)) if number in found.fields]
