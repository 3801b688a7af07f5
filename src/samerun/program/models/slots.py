"""Places of one module that hold a judge's or a generator's model, by what they are called and by who calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from samerun.catalog.judge_tables import judge_tables
from samerun.index import facts as f
from samerun.index.scopes import MODULE, class_index
from samerun.program.models.calls import attribute_names
from samerun.program.models.libraries import Group, Libraries, Slot
from samerun.program.models.words import (
    MEDIUM,
    STRONG,
    WEAK,
    NameRole,
    Role,
    asks_for_grade,
    grades,
    role_of,
    stands_aside,
    words_of,
)
from samerun.program.options import options_of
from samerun.program.sites import children, enclosing, last_name
from samerun.program.values import is_none
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.models.carriers import Carriers
    from samerun.program.modules import Module
    from samerun.program.program import Program

_SUBJECT = re.compile(
    r"(model|llm)s? (to (be )?(evaluate|test|grade|score|benchmark)|under (test|evaluation)|being (evaluated|tested))",
    re.I,
)
_RUNS = frozenset({"eval", "eval_async", "eval_set", "evaluate", "Task"})
_HOLDING = frozenset({"model", "llm", "lm", "engine", "deployment"})
_NOT_HOLDING = frozenset(
    {
        "print",
        "format",
        "info",
        "debug",
        "warning",
        "error",
        "write",
        "append",
        "join",
        "log",
        "update",
        "echo",
        "exception",
    }
)


class Use(NamedTuple):
    """A call that hands a model its id: where, in which function, and the id's expression."""

    module: Module
    scope: int
    call: f.Call
    value: f.Expr
    statement: Span
    hidden: frozenset[str]


