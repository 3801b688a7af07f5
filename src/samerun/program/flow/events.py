"""What an abstract run saw: draws with the states of their streams, and seedings, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from samerun.program.flow.chances import Chances
from samerun.program.flow.drafts import Drafts
from samerun.program.flow.forks import Turn, Turns
from samerun.program.flow.probes import Probes
from samerun.program.flow.switching import Switches
from samerun.program.flow.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.program.flow.domain import Entropy, Lit, Place, Status, Stream, Value
    from samerun.program.symbols import FunctionRef

T = TypeVar("T")


class Draw(NamedTuple):
    """One draw as it was reached: from which stream, in which state, by which call, along which calls.

    `stream` is a global stream's name (in a worker, of the one that its own are seeded from) or an object's number;
    `made` is where that object was made.
    `path` are the call sites from the entry point to the draw, outermost first. `init`: it initialises weights.
    `latent`: it changes no result before what it drew is trained or saved. `turns`: the ways by which it was reached.
    """

    order: int
    stream: Stream
    status: Status
    place: Place
    callee: str
    path: tuple[Place, ...]
    made: Place | None
    init: bool
    importing: bool
    latent: bool = False
    turns: Turns = ()


class Seeding(NamedTuple):
    """One seeding: the stream, the state it left it in, and where. `aside`: by something that is there for more.

    `value`: what it was seeded from, `before`: where it was seeded already; both where that is known.
    """

    order: int
    stream: Stream
    status: Status
    place: Place
    path: tuple[Place, ...]
    aside: bool
    value: Value | None = None
    before: Place | None = None
    turns: Turns = ()


class Leak(NamedTuple):
    """A value that no seed makes repeat, where it reaches a result; `use` says how."""

    taint: Entropy
    place: Place
    use: str
    path: tuple[Place, ...]


class Failing(NamedTuple):
    """Where a run surely fails: after how many events, at which offset of each scope that it is in then, by path and
    scope, and whether a part further down would have prevented it."""

    order: int
    at: dict[tuple[str, int], int]
    defined_below: bool


class Events:
    """The record of one run. While paused (a branch that is only tried), nothing is recorded.

    `told`: something was shown, kept or handed on, so that a draw may change a result. `trial`: a module of a package
    tries itself on made-up input, so that only what is kept counts. `callers`: where each function is called.
    `failing`: what follows there is never reached. `falling`: the functions that fail whenever they are called.
    `defaults`: by path and offset of the tests of `if`s, what every visit's option said by its default, or
    the parameter by what every call gives it; else None. `sources`: the draws whose values seeded something.
    `demanded`: where defaults are written that the run can't go on with: people have to give another value.
    """

    def __init__(self, entry: str) -> None:
        self.entry = entry
        self.draws: list[Draw] = []
        self.seedings: list[Seeding] = []
        self.leaks: list[Leak] = []
        self.reads: dict[Place, dict[Place, None]] = {}
        self.unresolved: list[tuple[int, Place, str]] = []
        self.reached: set[tuple[str, int]] = set()
        self.calls: list[Place] = []
        self.callers: dict[FunctionRef, set[Place]] = {}
        self.importing = 0
        self.weights = Weights()
        self.switches = Switches()
        self.drafts = Drafts()
        self.chances = Chances()
        self.probes = Probes()
        self.told = False
        self.trial = False
        self.failing: Failing | None = None
        self.falling: set[tuple[str, int]] = set()
        self.sources: set[Place] = set()
        self.defaults: dict[tuple[str, int], bool | None] = {}
        self.demanded: set[Place] = set()
        self.turns: Turns = ()
        self.ends: list[tuple[int, Turns]] = []
        self._forks = 0
        self._order = 0
        self.paused = False

    def draw(
        self,
        stream: Stream,
        status: Status,
        place: Place,
        callee: str,
        made: Place | None,
        init: bool = False,
        latent: bool = False,
    ) -> None:
        """Record a draw."""
        if not self.paused:
            self._order += 1
            path, importing = tuple(self.calls), self.importing > 0
            known = status.lender or stream
            row = Draw(self._order, known, status, place, callee, path, made, init, importing, latent, self.turns)
            self.draws.append(row)

    def seeding(
        self,
        stream: Stream,
        status: Status,
        place: Place,
        aside: bool = False,
        value: Value | None = None,
        before: Place | None = None,
    ) -> None:
        """Record a seeding."""
        if not self.paused:
            self._order += 1
            row = Seeding(self._order, stream, status, place, tuple(self.calls), aside, value, before, self.turns)
            self.seedings.append(row)

    @property
    def number(self) -> int:
        """How many events there were so far."""
        return self._order

    def end(self) -> None:
        """Record that the program ends here (`sys.exit()`)."""
        if not self.paused:
            self._order += 1
            self.ends.append((self._order, self.turns))

    def ways(
        self, options: Iterable[T], open_: bool = False, doubtful: frozenset[int] = frozenset(), left_out: int = 0
    ) -> Iterator[T]:
        """Go through the ways of a fork: what is recorded meanwhile lies on that way.

        `doubtful`: their numbers; `left_out`: so many of the first are left out by an option's default.
        """
        outer = self.turns
        self._forks += 1
        fork = self._forks
        for number, option in enumerate(options):
            self.turns = (*outer, Turn(fork, number, open_, number in doubtful, number < left_out))
            yield option
        self.turns = outer

    def leak(self, taint: Entropy, place: Place, use: str) -> None:
        """Record that a value reaches a result."""
        if not self.paused and self.failing is None:
            self.leaks.append(Leak(taint, place, use, tuple(self.calls)))

    def read(self, order: Entropy, place: Place) -> None:
        """Record that a statement asked for the order of what was made where `order` says."""
        if not self.paused:
            self.reads.setdefault(order.place, {})[place] = None

    def unclear(self, place: Place, why: str) -> None:
        """Record that something could not be resolved, so that streams became unknown."""
        if not self.paused:
            self._order += 1
            self.unresolved.append((self._order, place, why))

    def entered(self, function: FunctionRef, place: Place) -> None:
        """Record that a function of the project is called at a place."""
        self.callers.setdefault(function, set()).add(place)

    def asked(self, path: str, at: int, default: bool | None) -> None:
        """Record what the test of an `if` came out as by an option's default; None: by anything else, or by none."""
        if not self.paused and self.defaults.setdefault((path, at), default) is not default:
            self.defaults[path, at] = None

    def refused(self, seed: Lit, maybe: bool) -> None:
        """Record that something is seeded that takes no None; `maybe`: if the run comes there."""
        if seed.value is None and seed.place is not None and not (maybe or self.paused):
            self.demanded.add(seed.place)

    def fails(self, at: dict[tuple[str, int], int], defined_below: bool) -> None:
        """Record that the run surely fails here."""
        self.failing = Failing(self._order, at, defined_below)

    @property
    def ended(self) -> dict[tuple[str, int], int]:
        """From which offset on nothing of a scope is reached, by its path and number, as the run surely fails."""
        return self.failing.at if self.failing is not None else {}

    def beyond(self, order: int) -> bool:
        """Whether an event lies behind the place where the run surely fails."""
        return self.failing is not None and order > self.failing.order

    def is_idle(self, draw: Draw) -> bool:
        """Whether nothing comes of a draw: it lies on a way that no run need take, or in a function that always fails,
        is replaced unread, or decides no test that it is drawn for."""
        return (
            any(turn.doubtful for turn in draw.turns)
            or (
                bool(self.falling) and any((each.path, each.scope) in self.falling for each in (*draw.path, draw.place))
            )
            or self.drafts.is_spent(draw)
            or self.chances.settles(draw.place)
        )

    def pause(self) -> bool:
        """Stop recording; returns what `go_on` needs."""
        before, self.paused = self.paused, True
        return before

    def go_on(self, before: bool) -> None:
        """Record again, unless recording had already stopped before that `pause`."""
        self.paused = before
