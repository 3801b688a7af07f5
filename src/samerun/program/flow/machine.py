"""The state of one abstract run, and the paths, frames and loops that all of its parts share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.calls import Caller
from samerun.program.flow.cells import Cells
from samerun.program.flow.disorder import Disorder
from samerun.program.flow.domain import UNCLEAR, UNKNOWN, Lit, Obj, Place, State, Stream, Union, Value, truth
from samerun.program.flow.evaluate import Evaluator
from samerun.program.flow.events import Events
from samerun.program.flow.failures import Failures
from samerun.program.flow.frame import Frame, Path, merge
from samerun.program.flow.handlers import Handlers
from samerun.program.flow.heap import Heap, HeapObject
from samerun.program.flow.iteration import Iteration
from samerun.program.flow.library import Library
from samerun.program.flow.missing import Missing
from samerun.program.flow.names import Names
from samerun.program.flow.processes import Processes
from samerun.program.flow.statements import Statements
from samerun.program.flow.switching import Switching
from samerun.program.symbols import ClassRef
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.domain import Func
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.symbols import FunctionRef

_DISPLAYS = ("list", "tuple", "dict", "set", "omegaconf.DictConfig")
STEPS = 20_000  # statements of one abstract run; what lies beyond is not judged


class OutOfSteps(Exception):
    """The program is larger than one run may be; what was found so far stands."""


class Machine:
    """One abstract run, from one entry point."""

    def __init__(self, program: Program, entry: str, limit: int = STEPS) -> None:
        self.program = program
        self.limit = limit
        self.entry = entry
        self.heap = Heap()
        self.events = Events(entry)
        self.state = State()
        self.alive = True
        self.frames: list[Frame] = []
        self.modules: dict[str, Frame] = {}
        self.class_env: dict[ClassRef, dict[str, Value]] = {}
        self.defaults: dict[FunctionRef, dict[str, Value]] = {}
        self.main = ""
        self.steps = 0
        self.looping = 0
        self._loops: list[tuple[int, int, int]] = []  # of each loop: frames, what its own has returned, weak ways
        self.patched: dict[str, Value] = {}
        self.completed: set[tuple[Obj, FunctionRef]] = set()  # methods that surely ran, of these objects
        self._attributes: dict[tuple[FunctionRef, int], dict[str, Value]] = {}
        self.training = True
        self.weightless = 0  # `with` blocks around, in which layers are made without weights
        self.stack: list[Frame] = []
        self.slice = Span(0, 0)
        self.effect: f.Expr | None = None
        self.broken = False  # the entry point's file didn't come to its end
        self.names = Names(self)
        self.evaluate = Evaluator(self)
        self.run = Statements(self)
        self.failures = Failures(self)
        self.missing = Missing(self)
        self.cells = Cells(self)
        self.iteration = Iteration(self)
        self.disorder = Disorder(self)
        self.processes = Processes(self)
        self.handlers = Handlers(self)
        self.caller = Caller(self)
        self.library = Library(self)
        self.switching = Switching(self)

    # --- frames and modules --------------------------------------------------------------------------

    @property
    def frame(self) -> Frame:
        return self.stack[-1]

    def new_frame(self, module: Module, scope: int, parent: Frame | None) -> Frame:
        frame = Frame(module, scope, len(self.frames), parent)
        self.frames.append(frame)
        return frame

    def run_module(self, path: str) -> Frame | None:
        """Import a module: its top level runs once, at the first import."""
        if path in self.modules:
            return self.modules[path]
        module = self.program.table.by_path.get(path)
        if module is None or self.events.paused:
            return None
        frame = self.modules[path] = self.new_frame(module, MODULE, None)
        self.events.reached.add((path, MODULE))
        self._run_in(frame, module.facts.body)
        return frame

    def _run_in(self, frame: Frame, body: list[f.Stmt]) -> None:
        outer_slice = self.slice
        self.stack.append(frame)
        for block in self.events.ways([body]):
            if frame.module.kind == "notebook":
                self.cells.run(block, frame.module)
            else:
                self.block(block)
        self.stack.pop()
        self.slice = outer_slice
        self.broken = not self.alive
        self.alive = True

    def start(self, path: str, main: bool) -> None:
        """Run a module as the entry point's first file."""
        module = self.program.table.by_path[path]
        for package in self.packages(path):
            self.run_module(package)
        self.main = path if main else ""
        if main or path not in self.modules:  # one that its package imports runs once more as `__main__`
            frame = self.modules[path] = self.new_frame(module, MODULE, None)
            self.events.reached.add((path, MODULE))
            self._run_in(frame, module.facts.body)

    def run_script(self, path: str, names: dict[str, Value] | None = None) -> Frame | None:
        """Run a file as `__main__`, now and as often as it is asked for (`runpy`, `%run`); `names`: what it sees."""
        module = self.program.table.by_path.get(path)
        if module is None or self.events.paused or len(self.stack) > 40:
            return None
        main, self.main = self.main, path
        frame = self.new_frame(module, MODULE, None)
        frame.env.update(names or {})
        hidden = self.modules.get(path)
        self.modules[path] = frame
        self.events.calls.append(self.here(None))
        self._run_in(frame, module.facts.body)
        self.events.calls.pop()
        self.main = main
        if hidden is not None:
            self.modules[path] = hidden
        return frame

    def packages(self, path: str) -> list[str]:
        """The `__init__.py` of every package around a file, outermost first."""
        folder, out = path.rpartition("/")[0], []
        while self.program.table.is_regular(folder):
            out.append(f"{folder}/__init__.py")
            folder = folder.rpartition("/")[0]
        return [each for each in reversed(out) if each != path]

    def place(self, start: int, end: int) -> Place:
        frame = self.frame
        return Place(frame.module.path, Span(start, end), self.slice, frame.scope)

    def truth(self, value: Value) -> bool | None:
        """Whether a value counts as true; objects do, unless their class says otherwise."""
        if isinstance(value, Obj):
            found = self.heap[value]
            if found.stream is not None:
                return True
            if self.is_whole(found):
                return bool(found.fields)
            if isinstance(found.cls, ClassRef) and all(
                self.caller.objects.find(value, name) is None for name in ("__bool__", "__len__")
            ):
                return True
            return None
        if isinstance(value, Union):
            answers = {self.truth(each) for each in value.options}
            return answers.pop() if len(answers) == 1 else None
        return truth(value)

    def is_whole(self, found: HeapObject) -> bool:
        """Whether an object is a collection of which every member is known."""
        return found.cls in _DISPLAYS and not (self.looping or found.open or found.items or found.loose)

    def attributes_of(self, function: Func) -> dict[str, Value]:
        """What has been set on a function (`function.calls = 0`)."""
        return self._attributes.setdefault((function.ref, function.frame), {})

    def context(self) -> Place | None:
        """The call by which the running function was entered: it tells apart the objects that it makes."""
        return self.events.calls[-1] if self.events.calls else None

    def here(self, call: f.Call | None) -> Place:
        """The place of a call, or of the current slice."""
        return self.place(call.start, call.end) if call is not None else self.place(*self.slice)

    # --- paths ---------------------------------------------------------------------------------------

    def path(self) -> Path:
        """The current path, as a snapshot."""
        return (self.state.copy(), dict(self.frame.env)) if self.alive else None

    def resume(self, path: Path) -> None:
        """Go on with a path."""
        if path is None:
            self.alive = False
        else:
            self.alive = True
            self.state, self.frame.env = path[0].copy(), dict(path[1])

    # --- statements ----------------------------------------------------------------------------------

    def block(self, body: list[f.Stmt]) -> None:
        for number, node in enumerate(body):
            if not self.alive:
                return
            self.steps += 1
            if self.steps > self.limit:
                raise OutOfSteps
            returned = len(self.frame.returns)
            self.run(node)
            if not self.alive and isinstance(node, f.If):
                self.run.skipped_rest(node, body[number + 1 :], returned)

    def root(self, root: f.Root) -> Value:
        self.slice = Span(root.start, root.end)
        return self.evaluate(root.expr)

    def quietly(self, node: f.Expr) -> Value:
        """What a plain name or attribute is worth, leaving no trace."""
        inner = node
        while isinstance(inner, f.Attr):
            inner = inner.value
        if not isinstance(inner, f.Name):
            return UNKNOWN
        before = self.events.pause()
        value = self.evaluate(node)
        self.events.go_on(before)
        return value

    def branches(
        self, blocks: list[list[f.Stmt]], chosen: bool = False, doubtful: frozenset[int] = frozenset()
    ) -> None:
        """Run every block from here and go on where they meet; `doubtful`: the numbers of those no run need take."""
        before = self.path()
        self.frame.weak += 1
        ends: list[Path] = []
        asked_inside = self.frame.module.path != self.entry  # there a script's own choices stand
        for body in self.events.ways(blocks, asked_inside, doubtful):
            self.resume(before)
            self.block(body)
            ends.append(self.path())
        self.frame.weak -= 1
        self.meet(ends, chosen)

    def meet(self, ends: list[Path], chosen: bool = False) -> None:
        """Go on where several paths come together; `chosen`: the user's choice of a seed parted them."""
        result: Path = None
        for end in ends:
            result = merge(result, end)
        if chosen and result is not None:
            reached = [end[0] for end in ends if end is not None]
            for stream in {stream for state in reached for stream in state.streams}:
                states = {state.get(stream).state for state in reached}
                if "unseeded" in states and len(states) > 1:
                    result[0].set(stream, UNCLEAR)
        self.resume(result)

    # --- loops ---------------------------------------------------------------------------------------

    def loop(
        self, body: Callable[[], None], at_least_once: bool, endless: bool = False, members: tuple[Stream, ...] = ()
    ) -> None:
        """Run a loop's body once for all its turns; once more where a turn leaves a stream worse than it found it.

        `members`: the streams of what is gone through; where there is no turn, there are none of them.
        """
        frame = self.frame
        outer = frame.breaks, frame.continues
        otherwise, frame.otherwise = frame.otherwise, None
        frame.breaks, frame.continues = [], []
        before = self.path()
        self._loops.append((len(self.stack), len(frame.returns), frame.weak))
        self.heap.enter_loop()
        frame.same = {}  # the next turn may find either name bound anew
        frame.weak += 1
        self.looping += 1
        for turn in self.events.ways([body]):
            turn()
            self.meet([self.path(), *frame.continues])
            if before is not None and self.alive and self._worse(before[0]):
                turn()
                self.meet([self.path(), *frame.continues])
        self.looping -= 1
        frame.weak -= 1
        self.heap.leave_loop()
        self._loops.pop()
        ends: list[Path] = [] if endless else [self.path()]
        if not at_least_once:
            ends.append(before)
            if before is not None and self.alive:
                for stream in members:
                    before[0].set(stream, self.state.get(stream))
        self._after_loop(ends, outer, otherwise)

    def in_every_turn(self) -> bool:
        """Whether the running statement lies in every turn of the loops around it, as long as none is left before."""
        if not self._loops or self.events.paused:
            return False
        depth, returned, weak = self._loops[0]
        if self.frame.weak > weak + len(self._loops) or len(self.stack[depth - 1].returns) > returned:
            return False
        return not any(each.returns for each in self.stack[depth:])

    def turns(self, bodies: list[Callable[[], None]]) -> None:
        """Run a loop whose turns are all known, one after the other."""
        frame = self.frame
        outer = frame.breaks, frame.continues
        otherwise, frame.otherwise = frame.otherwise, None
        frame.breaks = []
        for body in bodies:
            frame.continues = []
            if self.alive:
                body()
                self.meet([self.path(), *frame.continues])
        self._after_loop([self.path()], outer, otherwise)

    def _after_loop(
        self,
        ends: list[Path],
        outer: tuple[list[tuple[State, dict[str, Value]]], list[tuple[State, dict[str, Value]]]],
        otherwise: Callable[[], None] | None,
    ) -> None:
        """A loop's `else` runs where it came to its end; then that path and the broken-off ones meet."""
        frame = self.frame
        breaks = frame.breaks
        frame.breaks, frame.continues = outer
        self.meet(ends)
        if self.alive and otherwise is not None:
            otherwise()
        self.meet([self.path(), *breaks])

    def _worse(self, before: State) -> bool:
        """Whether some stream was seeded before and isn't now."""
        return any(
            status.state == "unseeded" and before.get(stream).state == "seeded"
            for stream, status in self.state.streams.items()
        )

    def is_main(self, path: str) -> Value:
        """`__name__`: "__main__" in the entry point's own file."""
        return Lit("__main__" if path == self.main else path.rpartition("/")[2].removesuffix(".py"))