class SlotReader:
    """Reads the slots and uses of modules, each once."""

    def __init__(self, program: Program, carriers: Carriers) -> None:
        self.program, self.carriers = program, carriers
        self.tables = judge_tables()
        self.libraries = Libraries(program)
        self._slots: dict[str, list[Slot]] = {}
        self._uses: dict[str, list[Use]] = {}

    def slots(self, module: Module) -> list[Slot]:
        """The slots of a module, in no particular order."""
        if module.path not in self._slots:
            self._slots[module.path] = []
            found = [*self._assigned(module), *self._called(module), *self._declared(module), *self._options(module)]
            self._slots[module.path] = found
        return self._slots[module.path]

    def uses(self, module: Module) -> list[Use]:
        """The calls of a module that hand a model its id."""
        if module.path not in self._uses:
            self._uses[module.path] = [
                Use(module, site.scope, site.call, value, site.slice, site.hidden)
                for site in module.sites.calls
                for value in self.carriers.ids(site.call)
                if not is_none(value)
                and not self.carriers.is_neutral(site.call)
                and last_name(site.call.func) not in _RUNS
            ]
        return self._uses[module.path]

    # --- names ---------------------------------------------------------------------------------------

    def _assigned(self, module: Module) -> Iterator[Slot]:
        for scope, node in module.sites.assignments:
            if node.value is None or node.op:
                continue
            statement = Span(node.start, node.end)
            for target in node.targets:
                for name, value in _targets(target, node.value):
                    group = self._group(module, scope, target)
                    yield from self._named(name, module, scope, value, statement, statement, group)
            yield from self._mappings(module, scope, node.value, statement)

    def _group(self, module: Module, scope: int, target: f.Expr) -> Group:
        if isinstance(target, f.Attr) and scope >= 0 and module.facts.functions[scope].owner >= 0:
            return ("class", module.path, module.facts.functions[scope].owner)
        if scope < MODULE:
            return ("class", module.path, class_index(scope))
        return ("scope", module.path, scope)

    def _mappings(self, module: Module, scope: int, node: f.Expr, statement: Span) -> Iterator[Slot]:
        """The items of every dict display in an expression, by their keys; nested ones hold together."""
        stack: list[tuple[f.Expr, int, str]] = [(node, -1, "")]
        while stack:
            current, number, _ = stack.pop()
            if isinstance(current, f.Container) and current.kind == "dict":
                number = number if number >= 0 else _offset(current, statement.start)
                for key, value in zip(current.keys, current.values, strict=True):
                    if isinstance(key, f.Const) and isinstance(key.value, str):
                        span = Span(key.start, key.end)
                        group = ("mapping", module.path, number)
                        yield from self._named(key.value, module, scope, value, span, statement, group)
                    stack.append((value, number, ""))
                continue
            stack += [(child, number, "") for child in children(current)]

    def _named(
        self, name: str, module: Module, scope: int, value: f.Expr, span: Span, statement: Span, group: Group
    ) -> Iterator[Slot]:
        role = role_of(name)
        if role is not None and not is_none(value):
            yield Slot(role.role, role.strength, name, module, scope, value, span, statement, group, role.ambiguous)

    def _declared(self, module: Module) -> Iterator[Slot]:
        """Parameters with a default."""
        for index, function in enumerate(module.facts.functions):
            for param in function.params:
                if param.default is None or is_none(param.default.expr) or isinstance(param.default.expr, f.Name):
                    continue
                if role_of(param.name) is None or self.program.values.is_overridden(module, index, param.name):
                    continue
                span = Span(param.default.start, param.default.end)
                group = ("function", module.path, index)
                yield from self._named(param.name, module, function.parent, param.default.expr, span, span, group)

    def _options(self, module: Module) -> Iterator[Slot]:
        for option in options_of(module):
            role = role_of(option.dest)
            if _SUBJECT.search(option.help):
                role = NameRole("generator", STRONG)
            if role is None or option.default is None or is_none(option.default):
                continue
            site = option.site
            span = Span(site.call.start, site.call.end)
            owner = site.scope if site.scope != MODULE or last_name(site.call.func) == "add_argument" else -2
            group = ("parser", module.path, owner)
            yield Slot(
                role.role, role.strength, option.dest, module, site.scope, option.default, span, site.slice, group,
                role.ambiguous,
            )  # fmt: skip

    # --- calls ---------------------------------------------------------------------------------------

    def _called(self, module: Module) -> Iterator[Slot]:
        rooted = imports_any(module, self.tables.judge_roots)
        for site in module.sites.calls:
            call = site.call
            last = last_name(call.func)
            if last in _NOT_HOLDING or self.carriers.is_neutral(call):
                continue
            span = Span(call.start, call.end)
            group = ("call", module.path, call.start)
            if last == "get_model":
                yield from self._role_argument(module, site.scope, call, site.slice)
            if last in ("getenv", "get") and len(call.args) > 1 and isinstance(call.args[0], f.Const):
                key = call.args[0].value
                if isinstance(key, str) and ("environ" in attribute_names(call.func) or last == "getenv"):
                    scope_group: Group = ("scope", module.path, site.scope)
                    yield from self._named(key, module, site.scope, call.args[1], span, site.slice, scope_group)
            for name, value in call.keywords:
                if name is not None and role_of(name) is not None:
                    place = keyword_span(module, call, name)
                    yield from self._named(name, module, site.scope, value, place, site.slice, group)
                yield from self._in_argument(module, site.scope, value, site.slice)
            for value in call.args:
                yield from self._in_argument(module, site.scope, value, site.slice)
            if rooted:
                yield from self.libraries.slots(module, site.scope, call, site.slice, site.hidden)

    def _in_argument(self, module: Module, scope: int, value: f.Expr, statement: Span) -> Iterator[Slot]:
        if isinstance(value, f.Container) and value.kind == "dict":
            yield from self._mappings(module, scope, value, statement)

    def _role_argument(self, module: Module, scope: int, call: f.Call, statement: Span) -> Iterator[Slot]:
        """`get_model(role="grader", default="openai/gpt-4o")`."""
        keywords = dict(call.keywords)
        role, default = keywords.get("role"), keywords.get("default", call.args[0] if call.args else None)
        if isinstance(role, f.Const) and isinstance(role.value, str) and default is not None:
            group: Group = ("call", module.path, call.start)
            yield from self._named(role.value, module, scope, default, Span(call.start, call.end), statement, group)


def function_role(module: Module, scope: int) -> Role | Literal[False]:
    """The role of a model that is called in a scope: "judge", "generator", or False where it is neither."""
    current = scope
    while current >= 0:
        function = module.facts.functions[current]
        if function.name.startswith("test_"):
            return "generator"
        found = grades(function.name)
        if function.owner >= 0:
            found = max(found, grades(module.facts.classes[function.owner].name))
        if found and grades_documents(function.name):
            return False
        if found == 2 or (found == 1 and asks_for_grade(function_text(module, current))):
            return "judge"
        if stands_aside(function.name):
            return False
        current = function.parent
    if scope >= 0 and _parses(text := function_text(module, scope)) and asks_for_grade(text):
        return "judge"
    return "generator"


