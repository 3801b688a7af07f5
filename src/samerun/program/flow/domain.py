"""What the abstract run computes with: values, stream states, and the state of a path."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from samerun.program.symbols import ClassRef, FunctionRef
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


class Place(msgspec.Struct, frozen=True):
    """A place in the project: a file, the span itself, the slice (statement or header) it lies in, its scope."""

    path: str
    span: Span
    slice: Span
    scope: int


# --- values ----------------------------------------------------------------------------------------------


class Unknown(msgspec.Struct, frozen=True):
    """Anything. `seedlike`: it is or holds a seed (an option or field of that name) whose value can't be seen.

    `of`: where it surely comes from, unless it is None: a library's class ("torch.Tensor"), something reached from one
    ("torch.Tensor.grad"), or anything that a library made ("matplotlib.*"). What is called on it is the library's.
    """

    seedlike: bool = False
    of: str = ""


class Given(msgspec.Struct, frozen=True):
    """Some value that is surely not None and the same in every run: a computed number, a seeded draw.

    `text`: it is text, whose hash differs from run to run.
    """

    text: bool = False


class Lit(msgspec.Struct, frozen=True):
    """A constant. `place`: where it is written, if that is known; `default`: it came in as a default.

    `option`: the default of a command line option (or computed from one): so in a run without arguments only.
    """

    value: bool | int | float | str | None
    place: Place | None = None
    default: bool = False
    option: bool = False


class Entropy(msgspec.Struct, frozen=True):
    """A value that differs from run to run; `what` names its source ("time.time()").

    `kind`: "draw" from a stream that isn't seeded; "os": numbers of the operating system, which nothing seeds;
    "name": those that make names and times (a uuid, a clock, a process id) until somebody computes with them;
    "hash" and "address": `hash()` of text and `id()`; "bucket": such a hash brought into a range; "text-order",
    "file-order", "finish-order": something that stands in the order of a set of text, of a folder, of tasks as they
    end. `alike`: all its members are text, or what is hashed is.
    """

    what: str
    place: Place
    kind: str = "draw"
    alike: bool = False


class Obj(msgspec.Struct, frozen=True):
    """An object on the heap, by its number."""

    number: int


class Func(msgspec.Struct, frozen=True):
    """A project function, with its receiver and the number of the frame it closes over (-1: the module)."""

    ref: FunctionRef
    receiver: Obj | ClassRef | None = None
    frame: int = -1


class Cls(msgspec.Struct, frozen=True):
    """A project class; `frame`: the frame it was defined in."""

    ref: ClassRef
    frame: int = -1


class Ext(msgspec.Struct, frozen=True):
    """Something of a library, by canonical dotted name; `receiver` where it is a method of an object."""

    name: str
    receiver: Obj | Func | Cls | Lit | None = None


class Mod(msgspec.Struct, frozen=True):
    """A module of the project, or a package folder."""

    path: str


class Union(msgspec.Struct, frozen=True):
    """One of a few values."""

    options: tuple[Value, ...]


Value = Unknown | Given | Lit | Entropy | Obj | Func | Cls | Ext | Mod | Union

UNKNOWN = Unknown()
SEEDLIKE = Unknown(seedlike=True)
GIVEN = Given()
TEXT = Given(text=True)
NONE = Lit(None)
_SEEN_NOWHERE = (UNKNOWN, SEEDLIKE)
_WIDEST = 6


def join(values: Iterable[Value]) -> Value:
    """One value that stands for all of them; where they are too many to keep apart, some text, or Unknown."""
    options: list[Value] = []
    unknown: Unknown | None = None
    for value in values:
        for each in value.options if isinstance(value, Union) else (value,):
            if isinstance(each, Unknown):
                unknown = each if unknown is None or unknown == each else _SEEN_NOWHERE[unknown.seedlike]
            elif each not in options:
                options.append(each)
    if unknown is not None:
        return unknown if not options or not unknown.of else _SEEN_NOWHERE[unknown.seedlike]
    if not options:
        return UNKNOWN
    if len(options) == 1:
        return options[0]
    if len(options) <= _WIDEST:
        return Union(tuple(options))
    return (
        TEXT
        if all(each == TEXT or (isinstance(each, Lit) and isinstance(each.value, str)) for each in options)
        else UNKNOWN
    )


def alternatives(value: Value) -> tuple[Value, ...]:
    """The values that `value` may be."""
    return value.options if isinstance(value, Union) else (value,)


def truth(value: Value) -> bool | None:
    """Whether a value counts as true; None where that can't be known."""
    answers = {_truth(each) for each in alternatives(value)}
    return answers.pop() if len(answers) == 1 else None


