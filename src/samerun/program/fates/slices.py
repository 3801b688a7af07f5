"""A forward slice of one scope: which of its names hold something of a value, statement by statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.fates.closures import read_elsewhere
from samerun.program.fates.counting import counts_all
from samerun.program.fates.filing import filed_into
from samerun.program.fates.gradients import is_quiet, trained
from samerun.program.fates.jobs import starts_programs
from samerun.program.fates.layers import module_shown, prints_structure, starts_training
from samerun.program.fates.looking import does_nothing, is_layered
from samerun.program.fates.made_here import aliases, is_made_here, is_moved
from samerun.program.fates.uses import Matters, Uses
from samerun.program.flow.outcome import SHOWING
from samerun.program.reading import called, counts, ends_in_place, own_expressions, slice_of
from samerun.program.sites import names_in, statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.symbols import ClassRef, FunctionRef
    from samerun.workspace.notebooks import NotebookMap
    from samerun.workspace.spans import Span

__all__ = ["Matters", "Slice", "Source"]

_TURNS = 6  # a loop is gone through until no more names are reached, at most so often
# Methods of a model of layers that tell and change nothing of its weights.
_OF_LAYERS = frozenset({"build", "compile", "summary"})
_WITHOUT_GRADIENTS = frozenset({"no_grad", "inference_mode"})


class Source(NamedTuple):
    """Where a value comes from: the call or statement, and the slice that it stands in; `name`: what draws it.

    `returned`: the function of the project that returns it there; None where it is drawn. `members`: which members of
    the tuple that it returns.
    """

    span: Span
    slice: Span
    name: str = ""
    returned: FunctionRef | None = None
    members: tuple[bool, ...] = ()


class Slice:
    """The names of a scope that hold something of a value.

    `checks`: how often it is only looked at; `unseen`: it is handed to code that isn't followed; `returned`: it leaves
    the function as what it returns; `kept`: a method stores it on its object; `thrown_away`: what is computed from it
    without gradients is dropped; `members`: of which members of what it returns that holds, where it returns tuples.
    `outer`: the slice of the scope that a followed function is defined in; `outward`: which of its names are reached;
    `owner`: the class of the object that a followed method is of, where it was made on the way;
    `asking`: only what an expression depends on is asked for;
    `ended`: from where on nothing of a scope is reached; `defaults`: what the tests that a default decides come out as.
    """

    def __init__(self, program: Program, module: Module, scope: int, depth: int = 0) -> None:
        self.program, self.module, self.scope, self.depth = program, module, scope, depth
        self.names: set[str] = set()
        self.ever: set[str] = set()
        self.checks = 0
        self.unseen = self.returned = self.kept = self.thrown_away = False
        self.discarding = 0
        self.bindings: dict[str, f.Expr | None] = {}
        self.members: list[bool] | None = None
        self.direct: set[str] = set()
        self.outer: Slice | None = None
        self.owner: ClassRef | None = None
        self.outward: set[str] = set()
        self.asking = False
        self.source: Source | None = None
        function = module.facts.functions[scope] if scope >= 0 else None
        self.body = function.body if function is not None else module.facts.body
        self.parameters = {each.name for each in function.params} if function is not None else set()
        self.receiver = (
            function.params[0].name if function is not None and function.owner >= 0 and function.params else ""
        )
        self.defaults: Mapping[tuple[str, int], bool | None] = {}
        self.ended: Mapping[tuple[str, int], int] = {}
        self.uses = Uses(self)

    def inner(self, module: Module, scope: int) -> Slice:
        """The slice of a function that this one calls."""
        inner = Slice(self.program, module, scope, self.depth + 1)
        inner.defaults, inner.ended = self.defaults, self.ended
        return inner

    def asked(self, names: set[str], depth: int) -> Slice:
        """A slice of the same scope, in which only these names hold something, to ask what depends on them."""
        other = Slice(self.program, self.module, self.scope, depth)
        other.names, other.bindings, other.outer, other.asking = set(names), self.bindings, self.outer, True
        other.defaults, other.ended = self.defaults, self.ended
        return other

    def follow(self, source: Source | None = None, names: frozenset[str] = frozenset()) -> None:
        """Follow what comes from `source`, or what the parameters `names` hold. Raises `Matters`."""
        self.source = source
        self.names = set(names)
        if source is not None:
            self.uses.find(source, self.body)
        self.block(self.body)
        self.ever |= self.names
        if not self.ever:
            return
        if read_elsewhere(self.module, self.scope, self.ever):
            raise Matters
        if any(isinstance(node, f.Scoping) and not self.ever.isdisjoint(node.names) for node in statements(self.body)):
            raise Matters

    # --- statements ----------------------------------------------------------------------------------

    def block(self, body: list[f.Stmt]) -> None:
        until = self.ended.get((self.module.path, self.scope)) if self.ended else None
        for node in body:
            if until is not None and slice_of(node)[0] >= until:
                return
            self.ever |= self.names
            self.statement(node)

    def _is_measured(self, node: f.Bind | f.Do) -> bool:
        """Whether a notebook's statement only runs to be measured (`%timeit`)."""
        cells = self._cells
        return cells is not None and cells.is_measured(node.start)

    @property
    def _cells(self) -> NotebookMap | None:
        return self.module.source.cells if self.scope == MODULE and self.module.kind == "notebook" else None

    def statement(self, node: f.Stmt) -> None:
        if isinstance(node, f.Bind):
            self._bind(node)
        elif isinstance(node, f.Do):
            self._do(node)
        elif isinstance(node, f.Return):
            self._return(node)
        elif isinstance(node, f.Assert):
            self._check(node.parts, node)
        elif isinstance(node, f.If):
            self._if(node)
        elif isinstance(node, f.While):
            self._refuse(node.test.expr, node.test)
            self._loop(node.body, node.orelse)
        elif isinstance(node, f.For):
            reaches = self.uses.value(node.iter.expr, node.iter)
            if reaches and (starts_programs(self, node) or counts_all(self, node)):
                self.checks += 1
                return
            if reaches and counts(node.iter.expr):
                raise Matters  # by how often the body runs
            self.bound(node.target, reaches, node.iter.expr)
            self._name_source(node, [node.target])
            self.bindings |= dict.fromkeys(names_in(node.target))
            self._loop(node.body, node.orelse)
        elif isinstance(node, f.With):
            self._with(node)
        elif isinstance(node, f.Try):
            self._also(node.body)
            for handler in node.handlers:
                self._also(handler.body)
            self._also(node.orelse)
            self.block(node.final)
        elif isinstance(node, f.Match):
            self._refuse(node.subject.expr, node.subject)
            for case in node.cases:
                self._also(case.body)
        else:
            self._other(node)

    def _return(self, node: f.Return) -> None:
        value = node.value
        if isinstance(value, f.Container) and value.kind == "tuple" and value.values:
            flags = [self.uses.value(each, node) for each in value.values]
        else:
            flags = [value is not None and self.uses.value(value, node)]
        self.returned = any(flags) or self.returned
        known = self.members if self.members is not None else flags
        same = len(known) == len(flags) > 1
        self.members = [one or other for one, other in zip(known, flags, strict=True)] if same else []

    def _other(self, node: f.Stmt) -> None:
        if isinstance(node, f.Delete):
            self.names -= {each.id for each in node.targets if isinstance(each, f.Name)}
        elif isinstance(node, f.Raise):
            for part in node.parts:
                self._refuse(part, node)
        elif isinstance(node, f.Def):
            function = self.module.facts.functions[node.function]
            for root in (*function.decorators, *(each.default for each in function.params)):
                if root is not None:
                    self._refuse(root.expr, root)
        elif isinstance(node, f.ClassDef):
            for each in self.module.facts.classes[node.index].body:
                for part in own_expressions(each):
                    self._refuse(part, each)

    def _check(self, parts: list[f.Expr], node: f.Stmt) -> None:
        reaches = self.uses.all_of(parts, node)
        self.checks += reaches

    def _refuse(self, node: f.Expr, at: f.Stmt | f.Root) -> None:
        if self.uses.value(node, at):
            raise Matters

    def _also(self, body: list[f.Stmt]) -> None:
        """A block that may run, or may not."""
        before, bindings = self.names | self.ever, dict(self.bindings)
        self.names = set(before)
        self.block(body)
        self.names |= before
        self._meet(bindings)

    def _if(self, node: f.If) -> None:
        if self.uses.value(node.test.expr, node.test):
            if not all(self.uses.only_tells(each) for each in (*node.body, *node.orelse)):
                raise Matters
            self.checks += 1
        test = node.test.expr  # `if True:`: the other way is never taken
        answer = test.value if isinstance(test, f.Const) else self.defaults.get((self.module.path, node.test.start))
        if answer is not None or isinstance(test, f.Const):
            self.block(node.body if answer else node.orelse)
            return
        before, bindings = set(self.names), dict(self.bindings)
        self.block(node.body)
        after, self.names = self.names, before
        other, self.bindings = self.bindings, bindings
        self.block(node.orelse)
        self.names |= after
        self._meet(other)

    def _meet(self, other: dict[str, f.Expr | None]) -> None:
        """What a name is bound to on one way only isn't known any more; elsewhere it is still what was made."""
        for name in self.bindings.keys() | other.keys():
            one, two = self.bindings.get(name), other.get(name)
            if one is not two:
                self.bindings[name] = two if is_moved(name, one) else one if is_moved(name, two) else None

    def _loop(self, body: list[f.Stmt], orelse: list[f.Stmt]) -> None:
        for _ in range(_TURNS):
            before = set(self.names)
            self.block(body)
            self.names |= before
            if self.names == before:
                break
        self.block(orelse)

    def _with(self, node: f.With) -> None:
        discarding = self.discarding
        for root, target in node.items:
            if self.uses.value(root.expr, root):
                raise Matters
            self.discarding += isinstance(root.expr, f.Call) and called(root.expr) in _WITHOUT_GRADIENTS
            if target is not None:
                self.bound(target, False, None)
        self.block(node.body)
        self.discarding = discarding

    # --- names ---------------------------------------------------------------------------------------

    def _bind(self, node: f.Bind) -> None:
        reaches = node.value is not None and self.uses.value(node.value, node)
        self._name_source(node, node.targets)
        if node.op and isinstance(node.targets[0], f.Name):
            self.names |= {node.targets[0].id} if reaches else set()
            return
        dropped = self.discarding and all(isinstance(each, f.Name) and each.id == "_" for each in node.targets)
        self.thrown_away |= reaches and (dropped or self._is_measured(node))
        for target in node.targets:
            self.bound(target, reaches, node.value)

    def _name_source(self, node: f.Stmt, targets: list[f.Expr]) -> None:
        """Which names the statement that draws gives to what it draws."""
        if self.source is not None and self.source.returned is None and slice_of(node) == self.source.slice:
            self.direct |= {name for each in targets for name in names_in(each)}

    def bound(self, target: f.Expr, reaches: bool, value: f.Expr | None) -> None:
        """A target is bound to something that is of the value, or isn't."""
        if isinstance(target, f.Container):
            name = called(value) if isinstance(value, f.Call) else ""
            pairs = name in ("items", "enumerate") and len(target.values) == 2
            members = self.uses.members.get(id(value), [])
            if isinstance(value, f.Call) and name == "zip" and reaches:
                members = [self.uses.value(each, None) for each in value.args]
            inner = value.args[:1] if isinstance(value, f.Call) and name == "enumerate" and pairs else []
            for number, each in enumerate(target.values):
                told = members[number] if len(members) == len(target.values) else not (pairs and number == 0)
                self.bound(each, reaches and told, inner[0] if inner and number else None)
        elif isinstance(target, f.Star):
            self.bound(target.value, reaches, None)
        elif isinstance(target, f.Name):
            self.names = self.names | {target.id} if reaches else self.names - {target.id}
            self.bindings[target.id] = value
        elif isinstance(target, f.Item) and self.uses.value(target.index, None):
            self.holds(target.value)
        elif reaches:
            self.holds(target)

    def holds(self, target: f.Expr) -> None:
        """The value is put into an object; only one that is made here is followed."""
        root = target
        while isinstance(root, (f.Attr, f.Item)):
            root = root.value
        if isinstance(root, f.Call) and called(root) == "super":
            root = f.Name(self.receiver)
        if isinstance(root, f.Call) and called(root) == "vars" and root.args:
            root = root.args[0]
        if not isinstance(root, f.Name):
            if not isinstance(root, f.Call):
                raise Matters
        elif root.id == self.receiver and self.depth:
            self.kept = True
        elif root.id not in self.names:
            if not is_made_here(self, root.id):
                raise Matters
            self.names = self.names | {root.id} | aliases(self, root.id)

    # --- calls for their effect ----------------------------------------------------------------------

    def _do(self, node: f.Do) -> None:
        if self._in_cell(node):
            return
        if isinstance(node.expr, f.Call):
            self._effect(node, node.expr)
        else:
            self.uses.value(node.expr, node)

    def _in_cell(self, node: f.Do) -> bool:
        """Whether a statement of a notebook is measured, or its worth is shown."""
        cells = self._cells
        if self._is_measured(node):
            self.thrown_away |= self.uses.value(node.expr, node)
            return True
        shows = cells is not None and cells.is_shown(node.start, node.end) and any(node is each for each in self.body)
        if shows and not (isinstance(node.expr, f.Call) and called(node.expr) in SHOWING):
            self._displayed(node)
            return True
        return False

    def _effect(self, node: f.Do, call: f.Call) -> None:
        given = [*call.args, *(value for _, value in call.keywords)]
        name = called(call)
        if name.startswith("assert") or self.uses.only_tells(node) or prints_structure(self, node, call):
            self._check(given, node)
        elif name in SHOWING:
            self.uses.value(call, node)
        elif (files := filed_into(call)) is not None and not self.uses.is_source(call):
            if self.uses.all_of(given[name == "setattr" :], node):
                self.holds(files)
        elif isinstance(call.func, f.Attr) and self._leaves_be(call, call.func, node):
            if name == "train" and starts_training(self, call.func, node.start) and self.uses.value(call, node):
                raise Matters
            self._quietly(call, node)
        elif ends_in_place(name) and not self.uses.is_source(call):
            targets = [call.func.value] if isinstance(call.func, f.Attr) else call.args[:1]
            if self.uses.all_of([*targets, *given], node):
                for target in targets:
                    self.holds(target)
        elif isinstance(call.func, f.Attr) and name == "__init__" and self.depth and not self.uses.is_dropped(call):
            if self.uses.all_of(given, node):  # a library's, for the object that is made
                self.kept = self.unseen = True
        elif self.uses.value(call, node) and not (self.uses.is_dropped(call) or does_nothing(self, call)):
            if not self.discarding:
                raise Matters  # for its effect
            self.thrown_away = True

    def _leaves_be(self, call: f.Call, func: f.Attr, node: f.Do) -> bool:
        """Whether a method leaves what it is called on what it is, and what it is given isn't of the value."""
        if self.uses.is_source(call):
            return False
        given = [*call.args, *(value for _, value in call.keywords)]
        quiet = is_quiet(self, call) or (func.attr in _OF_LAYERS and is_layered(self, func.value))
        return quiet and not self.uses.all_of(given, node)

    def _quietly(self, call: f.Call, node: f.Do) -> None:
        assert isinstance(call.func, f.Attr)
        if self.uses.value(call.func.value, node) and call.func.attr == "backward":  # to whatever took part
            reached = trained(self)
            if reached is None:
                raise Matters
            self.names = self.names | reached

    def _displayed(self, node: f.Do) -> None:
        """The last expression of a notebook's cell: its worth is shown."""
        if (model := module_shown(self, node.expr, node.start)) is not None:
            self.checks += self.uses.value(model, node)
        elif self.uses.value(node.expr, node) and not (
            self.uses.only_tells(node) or self.uses.gives_nothing(node.expr)
        ):
            raise Matters
