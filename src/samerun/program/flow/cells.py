"""A notebook as a program: its cells run from top to bottom, up to the first one that fails.

A name that nothing above a cell defines ends the run there: what stands below is never reached. People who run such a
notebook run its cells in another order, or have defined the name by hand; of neither can anything be proven. The same
holds where a written None is used as if it were something: a blank of an exercise.
A cell tagged `raises-exception` is expected to fail, and the next one runs.
Source: https://nbconvert.readthedocs.io/en/latest/execute_api.html#execution-errors-and-exceptions.
"""

from __future__ import annotations

import builtins
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.index.scopes import MODULE, Binding
from samerun.program.flow.domain import Lit
from samerun.program.sites import last_name
from samerun.workspace.magics import may_bind

if TYPE_CHECKING:
    from samerun.program.flow.domain import Value
    from samerun.program.flow.machine import Machine
    from samerun.program.modules import Module

_BUILTIN = frozenset(dir(builtins))
# Calls that may define any name.
_BINDING = frozenset({"exec", "globals", "locals", "vars", "init_session", "init_printing", "run_cell", "push", "ex"})
_SIMPLE = (f.Bind, f.Do, f.Assert, f.Raise, f.Delete)


class Cells:
    """The cells of the notebook that a run starts with."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def run(self, body: list[f.Stmt], module: Module) -> None:
        """Run the statements of a notebook; where one ends the run in a cell that may fail, the next cell goes on."""
        machine = self.machine
        beyond = 0
        for node, start in zip(body, starts(module), strict=True):
            if not machine.alive:
                beyond = beyond or _end_of_tagged_cell(module, machine.slice.start)
                if not beyond:
                    return
                if start < beyond:
                    continue
                machine.alive, beyond = True, 0
            machine.block([node])

    def read(self, name: str) -> None:
        """A name is read that the running frame doesn't hold: take note of it where the notebook surely fails there."""
        machine = self.machine
        if not self._is_certain():
            return
        frame = machine.frame
        found = frame.module.scopes.find(frame.scope, name)
        if (found is not None and found[0] != MODULE) or name in machine.modules[frame.module.path].env:
            return
        bindings = found[1] if found is not None else []
        at = self._offset()
        if self._names.unbound(name, bindings, at):
            below = any(binding.position > at for binding in bindings)
            self.fails({(self.machine.entry, MODULE): at}, defined_below=below)

    def needs(self, value: Value, name: str = "") -> None:
        """A value, that of a variable `name`, is used as None can't be: the notebook fails where it is a written None.

        So do exercises whose blanks nobody has filled in.
        """
        if not (isinstance(value, Lit) and value.value is None and value.place is not None and self._is_certain()):
            return
        place, at = value.place, self._offset()
        written = place.span.end == place.slice.end and place.path == self.machine.entry  # `x = None`, `return None`
        if written and not (value.default or value.option or name in self._names.shared or at > self._names.open):
            self.fails({(self.machine.entry, MODULE): at})

    def _is_certain(self) -> bool:
        """Whether the run surely comes to where it is now, in the notebook that it starts with."""
        machine = self.machine
        events = machine.events
        if (
            events.failing is not None
            or events.paused
            or not machine.frame.module.path == machine.entry == machine.main
        ):
            return False
        if machine.frame.module.kind != "notebook" or machine.frame.weak > machine.looping:
            return False
        return not any(frame.returns for frame in machine.stack)

    def _offset(self) -> int:
        """Where the notebook's own statement that runs begins."""
        calls = self.machine.events.calls
        return calls[0].slice.start if calls else self.machine.slice.start

    def fails(self, ends: dict[tuple[str, int], int], defined_below: bool = False) -> None:
        """The run surely fails at these offsets of the scopes that it is in, and doesn't go on."""
        entry = self.machine.program.table.by_path[self.machine.entry]
        if not _end_of_tagged_cell(entry, ends.get((entry.path, MODULE), 0)):
            self.machine.events.fails(ends, defined_below)

    @cached_property
    def _names(self) -> _Names:
        return _Names(self.machine.program.table.by_path[self.machine.entry])


class _Names:
    """Where the names of a notebook come from."""

    def __init__(self, module: Module) -> None:
        self.body = module.facts.body
        self.starts = starts(module)
        anything = [site.slice.start for site in module.sites.calls if _may_bind_anything(site.call)]
        anything += [alias.start for scope in module.scopes.table.values() for alias in scope.stars]
        self.open = min(anything, default=module.size)
        scopes = module.scopes.table.values()
        self.shared = frozenset(name for scope in scopes for name in (*scope.globals, *scope.nonlocals))

    def unbound(self, name: str, bindings: list[Binding], at: int) -> bool:
        """Whether nothing gives a name a value before the statement that runs at an offset, and in its earlier part."""
        number = bisect_right(self.starts, at) - 1
        if is_given(name) or number < 0:
            return False
        simple = isinstance(self.body[number], _SIMPLE)
        after = self.starts[number + 1] if number + 1 < len(self.starts) else at + 1
        until = self.starts[number] if simple else after
        return self.open >= max(until, at) and all(binding.position >= until for binding in bindings)


def is_given(name: str) -> bool:
    """Whether a name has a value without being bound: a built-in one, of Python 2 too, or one that IPython gives."""
    return name.startswith("_") or name in _BUILTIN or name in libraries().notebook_names


def starts(module: Module) -> list[int]:
    """Where each statement of a file begins; one that doesn't say so counts to the one before."""
    out: list[int] = []
    for node in module.facts.body:
        out.append(max(_start(module.facts, node), out[-1] if out else 0))
    return out


def _start(facts: f.ModuleFacts, node: f.Stmt) -> int:
    if isinstance(node, f.Def):
        return facts.functions[node.function].start
    if isinstance(node, f.ClassDef):
        return facts.classes[node.index].start
    if isinstance(node, (f.If, f.While)):
        return node.test.start
    if isinstance(node, f.For):
        return node.iter.start
    if isinstance(node, f.With):
        return node.items[0][0].start
    if isinstance(node, f.Match):
        return node.subject.start
    if isinstance(node, f.Try):
        return _start(facts, node.body[0])
    return int(getattr(node, "start", 0))


def _may_bind_anything(call: f.Call) -> bool:
    name = last_name(call.func)
    if name in ("run_line_magic", "run_cell_magic"):
        texts = [arg.value for arg in call.args if isinstance(arg, f.Const) and isinstance(arg.value, str)]
        return len(texts) < 2 or may_bind(texts[0], texts[1])
    return name in _BINDING


def _end_of_tagged_cell(module: Module, offset: int) -> int:
    """Where the cell around an offset ends if it is tagged as one that fails; else 0."""
    cells = module.glance().cells
    if cells is None or not cells.expected:
        return 0
    cell = cells.cell_at(cells.lines.line_of(offset))
    return cells.lines.starts[cell.end_line - 1] if cell is not None and cell.number in cells.expected else 0
