"""What the walk for JAX keys computes with: values that are told apart by identity, and the state of a path."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.index import facts as f
    from samerun.program.flow.domain import Place
    from samerun.program.symbols import ClassRef, FunctionRef


class Token(NamedTuple):
    """Some value, known by its number alone: two reads with one number are surely one value."""

    number: int


class Constant(NamedTuple):
    """A literal."""

    value: bool | int | float | str | None


class Row(NamedTuple):
    """A tuple or list whose members are known."""

    values: tuple[Value, ...]


class Table(NamedTuple):
    """A dict with constant keys whose values are known."""

    fields: tuple[tuple[object, Value], ...]


class Function(NamedTuple):
    """A project function: the frame it closes over (-1: none) and its receiver, where it is a method."""

    ref: FunctionRef
    frame: int = -1
    receiver: Value | None = None


class Class(NamedTuple):
    """A project class."""

    ref: ClassRef


class Library(NamedTuple):
    """Something of a library, by canonical name."""

    name: str


class Partial(NamedTuple):
    """`functools.partial(func, …)`"""

    func: Value
    values: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


class Wrapped(NamedTuple):
    """What a transformation made of a function: calling it calls the function with the same arguments."""

    func: Value
    same_result: bool


class Zipped(NamedTuple):
    """`zip(…)`, `enumerate(…)`: what is looped over side by side."""

    values: tuple[Value, ...]


Value = Zipped | Token | Constant | Row | Table | Function | Class | Library | Partial | Wrapped

# A test as it was decided on this path: the test's own identity, and its answer.
Condition = tuple[object, bool]


class Step(NamedTuple):
    """A call on the way to a use, outermost first: where, in which turns of the loops around it, and of what.

    `given`: the numbers of the tokens handed over, each with the argument as written.
    """

    place: Place
    turns: tuple[int, ...]
    callee: str
    given: tuple[tuple[int, str], ...]
    call: f.Call | None = None


class Use(NamedTuple):
    """A call that uses a key up: under which conditions, and along which calls; `alike`: see the catalog's effects."""

    conditions: frozenset[Condition]
    path: tuple[Step, ...]
    alike: bool = False


class Kin:
    """Which keys are members of which: by the numbers of their tokens."""

    def __init__(self) -> None:
        self._owner: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._parts: set[int] = set()

    def add(self, owner: int, member: int) -> None:
        """A member that its owner gave."""
        self._owner[member] = owner
        self._members.setdefault(owner, []).append(member)

    def add_part(self, owner: int, part: int, members: list[int]) -> None:
        """Some members of an owner, which are its own as well."""
        self._owner[part] = owner
        self._members[part] = members
        self._parts.add(part)

    def of(self, number: int) -> Iterator[int]:
        """A key, all that it is a member of, and all its members: of these none is used up when it is."""
        owner: int | None = number
        while owner is not None:
            yield owner
            owner = self._owner.get(owner)
        yield from self._within(number)

    def used_with(self, number: int) -> tuple[int, ...]:
        """What is used up where a key is: of a part all its members, which others may reach."""
        return (number, *(self._members[number] if number in self._parts else ()))

    def _within(self, number: int) -> Iterator[int]:
        for each in self._members.get(number, ()):
            yield each
            yield from self._within(each)


class State:
    """One path: variables by frame, members of values, which tokens are used up, and what has been decided."""

    __slots__ = ("conditions", "envs", "fields", "uses")

    def __init__(self) -> None:
        self.envs: dict[int, dict[str, Value]] = {}
        self.fields: dict[tuple[int, object], Value] = {}
        self.uses: dict[int, tuple[Use, ...]] = {}
        self.conditions: frozenset[Condition] = frozenset()

    def copy(self) -> State:
        out = State()
        out.envs = {number: dict(env) for number, env in self.envs.items()}
        out.fields = dict(self.fields)
        out.uses = dict(self.uses)
        out.conditions = self.conditions
        return out
