"""The fix of a literal seed: a name for it, an existing constant's or a new one's.

Constants are found and placed by `program`; here they become edits. All literals of a module are named together,
so that equal values share a constant and different ones get different names.
"""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.constants import SeedConstants
from samerun.program.head import Head, Place
from samerun.rules.finding import Edit, Fix
from samerun.rules.mending.shared import Shared, shared_constants
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samerun.program.program import Module, Program

# Decorators that take a function's source or code away from its module, where no constant is at hand.
_TAKEN_AWAY = frozenset(
    {"script", "script_method", "component", "virtualenv", "external_python", "docker", "kubernetes"}
)
SAFE = "the same number is handed over"
UNSAFE = "the same number is handed over, but the module looks at its own names, of which it gets one more"


class Use(NamedTuple):
    """A literal seed: its value and span, and the scope and comprehension targets around it."""

    value: int
    span: Span
    scope: int
    hidden: frozenset[str]


class Naming:
    """Names for the literal seeds of one module."""

    def __init__(self, program: Program, module: Module, uses: Sequence[Use]) -> None:
        self.module, self.uses = module, sorted(uses, key=lambda use: use.span)
        self.constants = SeedConstants(program, module)

    def fix(self, uses: Sequence[Use]) -> Fix | None:
        """The fix of literals of one value: all of them get a name. None where one can't."""
        names = {use: name for use in uses if (name := self._name(use))}
        if len(names) < len(set(uses)):
            return None
        path, value, message = self.module.path, uses[0].value, f"Use `{names[uses[0]]}`"
        edits = [Edit(path, use.span, name) for use, name in names.items()]
        shared = self._shared.get(value)
        edits += [edit for edit in (shared.edits if shared else ()) if shared and shared.name in names.values()]
        new = self._new.get(value)
        if new is not None and new in names.values():
            place = self._places[value]
            edits.append(Edit(path, Span(place.at, place.at), place.content(f"{new} = {self._spelt(value)}")))
            message = f"Name the seed `{new}`"
        unsafe = self.constants.reflective
        return Fix(tuple(sorted(edits)), "unsafe" if unsafe else "safe", message, UNSAFE if unsafe else SAFE)

    def _name(self, use: Use) -> str | None:
        if not self._can_change(use):
            return None
        own = self._existing(use)
        if own is None and use.value in self._shared:
            return self._shared[use.value].name
        return own or (self._new.get(use.value) if use.value in self._places else None)

    def _existing(self, use: Use) -> str | None:
        """The constant that means this seed in the place of the use."""
        for name, position in self.constants.by_value.get(use.value, ()):
            if position < use.span.start and self.constants.visible(name, use.scope, use.hidden):
                return name
        return None

    def _can_change(self, use: Use) -> bool:
        """Whether the text there is the literal itself, and a name means the same in its place."""
        source = self.module.source
        try:
            written = ast.literal_eval(self._text(use))
        except (ValueError, SyntaxError):
            return False
        lines = {source.lines.line_of(use.span.start), source.lines.line_of(use.span.end)}
        if source.cells is not None and not source.cells.rewritten.isdisjoint(lines):
            return False
        return bool(
            type(written) is int
            and written == use.value
            and not self._head.in_fstring(use.span.start)
            and not self._taken_away(use.scope)
            and not self._comes_too_late(use)
        )

    def _comes_too_late(self, use: Use) -> bool:
        """Whether its constant stands further down, so that a person must move one or the other."""
        there = self.constants.by_value.get(use.value, ())
        return self._existing(use) is None and any(position > use.span.start for _, position in there)

    def _taken_away(self, scope: int) -> bool:
        functions = self.module.facts.functions
        while scope >= 0:
            for root in functions[scope].decorators:
                called = root.expr.func if isinstance(root.expr, f.Call) else root.expr
                word = called.attr if isinstance(called, f.Attr) else called.id if isinstance(called, f.Name) else ""
                if word in _TAKEN_AWAY:
                    return True
            scope = functions[scope].parent
        return False

    @cached_property
    def _head(self) -> Head:
        return Head(self.module.source)

    @cached_property
    def _homeless(self) -> dict[int, Use]:
        """The first literal of every value that needs a constant of its own."""
        first: dict[int, Use] = {}
        for use in self.uses:
            if use.value not in first and self._existing(use) is None and self._can_change(use):
                first[use.value] = use
        return first

    @cached_property
    def _shared(self) -> dict[int, Shared]:
        """By value, the constant of a module that this one imports names from already, for what has none here."""
        if not self._homeless or self.constants.reflective:
            return {}
        first = min(use.span.start for use in self._homeless.values())
        found: dict[int, Shared] = {}
        for each in shared_constants(self.constants.program, self.module, first):
            uses = [use for use in self.uses if use.value == each.value]
            if not any(each.name in use.hidden for use in uses) and self._means_it(each, uses):
                found.setdefault(each.value, each)
        return {value: each for value, each in found.items() if value in self._homeless}

    def _means_it(self, shared: Shared, uses: Sequence[Use]) -> bool:
        """Whether a name that is imported already is that import in the place of every use."""
        return bool(shared.edits) or all(
            self.constants.visible(shared.name, use.scope, use.hidden)
            and len(self.module.scopes.table[MODULE].bindings.get(shared.name, ())) == 1
            for use in uses
        )

    @cached_property
    def _new(self) -> dict[int, str]:
        names: dict[int, str] = {}
        for value in (value for value in self._homeless if value not in self._shared):
            name = self.constants.free_name(value, set(names.values()))
            if name is not None:
                names[value] = name
        return names

    @cached_property
    def _places(self) -> dict[int, Place]:
        places = {value: self._head.place(use.span.start) for value, use in self._homeless.items()}
        return {value: place for value, place in places.items() if place is not None}

    def _spelt(self, value: int) -> str:
        """The literal as its first use writes it (`0x2A`, `1_000`)."""
        text = self._text(self._homeless[value])
        return text if text.isalnum() or text.replace("_", "").isalnum() else str(value)

    def _text(self, use: Use) -> str:
        return self.module.source.data[slice(*use.span)].decode("utf-8", "replace")