def _truth(value: Value) -> bool | None:
    if isinstance(value, Lit):
        return bool(value.value)
    return True if isinstance(value, (Func, Cls, Mod)) else None


def is_option(value: Value) -> bool:
    """Whether a known value is so only as long as no option says otherwise."""
    return isinstance(value, Lit) and value.option


def is_none(value: Value) -> bool | None:
    """Whether a value is None; None where that can't be known."""
    answers = {_is_none(each) for each in alternatives(value)}
    return answers.pop() if len(answers) == 1 else None


def _is_none(value: Value) -> bool | None:
    if isinstance(value, Lit):
        return value.value is None
    return None if isinstance(value, Unknown) else False


def mixed(values: list[Value]) -> Value:
    """The result of a computation: as random as its inputs, unknown where one is, else some given value."""
    flat = [each for value in values for each in alternatives(value)]
    for each in flat:
        if isinstance(each, Entropy):
            return each
    if any(isinstance(each, Unknown) for each in flat):
        return SEEDLIKE if any(isinstance(each, Unknown) and each.seedlike for each in flat) else UNKNOWN
    if any(isinstance(each, (Obj, Func, Cls, Ext, Mod)) for each in flat):
        return UNKNOWN
    return GIVEN


# --- streams ---------------------------------------------------------------------------------------------


class Cause(NamedTuple):
    """Why a stream is unseeded although somebody thought of it.

    `kind`: "optional" (a guard skipped the seeding: `place` is the guard, `other` the default) or "entropy"
    (it was seeded from `what` at `place`), or "unset" (seeding with None at `place`, `other` the default).
    """

    kind: str
    place: Place
    what: str = ""
    other: Place | None = None


class Status(NamedTuple):
    """A stream on a path: "seeded", "unseeded" or "unknown"; `by`: the last seeding; `cause`: see `Cause`.

    `lender`: the stream that a worker's was seeded from, so that what is drawn is as seeded as that.
    """

    state: str
    by: Place | None = None
    cause: Cause | None = None
    lender: str = ""


UNSEEDED = Status("unseeded")
UNCLEAR = Status("unknown")

# A stream is a global one, by name, or an object's own, by the object's number.
Stream = str | int


class State:
    """The streams on one path. A global stream that is not listed is unseeded, or unknown once `blurred`."""

    __slots__ = ("blurred", "streams")

    def __init__(self, streams: dict[Stream, Status] | None = None, blurred: bool = False) -> None:
        self.streams = streams if streams is not None else {}
        self.blurred = blurred

    def copy(self) -> State:
        return State(dict(self.streams), self.blurred)

    def get(self, stream: Stream) -> Status:
        known = self.streams.get(stream)
        if known is not None:
            return known
        return UNCLEAR if self.blurred or isinstance(stream, int) else UNSEEDED

    def set(self, stream: Stream, status: Status) -> None:
        self.streams[stream] = status

    def blur(self) -> None:
        """Something may have seeded anything: what was unseeded is unknown from here on."""
        self.blurred = True
        for stream, status in self.streams.items():
            if status.state == "unseeded":
                self.streams[stream] = UNCLEAR

    def key(self) -> tuple[object, ...]:
        """What a call's outcome depends on."""
        states = sorted(((str(stream), status.state) for stream, status in self.streams.items()))
        return (self.blurred, *states)

    def same(self, other: State) -> bool:
        return self.blurred == other.blurred and self.streams == other.streams


def meet(one: State | None, other: State | None) -> State | None:
    """The state after two paths come together: seeded only if both are. None: that path doesn't get here."""
    if one is None or other is None:
        return one if other is None else other
    if one is other:
        return one
    out = State({}, one.blurred or other.blurred)
    for stream in {**one.streams, **other.streams}:
        a, b = one.get(stream), other.get(stream)
        if isinstance(stream, int):  # an object that only one path made exists only there
            a = one.streams.get(stream, b)
            b = other.streams.get(stream, a)
        out.streams[stream] = _meet(a, b)
    return out


def _meet(a: Status, b: Status) -> Status:
    if a.state == b.state:
        return a if a.cause is not None or b.cause is None else b
    for state in ("unseeded", "unknown"):
        if a.state == state:
            return a
        if b.state == state:
            return b
    return a
