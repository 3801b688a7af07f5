"""Attributes that a run sets and never reads: only methods do that nobody in it calls.

class Pairs:
    def shuffle(self):
        self.rows = self.rows[np.random.permutation(len(self.rows))]

    def next_batch(self, size):      # of a script that only counts the rows
        return self.rows[:size]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.fates.entered import maker_of
from samerun.program.flow.outcome import SHAPE_CALLS, SHAPES
from samerun.program.reading import called, calls_in, own_expressions, parts_in, parts_of, slice_of
from samerun.program.sites import bodies, children, statements
from samerun.program.symbols import ClassRef, FunctionRef
from samerun.program.types import Instance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.domain import Place
    from samerun.program.flow.run import EntryRun
    from samerun.program.program import Program

# Names by which all attributes of an object may be read, or the whole of it kept.
_WHOLE = frozenset(
    {"__dict__", "vars", "getattr", "attrgetter", "getmembers", "asdict", "astuple", "dump", "dumps", "save", "pickle"}
)  # fmt: skip


def attribute_of(target: f.Expr) -> str | None:
    """`rows` of `self.rows` and `self.rows[0].names`; None: of the object itself, by its items."""
    while isinstance(target, (f.Attr, f.Item)):
        if isinstance(target.value, f.Name):
            return target.attr if isinstance(target, f.Attr) else None
        target = target.value
    return None


class Attributes:
    """What one run reads of objects: in the functions that it came to, and in those that they speak of by name."""

    def __init__(self, program: Program, run: EntryRun) -> None:
        self.program, self.run = program, run
        self._known: set[str] | None = None
        self._heirs: list[set[ClassRef]] | None = None

    def unread(self, place: Place, names: set[str]) -> bool:
        """Whether attributes of its object that a method draws at `place` are read by nothing that the run comes to."""
        functions = self.program.table.by_path[place.path].facts.functions
        owner = functions[place.scope].owner if place.scope >= 0 else -1
        if owner < 0 or self.run.gave_up or not _WHOLE.isdisjoint(self._spoken()):
            return False
        cls = ClassRef(place.path, owner)
        _, outside, complete = self.program.resolver.linearize(cls)
        if not complete or set(outside) - {"builtins.object"}:
            return False  # a library's base may call any of its methods
        modules = [self.program.table.by_path[path] for path in self.run.files]
        return not any(
            _reads(node, names) and self._may_read(module.path, scope, node, names, cls)
            for module in modules
            for scope, body in bodies(module.facts)
            if self._may_run(module.path, scope)
            for node in statements(body)
            if (module.path, scope, slice_of(node)) != (place.path, place.scope, place.slice)
        )

    def _may_read(self, path: str, scope: int, node: f.Stmt, names: set[str], cls: ClassRef) -> bool:
        """Whether a statement that reads these attributes may read them of objects of a class, or of its heirs."""
        parts = [part for each in own_expressions(node) for part in parts_of(each)]
        read = [part.value for part in parts if isinstance(part, f.Attr) and part.attr in names]
        receiver = self._receiver(path, scope)
        if not receiver or any(not (isinstance(each, f.Name) and each.id == receiver) for each in read):
            return True
        return self._runs_for(FunctionRef(path, scope), cls, frozenset())

    def _runs_for(self, method: FunctionRef, cls: ClassRef, seen: frozenset[FunctionRef]) -> bool:
        """Whether a method may be called on an object of a class, or of its heirs: what calls it, may."""
        owner = ClassRef(method.path, self.program.function(method).owner)
        if method in seen or not any({owner, cls} <= family for family in self._families()):
            return False
        callers = self.run.events.callers.get(method)
        return not callers or any(self._calls_for(each, cls, seen | {method}) for each in callers)

    def _calls_for(self, place: Place, cls: ClassRef, seen: frozenset[FunctionRef]) -> bool:
        """Whether the object may be of these classes whose method is called at a place."""
        module = self.program.table.by_path[place.path]
        site = module.sites.at(place.span)
        if site is None or not isinstance(site.call.func, f.Attr):
            return True
        target = site.call.func.value
        if target == f.Name(self._receiver(place.path, place.scope)):
            return self._runs_for(FunctionRef(place.path, place.scope), cls, seen)
        kind = self.program.types.of(module, place.scope, target, place.span.start)
        if not (isinstance(kind, Instance) and isinstance(kind.cls, ClassRef)):
            return True
        return any({kind.cls, cls} <= family for family in self._families())

    def _receiver(self, path: str, scope: int) -> str:
        """What a plain method calls its object; "" where a scope is none, or binds that name anew."""
        module = self.program.table.by_path[path]
        function = module.facts.functions[scope] if scope >= 0 else None
        if function is None or function.owner < 0 or not function.params or function.decorators:
            return ""
        name = function.params[0].name
        return "" if module.rebinds(scope, name) else name

    def _families(self) -> list[set[ClassRef]]:
        """Each class of the run's files, with all that it inherits from."""
        if self._heirs is None:
            classes = [
                ClassRef(path, index)
                for path in self.run.files
                for index in range(len(self.program.table.by_path[path].facts.classes))
            ]
            self._heirs = [{each, *self.program.resolver.linearize(each)[0]} for each in classes]
        return self._heirs

    def makers(self, place: Place, names: set[str]) -> set[Place] | None:
        """The calls that make the objects whose `__init__` draws attributes at `place` and only stores them; None:
        more than these may see what is stored, or that can't be told."""
        module = self.program.table.by_path[place.path]
        function = module.facts.functions[place.scope] if place.scope >= 0 else None
        if function is None or function.owner < 0 or self.run.gave_up or not _only_stores(function, names):
            return None
        own, cls = FunctionRef(place.path, place.scope), ClassRef(place.path, function.owner)
        _, outside, complete = self.program.resolver.linearize(cls)
        if not complete or not set(outside) <= libraries().closed.keys() or maker_of(self.program, cls) != own:
            return None
        return self.run.events.callers.get(own)

    def _may_run(self, path: str, scope: int) -> bool:
        if scope < 0 or (path, scope) in self.run.events.reached:
            return True
        function = self.program.table.by_path[path].facts.functions[scope]
        return bool(function.decorators) or function.name.startswith("__") or function.name in self._spoken()

    def _spoken(self) -> set[str]:
        """Every name, attribute and text in the functions that the run came to."""
        if self._known is None:
            self._known = set()
            for path, scope in self.run.events.reached:
                facts = self.program.table.by_path[path].facts
                for part in parts_in(facts.functions[scope].body if scope >= 0 else facts.body):
                    word = getattr(part, "id", None) or getattr(part, "attr", None) or getattr(part, "value", None)
                    self._known |= {word} if isinstance(word, str) else set()
        return self._known


