"""Where a seed that a program declares comes to: a walk along its uses, over assignments, calls and returns.

It answers three questions: does the seed reach a seeding call or a seed parameter, where is it written down for people,
and is there a place beyond which it can't be followed.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.words import words
from samerun.program.seeds.calls import HandedOn
from samerun.program.seeds.occurrences import Header, Occurrence, Occurrences, key_of
from samerun.program.seeds.words import passing
from samerun.program.sites import statements
from samerun.program.symbols import External, FunctionRef, ModuleRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samerun.program.modules import Module
    from samerun.program.program import Program

_COMPARING = frozenset({"==", "!=", "is", "is not", "in", "not in", "<", "<=", ">", ">="})
_MOST = 400  # occurrences that are looked at; a seed that is everywhere is lost


class Variable(NamedTuple):
    """A name in its scope, and what it holds: "seed", "text" made of it, or "all" options."""

    path: str
    home: int
    name: str
    holds: str


class Member(NamedTuple):
    """An attribute or key of whatever object, and what it holds."""

    name: str
    holds: str


class Trace:
    """One seed's way. `modules`: the files that run with it; `name`: its name among the options, "" if it is none."""

    def __init__(self, program: Program, modules: Iterable[Module], name: str) -> None:
        self.program = program
        self.modules = {module.path: module for module in modules}
        self.name = name
        self.names = {name}  # and by which else the seed may be read
        self.groups: frozenset[str] = frozenset()  # members that hold the seed in their turn
        self.seeds: list[Occurrence] = []
        self.recorded: list[Occurrence] = []
        self.named: list[Occurrence] = []
        self.lost: list[Occurrence | None] = []
        self.read: list[Occurrence] = []
        self._seen: set[Variable | Member] = set()
        self._queue: deque[Variable | Member] = deque()
        self._risen: set[tuple[int, str]] = set()
        self._handed_on = HandedOn(self)
        self._occurrences = program.occurrences

    # --- what is followed ----------------------------------------------------------------------------

    def variable(self, path: str, home: int, name: str, holds: str) -> None:
        self._add(Variable(path, home, name, holds))

    def member(self, name: str, holds: str) -> None:
        self._add(Member(name, holds))

    def returned(self, ref: FunctionRef, holds: str) -> None:
        """What a function returns: all of its calls."""
        function = self.program.function(ref)
        if function.generator or function.name == "<lambda>":
            self.lose(None)
            return
        for occurrence in self.calls_of(ref, function):
            self.rise(occurrence, holds)

    def lose(self, occurrence: Occurrence | None) -> None:
        """From here on it can't be followed."""
        self.lost.append(occurrence)

    def follow(self) -> None:
        """Follow everything to its end, or to where it is lost."""
        while self._queue and not self.lost:
            current = self._queue.popleft()
            if len(self._risen) > _MOST:
                self.lose(None)
            if isinstance(current, Variable):
                for occurrence in list(self._reads(current)):
                    self.rise(occurrence, current.holds)
            else:
                for occurrence in self.members(current.name):
                    self.rise(occurrence, current.holds)

    def _add(self, what: Variable | Member) -> None:
        if what not in self._seen:
            self._seen.add(what)
            self._queue.append(what)

    def occurrences(self, module: Module) -> Occurrences:
        """All occurrences in a module."""
        known = self._occurrences.get(module.path)
        if known is None:
            known = self._occurrences[module.path] = Occurrences(module)
        return known

    def members(self, name: str, libraries: bool = False) -> Iterator[Occurrence]:
        """Every place that reads a member of this name, of `libraries` too; a method of the name is none."""
        for module in self.modules.values():
            for occurrence in self.occurrences(module).attributes.get(name, ()):
                node, around = occurrence.node, occurrence.parents[-1] if occurrence.parents else None
                if _is_stored(occurrence) or (isinstance(around, f.Call) and around.func is node):
                    continue
                at = occurrence.slice.start
                if libraries or self.program.resolver.expr(module, occurrence.scope, node, at) is None:
                    yield occurrence

    def _reads(self, variable: Variable) -> Iterator[Occurrence]:
        module = self.modules.get(variable.path)
        if module is None:
            self.lose(None)
            return
        for occurrence in self.occurrences(module).names.get(variable.name, ()):
            if variable.name in occurrence.hidden or _is_stored(occurrence):
                continue
            found = module.scopes.find(occurrence.scope, variable.name)
            if found is not None and found[0] == variable.home:
                yield occurrence
        if variable.home == MODULE:
            yield from self._from_outside(variable)

    def _from_outside(self, variable: Variable) -> Iterator[Occurrence]:
        """A module's variable where other modules read it."""
        for module in self.modules.values():
            for alias in module.outline.imports:
                source = self.program.resolver.imported_module(module, alias)
                if source != ModuleRef(variable.path):
                    continue
                if alias.name is None or alias.name == "*":
                    bound = variable.name
                elif alias.name == variable.name:
                    bound = alias.bound
                else:
                    continue
                for occurrence in self.occurrences(module).names.get(bound, ()) if alias.name is not None else ():
                    if not _is_stored(occurrence):
                        yield occurrence
        if self._is_reached_as_member(variable):
            yield from self.members(variable.name)

    def _is_reached_as_member(self, variable: Variable) -> bool:
        """Whether some module imports the variable's module whole (`import config`, `from . import config`)."""
        stem = variable.path.rpartition("/")[2].removesuffix(".py")
        return any(
            stem in (alias.name, alias.module.rpartition(".")[2])
            for module in self.modules.values()
            for alias in module.outline.imports
            if alias.name is None or alias.name == stem
        )

    def calls_of(self, ref: FunctionRef, function: f.Function) -> Iterator[Occurrence]:
        """The calls of a function of the project."""
        names = self.program.mentions.aliases([function.name])
        for module in self.program.mentions.calling(names):
            if module.path not in self.modules:
                continue
            for site in module.sites.calls:
                func = site.call.func
                word = func.attr if isinstance(func, f.Attr) else func.id if isinstance(func, f.Name) else ""
                if word in names and self.program.callee(module, site) == ref:
                    yield self.occurrences(module).calls[id(site.call)]

    # --- one occurrence ------------------------------------------------------------------------------

    def rise(self, occurrence: Occurrence, holds: str) -> None:
        """Follow a value from where it stands, through the expressions around it, to where it ends up."""
        key = (id(occurrence.node), holds)
        if key in self._risen or self.lost:
            return
        self._risen.add(key)
        self.read.append(occurrence)
        child = occurrence.node
        parents = occurrence.parents
        for depth in range(len(parents) - 1, -1, -1):
            goes_on = self._through(parents[depth], child, holds, occurrence, parents[:depth])
            if goes_on is None:
                return
            holds, child = goes_on, parents[depth]
        self._ends(occurrence, child, holds)

    def _through(
        self, parent: f.Expr, child: f.Expr, holds: str, occurrence: Occurrence, around: tuple[f.Expr, ...]
    ) -> str | None:
        """What an expression holds one of whose parts is followed; None where the way ends in it."""
        if isinstance(parent, f.Call):
            return self._handed_on.into(parent, child, holds, occurrence, around)
        if isinstance(parent, (f.Attr, f.Item)):
            return self._part(parent, child, holds, occurrence, around)
        if isinstance(parent, f.FString):
            return "text"
        if isinstance(parent, f.Binary):
            return "test" if parent.op in _COMPARING else holds
        if isinstance(parent, f.Cond):
            if child is not parent.test:
                return holds
            return self._lost(occurrence)
        if isinstance(parent, f.Unary):
            return "test" if parent.op == "not" else holds
        if isinstance(parent, f.Walrus):
            self.variable(occurrence.module.path, self.home(occurrence, parent.name), parent.name, holds)
            return holds
        if isinstance(parent, f.Container):
            return self._displayed(parent, child, holds)
        return self._lost(occurrence)

    def _lost(self, occurrence: Occurrence) -> str | None:
        self.lose(occurrence)
        return None

    def _part(
        self, parent: f.Attr | f.Item, child: f.Expr, holds: str, occurrence: Occurrence, around: tuple[f.Expr, ...]
    ) -> str | None:
        """A member of what is followed."""
        if child is not parent.value or holds in ("seed", "test"):
            return self._lost(occurrence)
        if holds == "text":
            return "text"
        key = key_of(parent)
        if key in self.names:
            return None if occurrence.target and not around else "seed"
        if key in self.groups:
            return "all"
        called = bool(around) and isinstance(around[-1], f.Call) and around[-1].func is parent
        if isinstance(parent, f.Attr) and (called or parent.attr.startswith("__")):
            return "all" if called else self._lost(occurrence)  # what the call does is asked of the call
        if isinstance(parent, f.Item) and key is None:
            return "all" if isinstance(parent.index, f.Const) else self._lost(occurrence)
        return None

    def _displayed(self, parent: f.Container, child: f.Expr, holds: str) -> str:
        """A display that holds it: under a name of its own, or as a whole that holds it under this one."""
        if parent.kind == "dict" and holds in ("seed", "text") and child in parent.values:
            key = next((k for k, v in zip(parent.keys, parent.values, strict=True) if v is child), None)
            if isinstance(key, f.Const) and isinstance(key.value, str) and key.value == self.name:
                return "all" if holds == "seed" else holds
        return holds

    # --- statements ----------------------------------------------------------------------------------

    def _ends(self, occurrence: Occurrence, value: f.Expr, holds: str) -> None:
        """A whole expression: what its statement does with it."""
        node = occurrence.statement
        if occurrence.target or isinstance(node, (f.Do, f.Raise, f.Assert, f.Delete)):
            return
        if isinstance(node, Header):
            if node.what == "default" and holds != "test":
                self.variable(occurrence.module.path, node.function, node.name, holds)
            else:
                self.lose(occurrence)
        elif isinstance(node, f.Bind):
            for target in node.targets:
                self._assigned(target, value, holds, occurrence)
        elif isinstance(node, f.Return):
            if occurrence.scope < 0 or holds == "test":
                self.lose(occurrence)
            else:
                self.returned(FunctionRef(occurrence.module.path, occurrence.scope), holds)
        elif isinstance(node, f.If):
            self._guards(node, holds, occurrence)
        elif holds != "all" or not isinstance(node, f.While):
            self.lose(occurrence)

    def _assigned(self, target: f.Expr, value: f.Expr, holds: str, occurrence: Occurrence) -> None:
        if holds == "test":
            self.lose(occurrence)
        elif isinstance(target, f.Name):
            self.variable(occurrence.module.path, self.home(occurrence, target.id), target.id, holds)
        elif isinstance(target, (f.Attr, f.Item)):
            key = key_of(target)
            if key is None or self._is_outside(target.value, occurrence):
                self.lose(occurrence)
            elif key != self.name or holds != "seed" or not self._into_options(target):
                self.member(key, holds)
        elif isinstance(target, f.Container):
            first = isinstance(value, f.Call) and getattr(value.func, "attr", "") == "parse_known_args"
            for each in target.values[:1] if first else target.values:
                self._assigned(each, value, holds, occurrence)
        elif isinstance(target, f.Star):
            self._assigned(target.value, value, holds, occurrence)

    def _is_outside(self, owner: f.Expr, occurrence: Occurrence) -> bool:
        """`os.environ["SEED"] = …`"""
        at = occurrence.slice.start
        return isinstance(self.program.resolver.expr(occurrence.module, occurrence.scope, owner, at), External)

    def _into_options(self, target: f.Attr | f.Item) -> bool:
        """`args.seed = args.seed or 0`: it goes back to where it came from."""
        return any(
            isinstance(each, Variable) and each.holds == "all" and each.name == getattr(target.value, "id", "")
            for each in self._seen
        )

    def _guards(self, node: f.If, holds: str, occurrence: Occurrence) -> None:
        """A test of the seed: of no matter where nothing hangs on it but its own value and what is told of it."""
        if holds == "all":
            return
        for each in statements([*node.body, *node.orelse]):
            if isinstance(each, (f.Raise, f.Assert, f.Jump, f.If)):
                continue
            if isinstance(each, f.Do) and self._only_tells(each.expr, occurrence):
                continue
            if isinstance(each, f.Bind) and all(self._is_own(target) for target in each.targets):
                continue
            self.lose(occurrence)
            return

    def _is_own(self, target: f.Expr) -> bool:
        if isinstance(target, (f.Attr, f.Item)):
            return key_of(target) == self.name
        return isinstance(target, f.Name) and any(
            isinstance(each, Variable) and each.name == target.id and each.holds == "seed" for each in self._seen
        )

    def _only_tells(self, node: f.Expr, occurrence: Occurrence) -> bool:
        if not isinstance(node, f.Call):
            return isinstance(node, f.Const)
        return self._handed_on.writes_down(node, occurrence)

    def home(self, occurrence: Occurrence, name: str) -> int:
        """The scope in which an assignment to `name` binds it."""
        found = occurrence.module.scopes.find(occurrence.scope, name)
        return found[0] if found is not None else occurrence.scope


def _is_stored(occurrence: Occurrence) -> bool:
    """Whether a name or member is assigned to there, not read."""
    if not occurrence.target:
        return False
    return all(isinstance(parent, (f.Container, f.Star)) for parent in occurrence.parents)


def is_recorder_word(node: f.Expr) -> bool:
    """Whether something is called like an object that writes things down (`self.logger`, `tb_writer`)."""
    name = node.attr if isinstance(node, f.Attr) else node.id if isinstance(node, f.Name) else ""
    return bool(passing().recorder_words & set(words(name)))
