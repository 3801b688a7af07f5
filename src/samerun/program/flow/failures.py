"""`try`, `raise` and what may fail: from which states a handler starts."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE, catches_import_error
from samerun.program.flow.domain import UNKNOWN, Cls, Ext, Obj, Place, State, Value, alternatives, meet
from samerun.program.flow.frame import Path, merge
from samerun.program.flow.unproven import tries_again
from samerun.program.symbols import FunctionRef
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.machine import Machine


class Failure(NamedTuple):
    """The streams where something may fail; `kind` is the exception's class, None where that isn't known."""

    state: State
    kind: Value | None


class Failures:
    """The `try` blocks that run now, each with what may fail in it.

    `calling_back`: the calls of a library that run now, and call code of the project.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.calling_back: list[Place] = []
        self._open: list[list[Failure]] = []

    @property
    def guarded(self) -> bool:
        """Whether a `try` block runs."""
        return bool(self._open)

    def possible(self) -> None:
        """Something runs that may raise anything."""
        if self._open:
            self._open[-1].append(Failure(self.machine.state.copy(), None))

    def certain(self, exception: f.Expr | None) -> None:
        """`raise …` runs."""
        if self._open:
            callee = exception.func if isinstance(exception, f.Call) else exception
            kind = self.machine.evaluate(callee) if callee is not None else None
            if isinstance(kind, Obj) and not isinstance(self.machine.heap[kind].cls, str):
                kind = None
            self._open[-1].append(Failure(self.machine.state.copy(), kind))

    def surely(self, name: str = "") -> None:
        """What runs raises an exception, of the built-in class with this dotted name where it is given."""
        machine = self.machine
        if self._open:
            self._open[-1].append(Failure(machine.state.copy(), Ext(name) if name else None))
        elif not (machine.events.paused or machine.events.failing) and not any(
            frame.returns or frame.weak > machine.looping
            for frame in machine.stack  # a loop turns at least once
        ):
            self._ends_the_run()
        machine.alive = False

    def _ends_the_run(self) -> None:
        """Nothing is reached behind the statement that runs, and behind the calls that have led there."""
        machine, calls = self.machine, self.machine.events.calls
        ends: dict[tuple[str, int], int] = {}
        for place in calls:
            function = FunctionRef(place.path, place.scope)
            if place.scope == MODULE or len(machine.events.callers.get(function, ())) == 1:
                through = place in self.calling_back  # it has done nothing yet that anyone could read
                ends[place.path, place.scope] = place.slice.start if through else place.slice.end
        here = machine.frame
        if here.scope == MODULE or len(machine.events.callers.get(FunctionRef(here.module.path, here.scope), ())) == 1:
            ends[here.module.path, here.scope] = machine.slice.start
        machine.cells.fails(ends)

    def in_notebook(self) -> None:
        """What runs raises an exception of a library's where the program is a notebook."""
        if self.machine.program.table.by_path[self.machine.entry].kind == "notebook":
            self.surely()

    def watched(self, body: Callable[[], None]) -> list[Failure]:
        """Run a block; what may have failed in it."""
        found: list[Failure] = []
        self._open.append(found)
        body()
        self._open.pop()
        return found

    def start_of(self, kinds: Value | None, failed: list[Failure], before: Path, reached: Path) -> Path:
        """The path on which a handler of these kinds starts; None where nothing that it catches is raised."""
        caught = [each for each in failed if self._catches(kinds, each.kind)]
        start = merge(before, reached)
        if start is None:
            return None
        if not caught:
            return reached  # None where the block is surely left by something else
        state: State | None = None
        for each in caught:
            state = meet(state, each.state)
        assert state is not None
        return state, start[1]

    def pass_on(self, failed: list[Failure], handlers: list[Value | None]) -> None:
        """What no handler surely catches goes on to the `try` around."""
        if self._open:
            self._open[-1] += [
                each for each in failed if not any(self._surely_catches(kinds, each.kind) for kinds in handlers)
            ]

    def suppressed(self, kinds: list[Value], body: Callable[[], None]) -> None:
        """`with contextlib.suppress(…):` the block may end early."""
        machine = self.machine
        before = machine.path()
        machine.frame.weak += 1
        failed = self.watched(body)
        machine.frame.weak -= 1
        reached = machine.path()
        ends = [reached]
        for kind in kinds:
            if isinstance(kind, Ext) and kind.name in ("builtins.ImportError", "builtins.ModuleNotFoundError"):
                continue
            if any(self._catches(kind, each.kind) for each in failed):
                ends.append(self.start_of(kind, failed, before, reached))
        machine.meet(ends)

    def _catches(self, kinds: Value | None, raised: Value | None) -> bool:
        """Whether a handler may catch an exception."""
        if kinds is None or raised is None:
            return True
        return any(self._is_a(raised, each) is not False for each in self._each(kinds))

    def _surely_catches(self, kinds: Value | None, raised: Value | None) -> bool:
        if kinds is None:
            return True
        return any(
            (isinstance(each, Ext) and each.name in ("builtins.Exception", "builtins.BaseException"))
            or (raised is not None and self._is_a(raised, each) is True)
            for each in self._each(kinds)
        )

    def _each(self, kinds: Value) -> list[Value]:
        if isinstance(kinds, Obj):
            return list(self.machine.heap[kinds].fields.values())
        return list(alternatives(kinds))

    def _is_a(self, raised: Value, wanted: Value) -> bool | None:
        """Whether a raised class is one of a handler's; None where that can't be known."""
        if isinstance(raised, Cls):
            own, external, _ = self.machine.program.resolver.linearize(raised.ref)
            if isinstance(wanted, Cls):
                return wanted.ref in own
            answers = [self._is_a(Ext(base), wanted) for base in external]
            return True if True in answers else None if None in answers or not answers else False
        if not (isinstance(raised, Ext) and isinstance(wanted, Ext)):
            return False if isinstance(raised, Ext) and isinstance(wanted, Cls) else None
        one, other = _builtin(raised.name), _builtin(wanted.name)
        if one is not None and other is not None:
            return issubclass(one, other)
        return True if raised.name == wanted.name else None

    # --- the statement -------------------------------------------------------------------------------

    def try_(self, node: f.Try) -> None:
        """Run a `try` statement."""
        machine = self.machine
        before = machine.path()
        returned = len(machine.frame.returns)
        handlers = [handler for handler in node.handlers if not catches_import_error(handler)]
        machine.frame.weak += bool(handlers)
        failed = self.watched(lambda: machine.block(node.body))
        reached = machine.path()
        if machine.alive:
            machine.block(node.orelse)
        ends = [machine.path()]
        kinds = [machine.evaluate(each.type) if each.type is not None else None for each in handlers]
        open_ = list(failed)
        for handler, kind in machine.events.ways(zip(handlers, kinds, strict=True)):
            if self._is_unproven(handler, kind, node, open_):
                continue
            machine.resume(self.start_of(kind, open_, before, reached))
            open_ = [each for each in open_ if each.kind is None or not self._surely_catches(kind, each.kind)]
            if not machine.alive:
                continue
            if handler.name:
                machine.frame.env[handler.name] = UNKNOWN
            machine.block(handler.body)
            ends.append(machine.path())
        machine.frame.weak -= bool(handlers)
        self.pass_on(failed, kinds)
        machine.meet(ends)
        if node.final:
            self._finally(node.final, before, returned)

    def _is_unproven(self, handler: f.Handler, kind: Value | None, node: f.Try, failed: list[Failure]) -> bool:
        """Whether a handler only tries again, after a failure that nothing in the block raises for all to see."""
        frame = self.machine.frame
        function = frame.module.facts.functions[frame.scope] if frame.scope >= 0 else None
        if any(each.kind is not None and self._catches(kind, each.kind) for each in failed):
            return False
        return tries_again(handler, node.body, function)

    def _finally(self, final: list[f.Stmt], before: Path, returned: int) -> None:
        """`finally` runs on every way out: at the end of the block, and where the function returns."""
        machine = self.machine
        frame = machine.frame
        leaving, frame.returns = frame.returns[returned:], frame.returns[:returned]
        end = machine.path()
        for state, value in leaving:
            machine.alive, machine.state = True, state.copy()
            machine.block(final)
            if machine.alive:
                frame.returns.append((machine.state.copy(), value))
        machine.resume(end)
        if machine.alive:
            machine.block(final)
        elif not leaving:
            machine.resume(before)
            machine.block(final)
            machine.alive = False

    def raise_(self, node: f.Raise) -> None:
        """Run a `raise` statement."""
        machine = self.machine
        machine.slice = Span(node.start, node.end)
        for part in node.parts:
            machine.evaluate(part)
        self.certain(node.parts[0] if node.parts else None)
        machine.alive = False


def _builtin(name: str) -> type[BaseException] | None:
    found = getattr(builtins, name.removeprefix("builtins."), None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None
