"""From an expression to the models it names: literals, clients and chat models, wrappers, chains, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.catalog.families import Model
from samerun.catalog.judge_tables import judge_tables
from samerun.index import facts as f
from samerun.index.scopes import class_scope
from samerun.program.models.calls import attribute_names
from samerun.program.models.documents import Documents
from samerun.program.sites import arguments_of, last_name
from samerun.program.symbols import ClassRef
from samerun.program.values import HANDED_OVER, Origin, is_none, span_of
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.families import Families
    from samerun.program.models.slots import Use
    from samerun.program.modules import Module
    from samerun.program.program import Program

_DEPTH = 6


class Named(NamedTuple):
    """A model and where it is named. `names`: the bindings that the id passed on its way to where it is used.

    `many`: it is one of a list. `through`: the calls that carry it (start offsets in their module).
    """

    model: Model
    path: str
    span: Span
    names: tuple[tuple[str, int, str], ...] = ()
    many: int = 0
    through: tuple[tuple[str, int], ...] = ()


class Carriers:
    """Finds the models behind expressions."""

    def __init__(self, program: Program, families: Families) -> None:
        self.program, self.families = program, families
        self.values = program.values
        self.documents = Documents(program)
        self.table = judge_tables().carriers
        self.keywords = frozenset(self.table.keywords)
        self.neutral = frozenset(self.table.neutral)
        self.neutral_endings = tuple(self.table.neutral_endings)
        self.holders = frozenset(judge_tables().roles.holders.words)

    def models(self, module: Module, scope: int, node: f.Expr, at: int) -> list[Named]:
        """The models that an expression in a model's place names."""
        return list(self._models(module, scope, node, at, _DEPTH))

    def models_of(self, uses: list[Use]) -> list[Named]:
        """The models whose ids calls hand over."""
        return [
            named
            for use in uses
            for named in self.models(use.module, use.scope, use.value, use.statement.start)
            if HANDED_OVER not in named.names
        ]

    def _models(self, module: Module, scope: int, node: f.Expr, at: int, depth: int) -> Iterator[Named]:
        if depth <= 0:
            return
        origins = self.values.origins(module, scope, node, at)
        for origin in origins:
            yield from self._of(origin, depth)
        written = None if origins and not isinstance(node, f.Call) else self.documents.value(module, scope, node)
        model = self.families.identify(written.text, bare=True) if written is not None else None
        if written is not None and model is not None:
            names = tuple((written.path, 0, key) for key in written.keys)
            yield Named(model, written.path, written.span, names)

    def _of(self, origin: Origin, depth: int) -> Iterator[Named]:
        node = origin.node
        if isinstance(node, (f.Const, f.FString)) or (isinstance(node, f.Binary) and node.op in "+%"):
            yield from self._literal(origin)
        elif isinstance(node, f.Binary) and node.op == "|":
            for side in (node.left, node.right):
                yield from self._inner(origin, side, depth)
        elif isinstance(node, f.Container):
            yield from self._display(origin, node, depth)
        elif isinstance(node, f.Call):
            found = list(self._call(origin, node, depth))
            yield from found or self._literal(origin)

    def _inner(self, origin: Origin, node: f.Expr, depth: int) -> Iterator[Named]:
        for named in self._models(origin.module, origin.scope, node, origin.at, depth - 1):
            yield named._replace(names=(*origin.names, *named.names))

    def _literal(self, origin: Origin) -> Iterator[Named]:
        text = self.values.text(origin)
        model = self.families.identify(text, bare=True) if text else None
        if model is not None:
            yield Named(model, origin.module.path, span_of(origin), origin.names)

    def _display(self, origin: Origin, node: f.Container, depth: int) -> Iterator[Named]:
        if node.kind != "dict":
            for value in node.values[:64]:
                for named in self._inner(origin, value, depth):
                    yield named._replace(many=max(len(node.values), named.many))
            return
        keys = [key.value if isinstance(key, f.Const) else None for key in node.keys]
        if any(isinstance(key, str) and self.families.identify(key) is not None for key in keys):
            return  # a map from models to models
        for key, value in zip(keys, node.values, strict=True):
            if key in self.holders or key in (
                "config",
                "config_list",
                "model_config",
                "params",
                "kwargs",
                "completions_kwargs",
            ):
                yield from self._inner(origin, value, depth)

    # --- calls ---------------------------------------------------------------------------------------

    def _call(self, origin: Origin, call: f.Call, depth: int) -> Iterator[Named]:
        last = last_name(call.func)
        if self.is_neutral(call):
            return
        through = (origin.module.path, call.start)
        found = self.ids(call)
        for value in found:
            for named in self._inner(origin, value, depth):
                yield named._replace(through=(*named.through, through))
            if not is_none(value):
                return
        if not found and last in self.table.default:
            model = Model("", "", self.table.default[last])
            yield Named(model, origin.module.path, Span(call.start, call.end), origin.names, 0, (through,))
        else:
            yield from self._around(origin, call, last, depth)

    def _around(self, origin: Origin, call: f.Call, last: str, depth: int) -> Iterator[Named]:
        """The models of a call that holds no id itself: of what it wraps, or of its class."""
        if last == "dict":
            for name, value in call.keywords:
                if name in self.holders:
                    yield from self._inner(origin, value, depth)
        elif last in self.table.same and isinstance(call.func, f.Attr):
            yield from self._inner(origin, call.func.value, depth)
        elif last in self.table.wraps:
            wrapped = [value for name, value in call.keywords if name in self.table.wrapped] + call.args[:1]
            for value in wrapped[:1]:
                yield from self._inner(origin, value, depth)
        else:
            symbol = self.values.types.callee(origin.module, origin.scope, call.func, origin.at)
            if isinstance(symbol, ClassRef):
                yield from self._own_class(origin, call, symbol, depth)
            elif call.keywords and any(name in self.table.wrapped for name, _ in call.keywords):
                for name, value in call.keywords:
                    if name in self.table.wrapped:
                        yield from self._inner(origin, value, depth)

    def is_neutral(self, call: f.Call) -> bool:
        """Whether a call says nothing of who writes or grades, whatever id it holds."""
        names = attribute_names(call.func)
        if names[-1:] and names[-1] in self.table.second:
            task = call.args[0] if call.args else dict(call.keywords).get("task")
            return isinstance(task, f.Const) and task.value in self.table.other_tasks
        return any(name in self.neutral or name.endswith(self.neutral_endings) for name in names[-2:])

    def ids(self, call: f.Call) -> list[f.Expr]:
        """The expressions of a call that are a model's id; [] for a call that holds none."""
        keywords = [value for name, value in call.keywords if name in self.keywords]
        if keywords:
            return keywords[:1]
        names = attribute_names(call.func)
        last = names[-1] if names else ""
        if call.args and (last in self.table.first or ".".join(names[-2:]) in self.table.first_of):
            return call.args[:1]
        return call.args[1:2] if last in self.table.second else []

    def _own_class(self, origin: Origin, call: f.Call, ref: ClassRef, depth: int) -> Iterator[Named]:
        """A class of the project that stands for a model: an argument of the call, or an id inside the class."""
        for value in arguments_of(call):
            for named in self._inner(origin, value, depth - 1):
                yield named
                return
        home = self.program.table.by_path[ref.path]
        cls = home.facts.classes[ref.index]
        for bindings in home.scopes.table[class_scope(ref.index)].bindings.values():
            for binding in bindings:
                if binding.kind == "value" and isinstance(binding.what, f.Const):
                    yield from self._literal(Origin(home, class_scope(ref.index), binding.what, binding.position))
        inside = [site for site in home.sites.calls if cls.start <= site.call.start < cls.end and self.ids(site.call)]
        for site in inside[:4]:
            for value in self.ids(site.call):
                yield from self._models(home, site.scope, value, site.slice.start, depth - 2)
