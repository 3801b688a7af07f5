"""The abstract run of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samerun.index import facts as f
from samerun.index.scopes import MODULE, catches_import_error, class_scope, is_type_checking
from samerun.program.flow.calls import Caller
from samerun.program.flow.domain import (
    NONE,
    UNCLEAR,
    UNKNOWN,
    Cause,
    Cls,
    Func,
    Lit,
    Place,
    State,
    Value,
    alternatives,
    is_option,
    truth,
)
from samerun.program.flow.evaluate import Evaluator
from samerun.program.flow.events import Events
from samerun.program.flow.frame import Frame, Path, merge
from samerun.program.flow.heap import Heap
from samerun.program.flow.library import Library
from samerun.program.flow.words import seed_word
from samerun.program.sites import children
from samerun.program.symbols import ClassRef, FunctionRef, ModuleRef
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.modules import Module
    from samerun.program.program import Program

STEPS = 150_000  # statements of one abstract run; what lies beyond is not judged


class OutOfSteps(Exception):
    """The program is larger than one run may be; what was found so far stands."""


class Machine:
    """One abstract run, from one entry point."""

    def __init__(self, program: Program, entry: str) -> None:
        self.program = program
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
        self.training = True
        self.stack: list[Frame] = []
        self.slice = Span(0, 0)
        self.evaluate = Evaluator(self)
        self.caller = Caller(self)
        self.library = Library(self)

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
        if module is None:
            return None
        frame = self.modules[path] = self.new_frame(module, MODULE, None)
        self._run_in(frame, module.facts.body)
        return frame

    def _run_in(self, frame: Frame, body: list[f.Stmt]) -> None:
        outer_slice = self.slice
        self.stack.append(frame)
        self.block(body)
        self.stack.pop()
        self.slice = outer_slice
        self.alive = True

    def start(self, path: str, main: bool) -> None:
        """Run a module as the entry point's first file."""
        self.main = path if main else ""
        module = self.program.table.by_path[path]
        for package in self._packages(path):
            self.run_module(package)
        if path not in self.modules:
            frame = self.modules[path] = self.new_frame(module, MODULE, None)
            self._run_in(frame, module.facts.body)

    def _packages(self, path: str) -> list[str]:
        """The `__init__.py` of every package around a file, outermost first."""
        folder, out = path.rpartition("/")[0], []
        while self.program.table.is_regular(folder):
            out.append(f"{folder}/__init__.py")
            folder = folder.rpartition("/")[0]
        return [each for each in reversed(out) if each != path]

    def place(self, start: int, end: int) -> Place:
        frame = self.frame
        return Place(frame.module.path, Span(start, end), self.slice, frame.scope)

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
        for node in body:
            if not self.alive:
                return
            self.steps += 1
            if self.steps > STEPS:
                raise OutOfSteps
            self.statement(node)

    def statement(self, node: f.Stmt) -> None:
        handler = _STATEMENTS.get(type(node))
        if handler is not None:
            handler(self, node)

    def root(self, root: f.Root) -> Value:
        self.slice = Span(root.start, root.end)
        return self.evaluate(root.expr)

    def do(self, node: f.Do) -> None:
        self.slice = Span(node.start, node.end)
        self.evaluate(node.expr)

    def bind(self, node: f.Bind) -> None:
        if node.value is None:
            return
        self.slice = Span(node.start, node.end)
        if node.op:
            value = self.evaluate(f.Binary(node.op, node.targets[0], node.value))
        else:
            value = self.evaluate(node.value)
        for target in node.targets:
            self.evaluate.assign(target, value)

    def return_(self, node: f.Return) -> None:
        self.slice = Span(node.start, node.end)
        value = self.evaluate(node.value) if node.value is not None else NONE
        if self.alive:
            self.frame.returns.append((self.state.copy(), value))
        self.alive = False

    def raise_(self, node: f.Raise) -> None:
        self.slice = Span(node.start, node.end)
        for part in node.parts:
            self.evaluate(part)
        self.alive = False

    def assert_(self, node: f.Assert) -> None:
        self.slice = Span(node.start, node.end)
        if node.parts:
            self.evaluate(node.parts[0])

    def jump(self, node: f.Jump) -> None:
        path = self.path()
        if path is not None:
            (self.frame.breaks if node.kind == "break" else self.frame.continues).append(path)
        self.alive = False

    def if_(self, node: f.If) -> None:
        if is_type_checking(node.test.expr):
            return self.block(node.orelse)
        value = self.root(node.test)
        answer = truth(value)
        if answer is None:
            return self.branches([node.body, node.orelse], self._about_seed(node.test.expr, value))
        if is_option(value) and not self._about_seed(node.test.expr, value):
            return self._option_branches(node, answer)
        self.block(node.body if answer else node.orelse)
        self._skipped(node, answer)
        return None

    def _option_branches(self, node: f.If, default: bool) -> None:
        """An option's default decides: the other branch is looked at too, but streams go on as by default."""
        before = self.path()
        self.frame.weak += 1
        self.block(node.orelse if default else node.body)
        other = self.path()
        self.resume(before)
        self.block(node.body if default else node.orelse)
        self.frame.weak -= 1
        usual = self.path()
        merged = merge(usual, other)
        if merged is not None and usual is not None:
            merged = (usual[0], merged[1])
        self.resume(merged)

    def _skipped(self, node: f.If, taken: bool) -> None:
        """A branch that a default keeps from running: if it would have seeded, the guard is the cause."""
        skipped = node.orelse if taken else node.body
        if not skipped or not self.alive:
            return
        default = self.evaluate.default_in(node.test.expr)
        if default is None:
            return
        would = self.what_if(skipped)
        guard = self.place(node.test.start, node.test.end)
        guard = Place(guard.path, guard.span, guard.span, guard.scope)
        for stream, status in would.streams.items():
            now = self.state.get(stream)
            if status.state == "seeded" and now.state == "unseeded" and now.cause is None:
                cause = Cause("optional", guard, "", default.place)
                self.state.set(stream, now._replace(cause=cause))

    def what_if(self, body: list[f.Stmt]) -> State:
        """The streams after a block that doesn't run, leaving no trace."""
        before, events = self.path(), self.events.pause()
        returns, breaks, continues = list(self.frame.returns), list(self.frame.breaks), list(self.frame.continues)
        self.frame.weak += 1
        self.block(body)
        self.frame.weak -= 1
        after = self.state
        self.frame.returns, self.frame.breaks, self.frame.continues = returns, breaks, continues
        self.events.go_on(events)
        self.resume(before)
        return after

    def _about_seed(self, test: f.Expr, value: Value) -> bool:
        """Whether an undecided test asks for a seed or for determinism: then the user's choice decides."""
        if any(getattr(each, "seedlike", False) for each in alternatives(value)):
            return True
        stack = [test]
        while stack:
            node = stack.pop()
            if seed_word(node.id if isinstance(node, f.Name) else node.attr if isinstance(node, f.Attr) else ""):
                return True
            stack += children(node)
        return False

    def branches(self, blocks: list[list[f.Stmt]], chosen: bool = False) -> None:
        """Run every block from here and go on where they meet."""
        before = self.path()
        self.frame.weak += 1
        ends: list[Path] = []
        for body in blocks:
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
                if "seeded" in states and "unseeded" in states:
                    result[0].set(stream, UNCLEAR)
        self.resume(result)

    # --- loops ---------------------------------------------------------------------------------------

    def while_(self, node: f.While) -> None:
        answer = truth(self.root(node.test))
        if answer is False:
            return self.block(node.orelse)
        self.loop(lambda: self.block(node.body), at_least_once=answer is True, endless=answer is True)
        if self.alive:
            self.block(node.orelse)
        return None

    def for_(self, node: f.For) -> None:
        iterated = self.root(node.iter)

        def once(value: Value) -> None:
            self.evaluate.assign(node.target, value)
            self.block(node.body)

        self.caller.iterate(iterated, once)
        if self.alive:
            self.block(node.orelse)

    def loop(self, body: Callable[[], None], at_least_once: bool, endless: bool = False) -> None:
        """Run a loop's body once, for all its turns."""
        frame = self.frame
        outer = frame.breaks, frame.continues
        frame.breaks, frame.continues = [], []
        before = self.path()
        frame.weak += 1
        body()
        frame.weak -= 1
        ends: list[Path] = [self.path(), *frame.continues] if not endless else []
        if not at_least_once:
            ends.append(before)
        ends += frame.breaks
        frame.breaks, frame.continues = outer
        self.meet(ends)

    def turns(self, bodies: list[Callable[[], None]]) -> None:
        """Run a loop whose turns are all known, one after the other."""
        frame = self.frame
        outer = frame.breaks, frame.continues
        frame.breaks = []
        for body in bodies:
            frame.continues = []
            if self.alive:
                body()
                self.meet([self.path(), *frame.continues])
        ends: list[Path] = [self.path(), *frame.breaks]
        frame.breaks, frame.continues = outer
        self.meet(ends)

    # --- try, with, match ----------------------------------------------------------------------------

    def try_(self, node: f.Try) -> None:
        before = self.path()
        handlers = [handler for handler in node.handlers if not catches_import_error(handler)]
        self.frame.weak += bool(handlers)
        self.block(node.body)
        reached = self.path()
        if self.alive:
            self.block(node.orelse)
        ends = [self.path()]
        for handler in handlers:
            self.resume(merge(before, reached))
            if handler.name:
                self.frame.env[handler.name] = UNKNOWN
            self.block(handler.body)
            ends.append(self.path())
        self.frame.weak -= bool(handlers)
        self.meet(ends)
        if node.final:
            alive = self.alive
            if not alive:
                self.resume(before)
            self.block(node.final)
            self.alive = self.alive and alive

    def with_(self, node: f.With) -> None:
        self._with(node, 0)

    def _with(self, node: f.With, index: int) -> None:
        if index == len(node.items):
            self.block(node.body)
            return
        root, target = node.items[index]
        context = self.root(root)

        def body(value: Value) -> None:
            if target is not None:
                self.evaluate.assign(target, value)
            self._with(node, index + 1)

        self.caller.enter(context, body)

    def match_(self, node: f.Match) -> None:
        self.root(node.subject)
        blocks = []
        for case in node.cases:
            for name in case.captures:
                self.frame.env[name] = UNKNOWN
            blocks.append(case.body)
        if not any(case.irrefutable for case in node.cases):
            blocks.append([])
        self.branches(blocks)

    # --- definitions ---------------------------------------------------------------------------------

    def def_(self, node: f.Def) -> None:
        frame = self.frame
        function = frame.module.facts.functions[node.function]
        ref = FunctionRef(frame.module.path, node.function)
        decorators = [(self.root(root), root) for root in function.decorators]
        self.evaluate.defaults_of(ref, function)
        value: Value = Func(ref, frame=frame.number if frame.scope != MODULE else -1)
        for decorator, root in reversed(decorators):
            self.slice = Span(root.start, root.end)
            value = self.caller.decorate(decorator, value, root)
        self.evaluate.store(function.name, value)

    def class_def(self, node: f.ClassDef) -> None:
        frame = self.frame
        cls = frame.module.facts.classes[node.index]
        ref = ClassRef(frame.module.path, node.index)
        decorators = [(self.root(root), root) for root in cls.decorators]
        for root in (*cls.bases, *(value for _, value in cls.keywords)):
            self.root(root)
        body = self.new_frame(frame.module, class_scope(node.index), frame)
        state, alive = self.state, self.alive
        self.stack.append(body)
        self.block(cls.body)
        self.stack.pop()
        self.alive = alive
        if not alive:
            self.state = state
        self.class_env[ref] = body.env
        value: Value = Cls(ref, frame.number if frame.scope != MODULE else -1)
        for decorator, root in reversed(decorators):
            self.slice = Span(root.start, root.end)
            value = self.caller.decorate(decorator, value, root)
        self.evaluate.store(cls.name, value)

    def import_(self, node: f.Import) -> None:
        self.slice = Span(node.start, node.end)
        module = self.frame.module
        for alias in node.aliases:
            source = self.program.resolver.imported_module(module, alias)
            if isinstance(source, ModuleRef):
                self.events.calls.append(self.place(alias.start, alias.end))
                self.events.importing += 1
                self._import_along(source.path)
                self.events.importing -= 1
                self.events.calls.pop()
            if alias.bound:
                self.evaluate.store(alias.bound, self.evaluate.imported(module, alias, source))
            elif isinstance(source, ModuleRef) and (other := self.modules.get(source.path)) is not None:
                for name, value in other.env.items():
                    if not name.startswith("_"):
                        self.evaluate.store(name, value)

    def _import_along(self, path: str) -> None:
        """Import a module after the packages around it."""
        if path.endswith(".py"):
            for package in self._packages(path):
                self.run_module(package)
            self.run_module(path)

    def delete(self, node: f.Delete) -> None:
        for target in node.targets:
            if isinstance(target, f.Name):
                self.frame.env.pop(target.id, None)

    def is_main(self, path: str) -> Value:
        """`__name__`: "__main__" in the entry point's own file."""
        return Lit("__main__" if path == self.main else path.rpartition("/")[2].removesuffix(".py"))


_STATEMENTS: dict[type[f.Stmt], Callable[[Machine, Any], None]] = {
    f.Do: Machine.do, f.Bind: Machine.bind, f.Return: Machine.return_, f.Raise: Machine.raise_,
    f.Assert: Machine.assert_, f.Jump: Machine.jump, f.If: Machine.if_, f.While: Machine.while_,
    f.For: Machine.for_, f.Try: Machine.try_, f.With: Machine.with_, f.Match: Machine.match_,
    f.Def: Machine.def_, f.ClassDef: Machine.class_def, f.Import: Machine.import_, f.Delete: Machine.delete,
}  # fmt: skip
