"""The walk through one function (or module) for JAX keys: its statements, path by path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.domain import Place
from samerun.program.keys.calls import Calls
from samerun.program.keys.domain import Class, Constant, Kin, Row, State, Step, Token, Use, Value
from samerun.program.keys.expressions import Expressions
from samerun.program.keys.targets import Targets
from samerun.program.sites import names_in
from samerun.program.symbols import ClassRef
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.keys.reuse import Found
    from samerun.program.modules import Module
    from samerun.program.program import Program

LIMIT = 6_000  # statements of one walk; what lies beyond is not judged
_WEIGHT = 200  # so many variables to copy where paths part cost as much as a statement
_FEW = 8  # a display of so many members is looped over member by member


class OutOfSteps(Exception):
    """The function calls more than one walk may see; what was found so far stands."""


class Frame:
    """One activation: where its names are read, and the paths that leave its blocks early."""

    __slots__ = ("breaks", "continues", "module", "number", "parent", "returns", "scope")

    def __init__(self, module: Module, scope: int, number: int, parent: Frame | None) -> None:
        self.module, self.scope, self.number, self.parent = module, scope, number, parent
        self.returns: list[tuple[State, Value]] = []
        self.breaks: list[State] = []
        self.continues: list[State] = []


class Walk:
    """One walk. `found` gathers what is used up twice."""

    def __init__(self, program: Program, found: Found) -> None:
        self.program = program
        self.found = found
        self.state = State()
        self.alive = True
        self.frames: list[Frame] = []
        self.stack: list[Frame] = []
        self.turns: list[int] = []
        self.calls: list[Step] = []
        self.slice = Span(0, 0)
        self.arrays: set[int] = set()
        self.kin = Kin()
        self.types: dict[int, ClassRef] = {}
        self.steps = 0
        self._tokens = 0
        self._loops = 0
        self.value = Expressions(self)
        self.call = Calls(self)
        self.assign = Targets(self)

    # --- tokens and uses -----------------------------------------------------------------------------

    def fresh(self) -> Token:
        self._tokens += 1
        return Token(self._tokens)

    def array(self) -> Token:
        """The keys that a split gives."""
        token = self.fresh()
        self.arrays.add(token.number)
        return token

    def member(self, owner: Token, key: object) -> Token:
        """A member of keys that a split gave: one token for one index."""
        known = self.state.fields.get((owner.number, key))
        if isinstance(known, Token):
            return known
        made = self.fresh()
        self.state.fields[(owner.number, key)] = made
        self.kin.add(owner.number, made.number)
        return made

    def part(self, owner: Token, indexes: range) -> Token:
        """Some of the keys that a split gave: members that are the owner's too."""
        made = self.array()
        members = [self.member(owner, index) for index in indexes]
        self.state.fields.update(((made.number, number), member) for number, member in enumerate(members))
        self.kin.add_part(owner.number, made.number, [member.number for member in members])
        return made

    def use_up(self, token: Token, step: Step, alike: bool) -> None:
        """A key is used up here; where it was before, that is told."""
        if not self.alive:
            return
        use = Use(self.state.conditions, (*self.calls, step), alike)
        for number in self.kin.of(token.number):
            for first in self.state.uses.get(number, ()):
                if alike and first.alike and first.path[-1].callee == step.callee:
                    continue
                if first.conditions <= use.conditions or use.conditions <= first.conditions:
                    self.found.add(token, first, use)
                    break
        for number in self.kin.used_with(token.number):
            before = self.state.uses.get(number, ())
            if len(before) < _FEW:
                self.state.uses[number] = (*before, use)

    # --- frames and places ---------------------------------------------------------------------------

    @property
    def frame(self) -> Frame:
        return self.stack[-1]

    def enter(self, module: Module, scope: int, parent: Frame | None) -> Frame:
        frame = Frame(module, scope, len(self.frames), parent)
        self.frames.append(frame)
        self.state.envs[frame.number] = {}
        return frame

    def root(self, module: Module, scope: int) -> None:
        """Walk a function with parameters of which nothing is known, or a module's top level."""
        frame = self.enter(module, scope, None)
        self.stack.append(frame)
        if scope == MODULE:
            self.block(module.facts.body)
            return
        function = module.facts.functions[scope]
        env = self.state.envs[frame.number]
        for position, param in enumerate(function.params):
            token = self.fresh()
            env[param.name] = token
            if position == 0 and function.owner >= 0 and not self.call.is_static(function):
                self.types[token.number] = ClassRef(module.path, function.owner)
        self.block(function.body)

    def place(self, start: int, end: int) -> Place:
        return Place(self.frame.module.path, Span(start, end), self.slice, self.frame.scope)

    # --- paths ---------------------------------------------------------------------------------------

    def meet(self, ends: list[State]) -> None:
        """Go on where these paths come together."""
        if not ends:
            self.alive = False
            return
        out = ends[0]
        for other in ends[1:]:
            out = self._merge(out, other)
        self.alive = True
        self.state = out

    def _merge(self, one: State, other: State) -> State:
        out = State()
        for number in {**one.envs, **other.envs}:
            out.envs[number] = self._joined(one.envs.get(number, {}), other.envs.get(number, {}))
        for key in one.fields.keys() & other.fields.keys():
            a, b = one.fields[key], other.fields[key]
            out.fields[key] = a if a == b else self.fresh()
        for key in one.fields.keys() ^ other.fields.keys():  # read or set on one path only
            if key[0] in self.arrays:
                out.fields[key] = one.fields.get(key) or other.fields[key]
        for number in {**one.uses, **other.uses}:
            uses, more = one.uses.get(number, ()), other.uses.get(number, ())
            out.uses[number] = uses if uses == more else (*uses, *(use for use in more if use not in uses))[:_FEW]
        out.conditions = one.conditions & other.conditions
        return out

    def _joined(self, one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
        if one == other:
            return dict(one)
        env: dict[str, Value] = {}
        for name in {**one, **other}:
            a, b = one.get(name), other.get(name)
            known = a if b is None or a == b else b if a is None else None
            env[name] = known if known is not None else self.fresh()
        return env

    def copied(self, state: State) -> State:
        """A path for another way on from here; it counts by its size."""
        self.steps += (len(state.fields) + sum(map(len, state.envs.values()))) // _WEIGHT
        return state.copy()

    def fork(self, test: f.Expr, body: Callable[[], None], orelse: Callable[[], None]) -> None:
        """Run both ways from a test, or the one that is taken."""
        value = self.value(test)
        if isinstance(value, Constant):
            return body() if value.value else orelse()
        yes, no = self.value.conditions(test)
        before = self.state
        ends = []
        for conditions, run in ((yes, body), (no, orelse)):
            self.state, self.alive = self.copied(before), True
            self.state.conditions = before.conditions | conditions
            run()
            if self.alive:
                ends.append(self.state)
        return self.meet(ends)

    # --- statements ----------------------------------------------------------------------------------

    def block(self, body: list[f.Stmt]) -> None:
        for node in body:
            if not self.alive:
                return
            self.steps += 1
            if self.steps > LIMIT:
                raise OutOfSteps
            self.statement(node)

    def statement(self, node: f.Stmt) -> None:
        if isinstance(node, f.Do):
            self._at(node.start, node.end)
            self.value(node.expr)
        elif isinstance(node, f.Bind):
            self._bind(node)
        elif isinstance(node, f.Return):
            self._at(node.start, node.end)
            value = self.value(node.value) if node.value is not None else Constant(None)
            self.frame.returns.append((self.state, value))
            self.alive = False
        elif isinstance(node, f.Raise):
            self.alive = False
        elif isinstance(node, f.Assert):
            self._at(node.start, node.end)
            for part in node.parts[:1]:
                self.value(part)
        elif isinstance(node, f.Jump):
            (self.frame.breaks if node.kind == "break" else self.frame.continues).append(self.state)
            self.alive = False
        elif isinstance(node, f.Def):
            self.assign(
                f.Name(self.frame.module.facts.functions[node.function].name), self.value.function(node.function)
            )
        elif isinstance(node, f.ClassDef):
            cls = self.frame.module.facts.classes[node.index]
            self.assign(f.Name(cls.name), Class(ClassRef(self.frame.module.path, node.index)))
        elif isinstance(node, f.Delete):
            for target in node.targets:
                if isinstance(target, f.Name):
                    self.state.envs[self.frame.number].pop(target.id, None)
        else:
            self._compound(node)

    def _compound(self, node: f.Stmt) -> None:
        if isinstance(node, f.If):
            self._at(node.test.start, node.test.end)
            self.fork(node.test.expr, lambda: self.block(node.body), lambda: self.block(node.orelse))
        elif isinstance(node, f.For):
            self._at(node.iter.start, node.iter.end)
            self.iterate(node.target, self.value(node.iter.expr), lambda: self.block(node.body))
            if self.alive:
                self.block(node.orelse)
        elif isinstance(node, f.While):
            self._while(node)
        elif isinstance(node, f.With):
            for root, target in node.items:
                self._at(root.start, root.end)
                self.value(root.expr)
                if target is not None:
                    self.assign(target, self.fresh())
            self.block(node.body)
        elif isinstance(node, f.Try):
            self._try(node)
        elif isinstance(node, f.Match):
            self._match(node)
        elif isinstance(node, f.Import):
            for alias in node.aliases:
                self.state.envs[self.frame.number].pop(alias.bound, None)

    def _at(self, start: int, end: int) -> None:
        self.slice = Span(start, end)

    def _bind(self, node: f.Bind) -> None:
        if node.value is None:
            return
        self._at(node.start, node.end)
        value = self.value(node.value)
        for target in node.targets:
            self.assign(target, self.fresh() if node.op else value)

    def _while(self, node: f.While) -> None:
        self._at(node.test.start, node.test.end)
        test = self.value(node.test.expr)
        if isinstance(test, Constant) and not test.value:
            return self.block(node.orelse)

        def turn(number: int) -> None:
            if number:
                self._at(node.test.start, node.test.end)
                self.value(node.test.expr)
            self.block(node.body)

        self.loop(turn, 2, endless=isinstance(test, Constant))
        return self.block(node.orelse) if self.alive else None

    def iterate(self, target: f.Expr, iterated: Value, body: Callable[[], None]) -> None:
        """A loop over a value: each known member once, or two turns for any number of them."""
        members = self.value.members(iterated)

        def turn(number: int) -> None:
            self.assign(target, members(number))
            body()

        if isinstance(iterated, Row) and 0 < len(iterated.values) <= _FEW:
            return self.loop(turn, len(iterated.values), sure=True)
        return self.loop(turn, 2, over=iterated if isinstance(iterated, Token) else None)

    def loop(
        self,
        turn: Callable[[int], None],
        turns: int,
        endless: bool = False,
        sure: bool = False,
        over: Token | None = None,
    ) -> None:
        """Run a loop's body so often. `sure`: it runs; `endless`: it ends by `break` alone; `over`: whose members."""
        frame = self.frame
        outer = frame.breaks, frame.continues
        frame.breaks = []
        self._loops += 1
        before = self.copied(self.state)
        if not sure:
            self.state.conditions |= {(("loop", over or self._loops), True)}
        ends = [] if sure or endless else [before]
        for number in range(turns):
            frame.continues = []
            self.turns.append(number)
            turn(number)
            self.turns.pop()
            self.meet([*([self.state] if self.alive else []), *frame.continues])
            if not self.alive:
                break
        if self.alive and not endless:
            ends.append(self.state)
        breaks = frame.breaks
        frame.breaks, frame.continues = outer
        self.meet([*ends, *breaks])

    def _try(self, node: f.Try) -> None:
        before = self.copied(self.state)
        self.block(node.body)
        if self.alive:
            self.block(node.orelse)
        ends = [self.state] if self.alive else []
        for handler in node.handlers:
            self.state, self.alive = self.copied(before), True
            self.state.conditions |= {(("handler", id(handler)), True)}
            self._forget(node.body)
            self.block(handler.body)
            if self.alive:
                ends.append(self.state)
        self.meet(ends)
        if node.final:
            alive = self.alive
            if not alive:
                self.state, self.alive = self.copied(before), True
            self.block(node.final)
            self.alive = self.alive and alive

    def _forget(self, body: list[f.Stmt]) -> None:
        """What a block that broke off may have set."""
        env = self.state.envs[self.frame.number]
        for node in body:
            if isinstance(node, f.Bind):
                for name in (name for target in node.targets for name in names_in(target)):
                    env[name] = self.fresh()

    def _match(self, node: f.Match) -> None:
        self._at(node.subject.start, node.subject.end)
        subject = self.value.identity(node.subject.expr)
        self.value(node.subject.expr)
        before, ends, whole = self.state, [], False
        for number, case in enumerate(node.cases):
            self.state, self.alive = self.copied(before), True
            self.state.conditions |= {(("case", subject, number), True)}
            for name in case.captures:
                self.assign(f.Name(name), self.fresh())
            self.block(case.body)
            if self.alive:
                ends.append(self.state)
            whole = whole or case.irrefutable
        if not whole:
            ends.append(self.copied(before))
        self.meet(ends)
