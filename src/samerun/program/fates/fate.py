"""What becomes of a drawn value: whether it reaches anything that anyone keeps or reads.

A forward slice: from the draw through names, calls of the project's functions and what they return, to every use. A
value that is only asserted upon, compared, measured, traced, told on stderr, or never looked at, changes no result.
What can't be followed counts as a use.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.fates.attributes import Attributes
from samerun.program.fates.slices import Matters, Slice, Source
from samerun.program.flow.outcome import KEEPING, SHOWING, TELLING
from samerun.program.flow.timed import only_times
from samerun.program.flow.words import words
from samerun.program.sites import children, last_name, statements
from samerun.program.symbols import FunctionRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.program.flow.domain import Place
    from samerun.program.flow.run import EntryRun
    from samerun.program.modules import Module
    from samerun.program.program import Program

_FAR = 40  # scopes that one value is followed through


class Fate(NamedTuple):
    """`matters`: it reaches something, or that can't be told. `checked`: some use only looks at it. `unseen`: it was
    handed to code that isn't followed, whose result isn't used."""

    matters: bool
    checked: bool = False
    unseen: bool = False

    @property
    def idle(self) -> bool:
        """Whether the value surely changes nothing: a check's input."""
        return not self.matters and self.checked

    @property
    def unread(self) -> bool:
        """Whether nobody looks at the value."""
        return not (self.matters or self.checked or self.unseen)


_MATTERS = Fate(matters=True)


class Fates:
    """The fates of the draws of a program's runs."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[tuple[EntryRun, Place, str], Fate] = {}
        self._showing: dict[EntryRun, bool] = {}
        self._attributes = cache(partial(Attributes, program))

    def harmless(self, run: EntryRun, place: Place, callee: str = "", weights: bool = False) -> bool:
        """Whether what is drawn at `place` in a run changes no result of it; `callee`: by which call.

        `weights`: it is a model's, which code that isn't followed trains, whatever else is asked of it.
        """
        fate = self.of(run, place, callee.rpartition(".")[2])
        if weights and fate.unseen:
            return False
        if fate.unread and run.events.failing is not None:
            return True
        return fate.idle or (fate.unread and (self._shows(run) or self._is_optional(run, place, callee)))

    def _is_optional(self, run: EntryRun, place: Place, callee: str) -> bool:
        """Whether something comes of the value under options that are off by default: the run is there for that."""
        on = any(answer is not None for answer in run.events.defaults.values())
        return on and self._followed(run, place, callee.rpartition(".")[2], {}).matters

    def of(self, run: EntryRun, place: Place, name: str = "") -> Fate:
        """What becomes of the value that the call of this name draws at `place` in a run."""
        if (run, place, name) not in self._known:
            self._known[run, place, name] = self._followed(run, place, name, run.events.defaults)
        return self._known[run, place, name]

    def _followed(
        self, run: EntryRun, place: Place, name: str, defaults: Mapping[tuple[str, int], bool | None]
    ) -> Fate:
        """`defaults`: what tests come out as by the defaults of options; the blocks that they leave out don't count."""
        queue, seen = [(place, Source(place.span, place.slice, name))], {place}
        checked = unseen = False
        while queue:
            here, source = queue.pop()
            if here.scope < MODULE or (here.scope == MODULE and here.path != run.entry.path):
                return _MATTERS
            one = Slice(self.program, self.program.table.by_path[here.path], here.scope)
            one.defaults, one.ended = defaults, run.events.ended
            try:
                one.follow(source)
            except Matters:
                return _MATTERS
            timed = one.unseen and only_times(one)
            checked, unseen = (
                checked or one.checks > 0 or one.thrown_away or timed,
                unseen or (one.unseen and not timed),
            )
            function = FunctionRef(here.path, here.scope)
            callers: set[Place] | None = set()
            if one.attributes and not self._attributes(run).unread(here, one.attributes):
                callers = self._attributes(run).makers(here, one.attributes)
            if one.returned and callers is not None:
                callers = run.events.callers.get(function)
            if callers is None or len(seen | callers) > _FAR:
                return _MATTERS
            callers = {each for each in callers if not _is_beyond(run, each)}
            members = tuple(one.members or ())
            queue += [(each, Source(each.span, each.slice, "", function, members)) for each in callers - seen]
            seen |= callers
        return Fate(False, checked, unseen)

    def _shows(self, run: EntryRun) -> bool:
        """Whether a run has another outcome: it shows or keeps something that isn't a constant, or measures a time."""
        if run not in self._showing:
            table = self.program.table.by_path
            cells = table[run.entry.path].source.cells
            self._showing[run] = (cells is not None and bool(cells.measured)) or any(
                _is_shown(table[path], node)
                for path, scope in run.events.reached
                for node in _bodies(table[path], scope)
            )
        return self._showing[run]


def _is_beyond(run: EntryRun, place: Place) -> bool:
    """Whether a statement lies behind the one of its scope at which the run surely fails."""
    end = run.events.ended.get((place.path, place.scope))
    return end is not None and place.slice.start >= end


def _bodies(module: Module, scope: int) -> list[f.Stmt]:
    if scope < MODULE:
        return []
    return list(statements(module.facts.functions[scope].body if scope >= 0 else module.facts.body))


def _is_shown(module: Module, node: f.Stmt) -> bool:
    if not isinstance(node, f.Do):
        return False
    if not isinstance(node.expr, f.Call):
        return module.kind == "notebook" and node in module.facts.body
    name = last_name(node.expr.func)
    given = [*node.expr.args, *(value for _, value in node.expr.keywords)]
    if name in SHOWING:
        return any(_varies(each) for each in given)
    return name in ("run", "log", "show") or not (TELLING | KEEPING).isdisjoint(words(name))


def _varies(node: f.Expr) -> bool:
    return isinstance(node, (f.Name, f.Attr, f.Call)) or any(_varies(each) for each in children(node))