def _only_stores(function: f.Function, names: set[str]) -> bool:
    """Whether an `__init__` hands its object to nothing but the bases' own, calls none of its methods, and reads none
    of these attributes."""
    receiver = function.params[0].name if function.params else ""
    stored = [each for node in statements(function.body) for each in getattr(node, "targets", [])]
    allowed = {id(each.value) for each in stored if isinstance(each, f.Attr)}
    for part in parts_in(function.body):
        if isinstance(part, f.Call) and called(part) == "super":
            allowed |= {id(each) for each in part.args}
        elif isinstance(part, f.Attr) and part.attr not in names and not part.attr.startswith("__"):
            allowed.add(id(part.value))
    called_on = {id(each.func.value) for each in calls_in(function.body) if isinstance(each.func, f.Attr)}
    return not any(
        isinstance(part, f.Name) and part.id == receiver and (id(part) not in allowed or id(part) in called_on)
        for part in parts_in(function.body)
    )


def _reads(node: f.Stmt, names: set[str]) -> bool:
    """Whether a statement reads one of these attributes, but to bind it anew (`self.x = self.x[order]`)."""
    parts, names = own_expressions(node), set(names)
    if isinstance(node, f.Bind) and not node.op:
        parts = [each for target in node.targets for each in children(target)]
        parts += [node.value] if node.value is not None else []
        names -= {each.attr for each in node.targets if isinstance(each, f.Attr) and len(node.targets) == 1}
    return any(isinstance(each, f.Attr) and each.attr in names for part in parts for each in _worths(part))


def _worths(node: f.Expr) -> Iterator[f.Expr]:
    """An expression and all in it, but for what only a shape is asked of: `len(self.rows)`, `self.rows.shape`."""
    measured = (isinstance(node, f.Call) and called(node) in SHAPE_CALLS) or (
        isinstance(node, f.Attr) and node.attr in SHAPES
    )
    yield node
    for each in children(node):
        inner = children(each) if measured and isinstance(each, f.Attr) else [each]
        yield from (part for one in inner for part in _worths(one))
