"""A forward slice of one scope: which of its names hold something of a value, and what has become of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.fates.attributes import attribute_of
from samerun.program.fates.calls import Calls
from samerun.program.fates.closures import read_elsewhere
from samerun.program.fates.made_here import aliases, is_made_here
from samerun.program.fates.statements import Statements
from samerun.program.fates.uses import Matters, Uses
from samerun.program.reading import called, slice_of
from samerun.program.sites import statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.symbols import ClassRef, FunctionRef
    from samerun.workspace.notebooks import NotebookMap
    from samerun.workspace.spans import Span

# Calls that go through pairs whose first half is a number or a key, whatever the other one holds.
_PAIRS = frozenset(
    {"items", "enumerate", "named_parameters", "named_buffers", "named_modules", "named_children"}
)  # fmt: skip

__all__ = ["Matters", "Slice", "Source"]


# What a draw is called where its call leaves nothing behind, as its own name would say: only its result counts.
ONLY_RESULT = "result"


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
    the function as what it returns; `kept`: a method stores it on its object; `attributes`: where the first one does;
    `thrown_away`: what is computed from it without gradients is dropped; `members`: of which members of what it returns
    that holds, where it returns tuples.
    `outer`: the slice of the scope that a followed function is defined in; `outward`: which of its names are reached;
    `owner`: the class of the object that a followed method is of, where it was made on the way;
    `layers`: the value is a layer of PyTorch's; `asking`: only what an expression depends on is asked for;
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
        self.attributes: set[str] = set()
        self.outer: Slice | None = None
        self.owner: ClassRef | None = None
        self.outward: set[str] = set()
        self.asking = self.layers = False
        self.source: Source | None = None
        function = module.facts.functions[scope] if scope >= 0 else None
        self.body = function.body if function is not None else module.facts.body
        self.parameters = {each.name for each in function.params} if function is not None else set()
        self.receiver = (
            function.params[0].name if function is not None and function.owner >= 0 and function.params else ""
        )
        self.defaults: Mapping[tuple[str, int], bool | None] = {}
        self.ended: Mapping[tuple[str, int], int] = {}
        self.uses, self.calls, self._statements = Uses(self), Calls(self), Statements(self)

    def inner(self, module: Module, scope: int) -> Slice:
        """The slice of a function that this one calls."""
        inner = Slice(self.program, module, scope, self.depth + 1)
        inner.defaults, inner.ended, inner.layers = self.defaults, self.ended, self.layers
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

    def block(self, body: list[f.Stmt]) -> None:
        """Go through the statements of a block."""
        until = self.ended.get((self.module.path, self.scope)) if self.ended else None
        for node in body:
            if until is not None and slice_of(node)[0] >= until:
                return
            self.ever |= self.names
            self._statements.run(node)

    def is_measured(self, node: f.Bind | f.Do) -> bool:
        """Whether a notebook's statement only runs to be measured (`%timeit`)."""
        cells = self.cells
        return cells is not None and cells.is_measured(node.start)

    @property
    def cells(self) -> NotebookMap | None:
        """The cells of a notebook, where the scope is its top level."""
        return self.module.source.cells if self.scope == MODULE and self.module.kind == "notebook" else None

    def bound(self, target: f.Expr, reaches: bool, value: f.Expr | None) -> None:
        """A target is bound to something that is of the value, or isn't."""
        if isinstance(target, f.Container):
            name = called(value) if isinstance(value, f.Call) else ""
            pairs = name in _PAIRS and len(target.values) == 2
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
        elif root.id == self.receiver and isinstance(name := attribute_of(target), str):
            self.attributes.add(name)
        elif root.id not in self.names:
            if not is_made_here(self, root.id):
                raise Matters
            self.names = self.names | {root.id} | aliases(self, root.id)
