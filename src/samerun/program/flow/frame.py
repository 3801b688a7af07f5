"""Frames: the variables of one running function, class body or module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.domain import UNKNOWN, State, Value, join, meet

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.modules import Module


class Frame:
    """One activation. `scope` is its scope in the module; `parent` the frame that free names are looked up in.

    `returns`, `breaks` and `continues` gather the paths that leave a block early; `on_yield`, if set, is what the
    consumer of a generator does with each value, run in the middle of the generator's body. `otherwise` is
    the `else` of the loop about to run. `same`: names that are bound to what another name is bound to.
    """

    __slots__ = (
        "breaks", "continues", "env", "module", "number", "on_yield", "otherwise", "parent", "returns", "same",
        "scope", "weak",
    )  # fmt: skip

    def __init__(self, module: Module, scope: int, number: int, parent: Frame | None = None) -> None:
        self.module = module
        self.scope = scope
        self.number = number
        self.parent = parent
        self.env: dict[str, Value] = {}
        self.returns: list[tuple[State, Value]] = []
        self.breaks: list[tuple[State, dict[str, Value]]] = []
        self.continues: list[tuple[State, dict[str, Value]]] = []
        self.on_yield: Callable[[Value], None] | None = None
        self.otherwise: Callable[[], None] | None = None
        self.weak = 0
        self.same: dict[str, str] = {}

    def named(self, node: f.Bind) -> None:
        """`size = total`, on every way through a function: until one is bound anew, neither is less than the other."""
        surely = self.scope >= 0 and not self.weak and not node.op
        match node.targets, node.value:
            case [f.Name(one)], f.Name(other) if surely and one != other:
                self.same[one] = other

    def rebound(self, name: str) -> None:
        """A name is bound anew: it is no other's any more."""
        if self.same:
            self.same = {one: other for one, other in self.same.items() if name not in (one, other)}

    def are_same(self, one: f.Expr, other: f.Expr) -> bool:
        """Whether two names of a function are surely bound to one and the same value, whatever it is."""
        if not (self.same and isinstance(one, f.Name) and isinstance(other, f.Name)):
            return False
        return self.same.get(one.id) == other.id or self.same.get(other.id) == one.id


# A path through a frame: the streams, and the frame's variables; None where the path has ended.
Path = tuple[State, dict[str, Value]] | None


def merge(one: Path, other: Path) -> Path:
    """The path after two come together."""
    if one is None or other is None:
        return one if other is None else other
    state = meet(one[0], other[0])
    assert state is not None
    if one[1] == other[1]:
        return state, one[1]
    env: dict[str, Value] = {}
    for name in {**one[1], **other[1]}:
        a, b = one[1].get(name), other[1].get(name)
        env[name] = a if b is None or a == b else b if a is None else join([a, b])  # type: ignore[assignment]
    return state, env


def anything(values: list[Value]) -> Value:
    """The join of what a function may return; Unknown when that is nothing."""
    return join(values) if values else UNKNOWN
