"""Scopes of one module: which names each binds, where, and under what circumstances.

A scope is an int: `MODULE`, a function's index (lambdas too), or `class_scope(index)`. Nothing here looks
beyond the file; the program gives imported names their meaning.
"""

from __future__ import annotations

from typing import NamedTuple

from samerun.index import facts as f

MODULE = -1


def class_scope(index: int) -> int:
    """The scope of a class body."""
    return -2 - index


def class_index(scope: int) -> int:
    """The inverse of `class_scope`."""
    return -2 - scope


class Binding(NamedTuple):
    """One way in which a name gets a value.

    `kind`: "import" (what: Alias), "def" and "class" (what: index), "param" (what: position),
    "value" (what: the assigned expression), "other" (loop targets, unpacking, `except … as`, `del`, …).
    `conditional`: inside a branch, loop, handler or another scope (`global`), so it may not have happened.
    `fallback`: in an `except` handler, so it only stands in where an import failed.
    `type_only`: under `if TYPE_CHECKING`.
    """

    kind: str
    what: object
    position: int
    conditional: bool = False
    fallback: bool = False
    type_only: bool = False
    augmented: bool = False


class Scope:
    """The names of one scope; `parent` is the scope that free names are looked up in."""

    __slots__ = ("bindings", "globals", "nonlocals", "parent", "stars")

    def __init__(self, parent: int | None) -> None:
        self.parent = parent
        self.bindings: dict[str, list[Binding]] = {}
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.stars: list[f.Alias] = []

    def add(self, name: str, binding: Binding) -> None:
        self.bindings.setdefault(name, []).append(binding)


class Scopes:
    """All scopes of a module."""

    def __init__(self, facts: f.ModuleFacts) -> None:
        self.facts = facts
        self.table: dict[int, Scope] = {MODULE: Scope(None)}
        for index, function in enumerate(facts.functions):
            self.table[index] = Scope(function.parent)
        for index, cls in enumerate(facts.classes):
            self.table[class_scope(index)] = Scope(cls.parent)
        _Collector(facts, self.table).collect()

    def find(self, scope: int, name: str) -> tuple[int, list[Binding]] | None:
        """The scope in which `name`, read in `scope`, is bound, with its bindings in source order; else None."""
        current: int | None = scope
        while current is not None:
            table = self.table[current]
            if name in table.globals:
                current = MODULE
                table = self.table[MODULE]
            bindings = table.bindings.get(name)
            if bindings and name not in table.nonlocals:
                return current, bindings
            current = table.parent
        return None