def grades_documents(name: str) -> bool:
    """Whether a function that grades is called so that it grades what was retrieved."""
    return bool(set(words_of(name)) & {*judge_tables().roles.functions.aside})


def role_of_use(use: Use) -> Role | Literal[False]:
    """The role of a call's model by what is around it: its function, or at module level its statement."""
    if use.scope >= 0:
        return function_role(use.module, use.scope)
    text = use.module.source.data[use.statement.start : use.statement.end].decode("utf-8", "replace")
    if not asks_for_grade(text):
        return "generator"
    return "judge" if _parses(text) else False


def function_text(module: Module, scope: int) -> str:
    """The text of a function, and of the module's constants that it names."""
    function = module.facts.functions[scope]
    text = module.source.data[function.start : function.end].decode("utf-8", "replace")
    constants = []
    words = set(re.findall(r"\w+", text))
    for name, bindings in module.scopes.table[MODULE].bindings.items():
        if name.isupper() and name in words and bindings[0].kind == "value":
            start = bindings[0].position
            constants.append(_statement_text(module, start))
    return "\n".join([text, *constants])


def _statement_text(module: Module, start: int) -> str:
    for _, node in module.sites.assignments:
        if node.start == start:
            return module.source.data[node.start : node.end].decode("utf-8", "replace")
    return ""


def _parses(text: str) -> bool:
    return (
        re.search(r"\b(int|float)\(|json\.loads|re\.(search|match|findall)|== ?[\"'][A-Z]|\.(startswith|lower)\(", text)
        is not None
    )


def _targets(target: f.Expr, value: f.Expr) -> Iterator[tuple[str, f.Expr]]:
    if isinstance(target, f.Name):
        yield target.id, value
    elif isinstance(target, f.Attr):
        yield target.attr, value
    elif isinstance(target, f.Item) and isinstance(target.index, f.Const) and isinstance(target.index.value, str):
        yield target.index.value, value
    elif isinstance(target, f.Container) and isinstance(value, f.Container) and len(target.values) == len(value.values):
        for one, other in zip(target.values, value.values, strict=True):
            yield from _targets(one, other)


def keyword_span(module: Module, call: f.Call, name: str) -> Span:
    """Where a keyword argument stands in a call; the call itself where that can't be told."""
    found = re.compile(rb"(?<![\w.])%s\s*=(?!=)" % name.encode()).search(module.source.data, call.start, call.end)
    return Span(found.start(), found.end() - 1) if found else Span(call.start, call.end)


def _offset(node: f.Expr, fallback: int) -> int:
    stack = [node]
    while stack:
        current = stack.pop(0)
        if isinstance(current, (f.Const, f.Call)):
            return current.start
        stack = children(current) + stack
    return fallback


def imports_any(module: Module, roots: frozenset[str]) -> bool:
    """Whether the module's text speaks of one of these import roots."""
    data = module.source.data
    return any(root.encode() in data for root in roots)


def fallback_of(slot: Slot) -> str | None:
    """The generator's name that a judge's value is, or falls back to where nothing else is given."""
    node, falls = slot.value, False
    while not isinstance(node, (f.Name, f.Attr)):
        falls = True
        if isinstance(node, f.Call) and len(node.args) > 1 and last_name(node.func) in ("getenv", "get"):
            node = node.args[1]
        elif isinstance(node, f.Binary) and node.op == "or":
            node = node.right
        else:
            return None
    name = last_name(node)
    role = role_of(name)
    if role is None or role.role != "generator" or not (_HOLDING & {*words_of(name)}) or not words_of(slot.name):
        return None
    if name.isupper() != slot.name.isupper() or not (_HOLDING & {*words_of(slot.name)}):
        return None
    return name if role.strength >= MEDIUM or (falls and name.isupper()) else None


def where(slot: Slot) -> str:
    """The qualified name of what a slot stands in."""
    return enclosing(slot.module, slot.scope)


__all__ = ["MEDIUM", "STRONG", "WEAK", "Slot", "SlotReader", "Use", "function_role"]
