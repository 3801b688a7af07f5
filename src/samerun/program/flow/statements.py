"""The abstract run of each kind of statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samerun.index import facts as f
from samerun.index.scopes import MODULE, class_scope, is_type_checking
from samerun.program.flow import crashes, enums, lazily, protocol, unproven
from samerun.program.flow.domain import (
    NONE,
    SEEDLIKE,
    UNKNOWN,
    UNSEEDED,
    Cause,
    Cls,
    Entropy,
    Func,
    Lit,
    Obj,
    State,
    Status,
    Stream,
    Value,
    alternatives,
    is_option,
)
from samerun.program.flow.frame import merge
from samerun.program.flow.questions import asks_for_turn, asks_names, is_settled
from samerun.program.flow.words import seed_name, seed_word
from samerun.program.sites import children
from samerun.program.symbols import ClassRef, FunctionRef, ModuleRef
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.machine import Machine


class Statements:
    """Statements of the current frame."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def __call__(self, node: f.Stmt) -> None:
        handler = _STATEMENTS.get(type(node))
        if handler is not None:
            handler(self, node)

    def do(self, node: f.Do) -> None:
        self.machine.slice = Span(node.start, node.end)
        self.machine.effect = node.expr
        self.machine.evaluate(node.expr)

    def bind(self, node: f.Bind) -> None:
        if node.value is None:
            return None
        self.machine.slice = Span(node.start, node.end)
        drawn = len(self.machine.events.draws)
        if node.op:
            if crashes.is_unbound(self.machine, node):
                return self.machine.failures.surely("builtins.UnboundLocalError")
            value = self.machine.evaluate(f.Binary(node.op, node.targets[0], node.value))
        else:
            value = self.machine.evaluate(node.value)
            if crashes.unpacks_nothing(self.machine, node, value):
                return self.machine.failures.surely("builtins.TypeError")
        for target in node.targets:
            self.machine.names.assign(target, value)
        self.machine.frame.named(node)
        if len(self.machine.events.draws) > drawn:
            self.machine.events.drafts.bound(self.machine, node, drawn)
        return None

    def return_(self, node: f.Return) -> None:
        self.machine.slice = Span(node.start, node.end)
        value = self.machine.evaluate(node.value) if node.value is not None else NONE
        if self.machine.alive:
            self.machine.frame.returns.append((self.machine.state.copy(), value))
        self.machine.alive = False

    def raise_(self, node: f.Raise) -> None:
        self.machine.failures.raise_(node)

    def assert_(self, node: f.Assert) -> None:
        self.machine.slice = Span(node.start, node.end)
        if node.parts:
            value = self.machine.evaluate(node.parts[0])
            asked = node.parts[0]
            fails = self.machine.truth(value) is False and not is_option(value) and asks_names(asked)
            if isinstance(asked, f.Const) and not asked.value:
                self.machine.failures.surely("builtins.AssertionError")  # `assert False, "not done yet"`
            elif fails and not self._is_configured():
                self.machine.failures.raise_(f.Raise([], node.start, node.end))  # a parameter that has to be given

    def _is_configured(self) -> bool:
        """Whether a decorator may give parameters that no call gives (`@gin.configurable`)."""
        frame = self.machine.frame
        function = frame.module.facts.functions[frame.scope] if frame.scope >= 0 else None
        if function is None:
            return False
        owner = frame.module.facts.classes[function.owner] if function.owner >= 0 else None
        return bool(function.decorators or (owner is not None and owner.decorators))

    def jump(self, node: f.Jump) -> None:
        path = self.machine.path()
        if path is not None:
            (self.machine.frame.breaks if node.kind == "break" else self.machine.frame.continues).append(path)
        self.machine.alive = False

    def if_(self, node: f.If) -> None:
        if is_type_checking(node.test.expr):
            return self.machine.block(node.orelse)
        value = self.machine.root(node.test)
        self.machine.disorder.use([value] if isinstance(value, Entropy) else [], "decides", self.machine.here(None))
        answer = protocol.asked(self.machine, value)
        by_default = answer is not None and is_settled(node.test.expr, is_option(value), self.machine.frame)
        self.machine.events.asked(self.machine.frame.module.path, node.test.start, answer if by_default else None)
        if answer is None and lazily.is_made(self.machine, node):
            return self.machine.block(node.orelse)
        if answer is None:
            doubtful = unproven.ways(self.machine, node)
            return self.machine.branches([node.body, node.orelse], self._about_seed(node.test.expr, value), doubtful)
        if is_option(value) and not by_default:
            chosen, other = (node.body, node.orelse) if answer else (node.orelse, node.body)
            return self._option_branches(chosen, [other])
        before = self.machine.path() if is_option(value) else None
        returned = len(self.machine.frame.returns)
        taken, other = (node.body, node.orelse) if answer else (node.orelse, node.body)
        for block in self.machine.events.ways([taken] if before is None else [taken, other]):
            if block is taken:
                self.machine.block(taken)
            elif not self.machine.alive and len(self.machine.frame.returns) == returned:
                self.machine.events.asked(self.machine.frame.module.path, node.test.start, None)
                self.machine.resume(before)  # it only tells how to call it: the other way is the usual one
                self.machine.block(other)
        self._skipped(node, answer)
        return None

    def _option_branches(self, chosen: list[f.Stmt], others: list[list[f.Stmt]]) -> None:
        """An option's default decides: the other branches are looked at too, but streams go on as by default."""
        before = self.machine.path()
        self.machine.frame.weak += 1
        other, usual = None, None
        for block in self.machine.events.ways([*others, chosen], left_out=len(others)):
            self.machine.resume(before)
            self.machine.block(block)
            other, usual = merge(other, usual), self.machine.path()
        self.machine.frame.weak -= 1
        merged = merge(usual, other)
        if merged is not None and usual is not None:
            merged = (usual[0], merged[1])
        self.machine.resume(merged)

    def _skipped(self, node: f.If, taken: bool) -> None:
        """A branch that a default keeps from running: if it would have seeded, the guard is the cause."""
        skipped = node.orelse if taken else node.body
        if not skipped or not self.machine.alive:
            return
        _blame(self._guarded(node, skipped), self.machine.state)

    def skipped_rest(self, node: f.If, rest: list[f.Stmt], returned: int) -> None:
        """`if seed is None: return` before a seeding: the guard is the cause where the function returns there."""
        machine = self.machine
        if not rest or is_type_checking(node.test.expr):
            return
        for state, _ in machine.frame.returns[returned:]:
            machine.alive, machine.state = True, state.copy()
            _blame(self._guarded(node, rest), state)
        machine.alive = False

    def _guarded(self, node: f.If, skipped: list[f.Stmt]) -> dict[Stream, Status]:
        """What a default keeps from being seeded: the streams that the skipped statements would seed, and why not."""
        machine = self.machine
        default = machine.evaluate.default_in(node.test.expr)
        if default is None or (default.value is not None and not self._about_seed(node.test.expr, default)):
            return {}
        now = machine.state
        would = self.what_if(skipped)
        machine.slice = Span(node.test.start, node.test.end)
        guard = machine.place(node.test.start, node.test.end)
        absent = "" if default.value is None else repr(default.value)
        status = UNSEEDED._replace(cause=Cause("optional", guard, absent, default.place))
        return {
            stream: status
            for stream, after in would.streams.items()
            if after.by is not None and after.by != now.get(stream).by
        }

    def what_if(self, body: list[f.Stmt]) -> State:
        """The streams after a block that doesn't run, leaving no trace."""
        before, events = self.machine.path(), self.machine.events.pause()
        self.machine.resume(before)
        returns, breaks, continues = (
            list(self.machine.frame.returns),
            list(self.machine.frame.breaks),
            list(self.machine.frame.continues),
        )
        self.machine.frame.weak += 1
        self.machine.block(body)
        self.machine.frame.weak -= 1
        after = self.machine.state
        self.machine.frame.returns, self.machine.frame.breaks, self.machine.frame.continues = returns, breaks, continues
        self.machine.events.go_on(events)
        self.machine.resume(before)
        return after

    def _about_seed(self, test: f.Expr, value: Value) -> bool:
        """Whether an undecided test asks for a seed or for determinism: then the user's choice decides."""
        if any(getattr(each, "seedlike", False) for each in alternatives(value)):
            return True
        stack = [test]
        while stack:
            node = stack.pop()
            if isinstance(node, f.Const) and isinstance(node.value, str) and seed_word(node.value):
                return True
            if seed_word(node.id if isinstance(node, f.Name) else node.attr if isinstance(node, f.Attr) else ""):
                return True
            stack += children(node)
        return False

    def while_(self, node: f.While) -> None:
        machine = self.machine
        answer = protocol.asked(machine, machine.root(node.test))
        if answer is False:
            return machine.block(node.orelse)
        machine.frame.otherwise = (lambda: machine.block(node.orelse)) if node.orelse else None
        machine.loop(
            lambda: machine.block(node.body),
            at_least_once=answer is True,
            endless=answer is True
            and isinstance(node.test.expr, f.Const),  # a test of names may come out otherwise later
        )
        return None

    def for_(self, node: f.For) -> None:
        machine = self.machine
        iterated = machine.root(node.iter)
        machine.cells.needs(iterated, getattr(node.iter.expr, "id", ""))
        machine.events.weights.looped(machine, node)

        def once(value: Value) -> None:
            machine.names.assign(node.target, value)
            machine.block(node.body)

        machine.frame.otherwise = (lambda: machine.block(node.orelse)) if node.orelse else None
        machine.iteration.iterate(iterated, once, counted=asks_for_turn(node))

    def try_(self, node: f.Try) -> None:
        self.machine.failures.try_(node)

    def with_(self, node: f.With) -> None:
        self._with(node, 0)

    def _with(self, node: f.With, index: int) -> None:
        if index == len(node.items):
            self.machine.block(node.body)
            return
        root, target = node.items[index]
        context = self.machine.root(root)

        def body(value: Value) -> None:
            if target is not None:
                self.machine.names.assign(target, value)
            self._with(node, index + 1)

        self.machine.iteration.entered(root.expr, context, body)

    def match_(self, node: f.Match) -> None:
        subject = self.machine.root(node.subject)
        blocks: list[list[f.Stmt]] = []
        decided = False
        for case in node.cases:
            for name in case.captures:
                self.machine.frame.env[name] = SEEDLIKE if seed_name(name) else UNKNOWN
            answer = True if case.irrefutable else self._matches(subject, case)
            if answer is not False:
                blocks.append(case.body)
            if answer is True:
                decided = True
                break
        if is_option(subject) and decided and len(blocks) == 1:
            others = [case.body for case in node.cases if case.body is not blocks[0]]
            return self._option_branches(blocks[0], others)
        if decided and len(blocks) == 1:
            return self.machine.block(blocks[0])
        captured = any(seed_name(name) for case in node.cases for name in case.captures)
        return self.machine.branches(
            blocks if decided else [*blocks, []], captured or self._about_seed(node.subject.expr, subject)
        )

    def _matches(self, subject: Value, case: f.Case) -> bool | None:
        """Whether a case is taken; None where that can't be known."""
        if not case.values:
            return None
        answers = [self.machine.evaluate.equal(subject, self.machine.evaluate(value)) for value in case.values]
        if all(answer is False for answer in answers):
            return False
        return True if True in answers and case.guard is None else None

    def def_(self, node: f.Def) -> None:
        frame = self.machine.frame
        function = frame.module.facts.functions[node.function]
        ref = FunctionRef(frame.module.path, node.function)
        decorators = [(self.machine.root(root), root) for root in function.decorators]
        self.machine.evaluate.defaults_of(ref, function)
        if any(isinstance(root.expr, f.Attr) and root.expr.attr == "setter" for root in function.decorators):
            frame.env[f"{function.name}.setter"] = Func(ref)
            return
        value: Value = Func(ref, frame=frame.number if frame.scope != MODULE else -1)
        for decorator, root in reversed(decorators):
            self.machine.slice = Span(root.start, root.end)
            value = self.machine.caller.decorate(decorator, value, root)
        self.machine.names.store(function.name, value)

    def class_def(self, node: f.ClassDef) -> None:
        frame = self.machine.frame
        cls = frame.module.facts.classes[node.index]
        ref = ClassRef(frame.module.path, node.index)
        decorators = [(self.machine.root(root), root) for root in cls.decorators]
        for root in (*cls.bases, *(value for _, value in cls.keywords)):
            self.machine.root(root)
        body = self.machine.new_frame(frame.module, class_scope(node.index), frame)
        state, alive = self.machine.state, self.machine.alive
        self.machine.stack.append(body)
        self.machine.block(cls.body)
        self.machine.stack.pop()
        self.machine.alive = alive
        if not alive:
            self.machine.state = state
        self.machine.class_env[ref] = body.env
        if enums.is_enum(self.machine, ref):
            enums.make_members(self.machine, ref, self.machine.place(cls.start, cls.end))
        self.machine.caller.objects.subclassed(ref)
        value: Value = Cls(ref, frame.number if frame.scope != MODULE else -1)
        for decorator, root in reversed(decorators):
            self.machine.slice = Span(root.start, root.end)
            value = self.machine.caller.decorate(decorator, value, root)
        self.machine.names.store(cls.name, value)

    def import_(self, node: f.Import) -> None:
        self.machine.slice = Span(node.start, node.end)
        module = self.machine.frame.module
        for alias in node.aliases:
            source = self.machine.program.resolver.imported_module(module, alias)
            if isinstance(source, ModuleRef):
                self.machine.events.calls.append(self.machine.place(alias.start, alias.end))
                self.machine.events.importing += 1
                self._import_along(source.path)
                self.machine.events.importing -= 1
                self.machine.events.calls.pop()
            if alias.bound:
                self.machine.names.store(alias.bound, self.machine.names.imported(module, alias, source))
            elif isinstance(source, ModuleRef) and (other := self.machine.modules.get(source.path)) is not None:
                for name, value in self._exported(other.env).items():
                    self.machine.names.store(name, value)

    def _exported(self, env: dict[str, Value]) -> dict[str, Value]:
        """What a star import takes of a module: what its `__all__` lists, or every public name."""
        listed = env.get("__all__")
        found = self.machine.heap[listed] if isinstance(listed, Obj) else None
        if found is None or found.open or found.items:
            return {name: value for name, value in env.items() if not name.startswith("_")}
        names = [each.value for each in found.fields.values() if isinstance(each, Lit)]
        return {str(name): env[str(name)] for name in names if str(name) in env}

    def _import_along(self, path: str) -> None:
        """Import a module after the packages around it."""
        if path.endswith(".py"):
            for package in self.machine.packages(path):
                self.machine.run_module(package)
            self.machine.run_module(path)

    def delete(self, node: f.Delete) -> None:
        for target in node.targets:
            if isinstance(target, f.Name):
                self.machine.frame.env.pop(target.id, None)
            elif isinstance(target, f.Item):
                owner = self.machine.evaluate(target.value)
                if isinstance(owner, Obj):
                    self.machine.heap[owner].open = True


def _blame(skipped: dict[Stream, Status], state: State) -> None:
    """Say of unseeded streams which guard kept them so."""
    for stream, status in skipped.items():
        now = state.get(stream)
        if now.state == "unseeded" and now.cause is None:
            state.set(stream, status)


_STATEMENTS: dict[type[f.Stmt], Callable[[Statements, Any], None]] = {
    f.Do: Statements.do, f.Bind: Statements.bind, f.Return: Statements.return_, f.Raise: Statements.raise_,
    f.Assert: Statements.assert_, f.Jump: Statements.jump, f.If: Statements.if_, f.While: Statements.while_,
    f.For: Statements.for_, f.Try: Statements.try_, f.With: Statements.with_, f.Match: Statements.match_,
    f.Def: Statements.def_, f.ClassDef: Statements.class_def, f.Import: Statements.import_, f.Delete: Statements.delete,
}  # fmt: skip
