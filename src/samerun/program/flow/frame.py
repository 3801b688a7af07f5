"""Frames: the variables of one running function, class body or module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.flow.domain import UNKNOWN, State, Value, join, meet

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.modules import Module


class Frame:
    """One activation. `scope` is its scope in the module; `parent` the frame that free names are looked up in.

    `returns`, `breaks` and `continues` gather the paths that leave a block early; `on_yield`, if set, is what the
    consumer of a generator does with each value, run in the middle of the generator's body. `otherwise` is
    the `else` of the loop about to run.
    """

    __slots__ = (
        "breaks", "continues", "env", "module", "number", "on_yield", "otherwise", "parent", "returns", "scope",
        "weak",
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