class _Collector:
    """Fills the scope table from the tree, statement by statement."""

    def __init__(self, facts: f.ModuleFacts, table: dict[int, Scope]) -> None:
        self.facts = facts
        self.table = table
        self.scope = MODULE
        self.position = 0
        self.conditional = 0
        self.fallback = 0
        self.type_only = 0

    def collect(self) -> None:
        self._in_scope(MODULE, self.facts.body)
        for index, function in enumerate(self.facts.functions):
            scope = self.table[index]
            for position, param in enumerate(function.params):
                scope.add(param.name, Binding("param", position, function.start))
            self._in_scope(index, function.body)
        for index, cls in enumerate(self.facts.classes):
            self._in_scope(class_scope(index), cls.body)
        for owner, name, position in self.facts.walrus:
            self._bind_in(owner, name, Binding("other", None, position, conditional=True))

    def _in_scope(self, scope: int, body: list[f.Stmt]) -> None:
        self.scope = scope
        self._declarations(body)
        self._block(body)

    def _declarations(self, body: list[f.Stmt]) -> None:
        """`global` and `nonlocal` hold for the whole scope, wherever they stand."""
        scope = self.table[self.scope]
        for statement in _flat(body):
            if isinstance(statement, f.Scoping):
                (scope.globals if statement.kind == "global" else scope.nonlocals).update(statement.names)

    def _bind(self, name: str, kind: str, what: object = None, augmented: bool = False) -> None:
        self._bind_in(
            self.scope,
            name,
            Binding(kind, what, self.position, self.conditional > 0, self.fallback > 0, self.type_only > 0, augmented),
        )

    def _bind_in(self, scope: int, name: str, binding: Binding) -> None:
        table = self.table[scope]
        if name in table.globals and scope != MODULE:
            # What another scope assigns here runs at an unknown time; its expression belongs to that scope.
            self.table[MODULE].add(name, Binding("other", None, binding.position, conditional=True))
        elif name in table.nonlocals:
            outer = table.parent
            while outer is not None and outer >= 0:
                if name in self.table[outer].bindings or name in {p.name for p in self.facts.functions[outer].params}:
                    self.table[outer].add(name, Binding("other", None, binding.position, conditional=True))
                    return
                outer = self.table[outer].parent
        else:
            table.add(name, binding)

    def _target(self, target: f.Expr, value: f.Expr | None) -> None:
        if isinstance(target, f.Name):
            self._bind(target.id, "value" if value is not None else "other", value)
        elif isinstance(target, f.Star):
            self._target(target.value, None)
        elif isinstance(target, f.Container):
            values: list[f.Expr | None] = [None] * len(target.values)
            if isinstance(value, f.Container) and len(value.values) == len(target.values):
                starred = any(isinstance(item, f.Star) for item in (*value.values, *target.values))
                values = list(value.values) if not starred else values
            for item, part in zip(target.values, values, strict=True):
                self._target(item, part)

    def _block(self, body: list[f.Stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, node: f.Stmt) -> None:
        if isinstance(node, f.Bind):
            self.position = node.start
            self._assignment(node)
        elif isinstance(node, f.Import):
            self.position = node.start
            for alias in node.aliases:
                if alias.bound:
                    self._bind(alias.bound, "import", alias)
                else:
                    self.table[self.scope].stars.append(alias)
        elif isinstance(node, f.Def):
            function = self.facts.functions[node.function]
            self.position = function.start
            self._bind(function.name, "def", node.function)
        elif isinstance(node, f.ClassDef):
            cls = self.facts.classes[node.index]
            self.position = cls.start
            self._bind(cls.name, "class", node.index)
        elif isinstance(node, f.Delete):
            self.position = node.start
            for target in node.targets:
                if isinstance(target, f.Name):
                    self._bind(target.id, "other")
        elif isinstance(node, (f.If, f.While, f.For, f.Try, f.With, f.Match)):
            self._compound(node)

    def _assignment(self, node: f.Bind) -> None:
        if node.op:
            target = node.targets[0]
            if isinstance(target, f.Name):
                self._bind(target.id, "value", node.value, augmented=True)
            return
        if node.value is None:
            return  # a bare annotation binds nothing
        for target in node.targets:
            self._target(target, node.value)

    def _compound(self, node: f.If | f.While | f.For | f.Try | f.With | f.Match) -> None:
        if isinstance(node, f.With):
            for root, target in node.items:
                self.position = root.start
                if target is not None:
                    self._target(target, root.expr if isinstance(target, f.Name) else None)
            self._block(node.body)  # a with block runs whole or not at all, as far as names go
            return
        self.conditional += 1
        if isinstance(node, f.If):
            self._if(node)
        elif isinstance(node, (f.While, f.For)):
            if isinstance(node, f.For):
                self.position = node.iter.start
                self._target(node.target, None)
            self._block(node.body)
            self._block(node.orelse)
        elif isinstance(node, f.Try):
            self._try(node)
        else:
            for case in node.cases:
                for name in case.captures:
                    self._bind(name, "other")
                self._block(case.body)
        self.conditional -= 1

    def _if(self, node: f.If) -> None:
        if is_type_checking(node.test.expr):
            self.type_only += 1
            self._block(node.body)
            self.type_only -= 1
            self.conditional -= 1
            self._block(node.orelse)
            self.conditional += 1
            return
        self._block(node.body)
        self._block(node.orelse)

    def _try(self, node: f.Try) -> None:
        imports_only = any(catches_import_error(handler) for handler in node.handlers)
        self.conditional -= imports_only
        self._block(node.body)
        self._block(node.orelse)
        self.conditional += imports_only
        for handler in node.handlers:
            if handler.name:
                self._bind(handler.name, "other")
            stands_in = catches_import_error(handler)
            self.fallback += stands_in
            self._block(handler.body)
            self.fallback -= stands_in
        self._block(node.final)


def _flat(body: list[f.Stmt]) -> list[f.Stmt]:
    """Every statement of a scope, nested blocks included, nested scopes not."""
    out: list[f.Stmt] = []
    stack = [body]
    while stack:
        for node in stack.pop():
            out.append(node)
            if isinstance(node, (f.If, f.While, f.For)):
                stack += [node.body, node.orelse]
            elif isinstance(node, f.Try):
                stack += [node.body, node.orelse, node.final, *(handler.body for handler in node.handlers)]
            elif isinstance(node, f.With):
                stack.append(node.body)
            elif isinstance(node, f.Match):
                stack += [case.body for case in node.cases]
    return out


def is_type_checking(test: f.Expr) -> bool:
    """`TYPE_CHECKING` or `typing.TYPE_CHECKING`."""
    return (isinstance(test, f.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, f.Attr) and test.attr == "TYPE_CHECKING"
    )


_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})


def catches_import_error(handler: f.Handler) -> bool:
    """Whether a handler is there for a missing library (`except ImportError`, alone or in a tuple)."""
    kinds = handler.type.values if isinstance(handler.type, f.Container) else [handler.type]
    return any(isinstance(kind, f.Name) and kind.id in _IMPORT_ERRORS for kind in kinds)
