"""Places of a judge's or a generator's model that library calls make, and the judge that they take by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.catalog.judge_tables import judge_tables
from samerun.index import facts as f
from samerun.program.configs import noted_bytes
from samerun.program.models.calls import attribute_names
from samerun.program.models.words import STRONG, Role
from samerun.program.sites import last_name
from samerun.program.symbols import External
from samerun.program.values import is_none
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.judge_tables import JudgeCall
    from samerun.program.modules import Module
    from samerun.program.program import Program

Group = tuple[str, str, int]
_SET_IN = (".env", ".env.local", ".env.test", ".deepeval", "Makefile")  # at the project's root


class Slot(NamedTuple):
    """A place where a model is expected. `value` None: the framework's default (`default` says which family's).

    `group` is what it shares with other slots: one call, class, mapping, parser, function or module.
    `span` is the place itself, where the value has none of its own or is another slot's.
    """

    role: Role
    strength: int
    name: str
    module: Module
    scope: int
    value: f.Expr | None
    span: Span
    statement: Span
    group: Group
    ambiguous: bool = False
    default: str = ""
    call: f.Call | None = None


class Libraries:
    """Reads the calls of libraries in one program."""

    def __init__(self, program: Program) -> None:
        self.program, self.tables = program, judge_tables()
        self._moved: dict[str, bool] = {}

    def dotted(self, module: Module, scope: int, func: f.Expr, at: int, hidden: frozenset[str]) -> str:
        """The full name of what is called, "" where it is not a library's."""
        names = attribute_names(func)
        if names and names[0] in hidden:
            return ""
        symbol = self.program.types.callee(module, scope, func, at)
        if isinstance(symbol, External):
            return symbol.name
        made = func.value if isinstance(func, f.Attr) else None  # JudgeUnit(…).prompt(…).via(…)
        inner = self.dotted(module, scope, made.func, at, hidden) if isinstance(made, f.Call) else ""
        return f"{inner}.{last_name(func)}" if inner else ""

    def slots(
        self, module: Module, scope: int, call: f.Call, statement: Span, hidden: frozenset[str]
    ) -> Iterator[Slot]:
        """The slot of a call, where a row of the tables knows it."""
        dotted = self.dotted(module, scope, call.func, statement.start, hidden)
        if not dotted:
            return
        span = Span(call.start, call.end)
        group: Group = ("call", module.path, call.start)
        last = last_name(call.func)
        subject = self.tables.subject(dotted)
        if subject is not None:
            value = argument(call, subject)
            if value is not None:
                yield Slot("generator", STRONG, last, module, scope, value, span, statement, group, call=call)
            return
        row = self.tables.judge(dotted)
        if row is None or not _kind_fits(row, call):
            return
        value = argument(call, row)
        if row.receiver and call.args and isinstance(call.args[0], f.Attr):
            value = call.args[0].value
        elif value is None and (not row.default or any(name is None for name, _ in call.keywords)):
            return
        if isinstance(value, f.Container) and value.kind == "dict" and row.default:
            keys = {key.value for key in value.keys if isinstance(key, f.Const)}
            value = value if keys & {*self.tables.roles.holders.words} else None  # {"criteria": …} names no model
        if value is None and (_goes_elsewhere(call) or self._is_moved(dotted.partition(".")[0])):
            return
        default = row.default if value is None else ""
        yield Slot("judge", STRONG, last, module, scope, value, span, statement, group, default=default, call=call)

    def _is_moved(self, root: str) -> bool:
        """Whether the project gives a library another default judge."""
        if root not in self._moved:
            words = self.tables.moved.get(root, [])
            files = [noted_bytes(f"{self.program.root}/{name}") or b"" for name in _SET_IN] if words else []
            code = (module.glance().data for module in self.program.modules if words)
            texts = (text for text in (*files, *code) if root.encode() in text or text in files)
            self._moved[root] = any(word in text for text in texts for word in words)
        return self._moved[root]


def argument(call: f.Call, row: JudgeCall) -> f.Expr | None:
    """The argument of a library call that is a model; None where it is not given."""
    for name in row.model:
        for keyword, value in call.keywords:
            if keyword == name and not is_none(value):
                return value
    if row.position is not None and row.position < len(call.args):
        value = call.args[row.position]
        return None if isinstance(value, f.Star) or is_none(value) else value
    return None


def _goes_elsewhere(call: f.Call) -> bool:
    """Whether a call names a provider whose model it takes by default, other than the library's own."""
    named = (value for name, value in call.keywords if name in ("provider", "model_provider"))
    return any(not (isinstance(value, f.Const) and value.value == "openai") for value in named)


def _kind_fits(row: JudgeCall, call: f.Call) -> bool:
    """Whether the evaluator that a call asks for is one of those that a model grades."""
    if not row.kinds:
        return True
    keywords = dict(call.keywords)
    first = call.args[0] if call.args else keywords.get("evaluator", keywords.get("evaluators"))
    asked = first.values if isinstance(first, f.Container) else [first]
    return any(
        (isinstance(kind, f.Const) and kind.value in row.kinds)
        or (isinstance(kind, f.Attr) and kind.attr.lower() in row.kinds)
        for kind in asked
    )
