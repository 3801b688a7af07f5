"""What a module reaches and who uses it: the links between a judge in one module and generators in others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.arguments import bind_function
from samerun.program.flow.entries import is_test
from samerun.program.models.carriers import last_name
from samerun.program.models.slots import Use, function_role
from samerun.program.models.words import role_of, words_of
from samerun.program.symbols import ClassRef, FunctionRef, ModuleRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.models.slots import Slot, SlotReader
    from samerun.program.modules import Module
    from samerun.program.program import Program

_MOST = 200
_WRITES = frozenset(
    {
        "invoke",
        "ainvoke",
        "predict",
        "complete",
        "acomplete",
        "generate",
        "agenerate",
        "chat",
        "achat",
        "stream",
        "batch",
        "run",
        "stream_chat",
        "apredict",
        "abatch",
        "__call__",
        "call",
    }
)
_CHAINS = frozenset(
    {
        "chain",
        "qa",
        "agent",
        "engine",
        "rag",
        "query",
        "answer",
        "respond",
        "generate",
        "bot",
        "chat",
        "react",
        "completion",
    }
)


class Reach:
    """Answers for one program."""

    def __init__(self, program: Program, reader: SlotReader) -> None:
        self.program, self.reader = program, reader
        self._uses: dict[str, list[Use]] = {}
        self._importers: dict[str, list[Module]] | None = None
        self._handing: dict[str, list[Use]] | None = None
        self._bound: dict[str, dict[int, list[str]]] = {}

    def importers(self, module: Module) -> list[Module]:
        """The modules that import a module."""
        if self._importers is None:
            found: dict[str, dict[str, Module]] = {}
            for other in self.program.modules:
                for scope in other.scopes.table.values():
                    rows = [b.what for bindings in scope.bindings.values() for b in bindings if b.kind == "import"]
                    for alias in (*rows, *scope.stars):
                        if isinstance(alias, f.Alias):
                            for symbol in (
                                self.program.resolver.imported_module(other, alias),
                                self.program.resolver.alias(other, alias),
                            ):
                                if isinstance(symbol, ModuleRef) and symbol.path != other.path:
                                    found.setdefault(symbol.path, {})[other.path] = other
            self._importers = {path: [rows[name] for name in sorted(rows)] for path, rows in found.items()}
        return self._importers.get(module.path, [])

    def users(self, slot: Slot) -> list[Module]:
        """The modules that import a slot's module and speak of its name."""
        if not slot.name.isidentifier():
            return []
        name = slot.name.encode()
        users = [other for other in self.importers(slot.module) if name in other.source.data]
        return [other for other in users if not is_test(other.path, self.program.root)]

    def is_linked(self, use: Use, slot: Slot) -> bool:
        """Whether what a use writes may reach a judge: the function around it is called for its value, or handed
        over, or is the judge's own, or calls the judge."""
        function = use.module.facts.functions[use.scope] if use.scope >= 0 else None
        while function is not None and function.parent >= 0 and function.owner < 0:
            function = use.module.facts.functions[function.parent]
        if function is None or (use.module is slot.module and use.scope == slot.scope):
            return True
        if function.owner >= 0 and not function.name.startswith("test"):
            return True
        data = use.module.source.data[function.start : function.end]
        judge = slot.module.facts.functions[slot.scope].name if slot.scope >= 0 else slot.name
        return (bool(judge) and judge.encode() in data) or function.name in self._called_for_value

    @cached_property
    def _called_for_value(self) -> frozenset[str]:
        """The names of functions that some call's value is used of, or that are handed over."""
        found: set[str] = set()
        for module in self.program.modules:
            for site in module.sites.calls:
                if (site.call.start, site.call.end) != site.slice:
                    found.add(last_name(site.call.func))
                found.update(name for value in arguments_of(site.call) if (name := last_name(value)))
        return frozenset(found)

    def uses(self, module: Module) -> list[Use]:
        """The calls that hand a model its id in functions of other modules that this one calls, at any distance."""
        if module.path not in self._uses:
            seen: set[tuple[str, int]] = set()
            work: list[tuple[Module, int]] = [(module, scope) for scope in module.scopes.table]
            out: list[Use] = []
            while work and len(seen) < _MOST:
                current, scope = work.pop()
                for site in current.sites.calls:
                    if site.scope != scope:
                        continue
                    for node in (site.call.func, *site.call.args, *(value for _, value in site.call.keywords)):
                        symbol = self.program.types.callee(current, scope, node, site.slice.start)
                        for ref in self._functions(symbol):
                            if (ref.path, ref.index) not in seen and ref.path != module.path:
                                seen.add((ref.path, ref.index))
                                home = self.program.table.by_path[ref.path]
                                work.append((home, ref.index))
                                out += [use for use in self.reader.uses(home) if use.scope == ref.index]
            self._uses[module.path] = out
        return self._uses[module.path]

    def handing_over(self, module: Module) -> list[Use]:
        """The calls of a module that hand an id to a function of the project which hands it to a model."""
        if self._handing is None:
            self._handing = self._handed_over()
        return self._handing.get(module.path, [])

    def _handed_over(self) -> dict[str, list[Use]]:
        out: dict[str, list[Use]] = {}
        known: set[tuple[str, int, str]] = set()
        fresh = {key for module in self.program.modules for use in self.reader.uses(module) if (key := _parameter(use))}
        for _ in range(3):
            known |= fresh
            names = {self.program.table.by_path[path].facts.functions[index].name for path, index, _ in fresh}
            found = [use for module in self.program.modules for use in self._calls_to(module, names, fresh)]
            for use in found:
                out.setdefault(use.module.path, []).append(use)
            fresh = {key for use in found if (key := _parameter(use))} - known
            if not fresh:
                break
        return out

    def _calls_to(self, module: Module, names: set[str], keys: set[tuple[str, int, str]]) -> Iterator[Use]:
        for site in module.sites.calls:
            if last_name(site.call.func) not in names:
                continue
            callee = self.program.callee(module, site)
            if not isinstance(callee, FunctionRef):
                continue
            function = self.program.function(callee)
            bound = function.owner >= 0 and isinstance(site.call.func, f.Attr)
            for path, index, name in keys:
                if (path, index) == (callee.path, callee.index):
                    value = bind_function(function, site.call, bound).get(name)
                    if value is not None:
                        yield Use(module, site.scope, site.call, value, site.slice, site.hidden)

    def _functions(self, symbol: object) -> list[FunctionRef]:
        if isinstance(symbol, FunctionRef):
            return [symbol]
        if isinstance(symbol, ClassRef):
            cls = self.program.table.by_path[symbol.path].facts.classes[symbol.index]
            return [FunctionRef(symbol.path, index) for index in cls.methods.values()]
        return []

    def writes_tests(self, slot: Slot) -> bool:
        """Whether what a slot holds is handed to a call that takes a model for something else: a test-set writer."""
        return any(
            self.reader.carriers.is_neutral(site.call)
            and any(isinstance(value, f.Name) and value.id == slot.name for value in arguments_of(site.call))
            for site in slot.module.sites.calls
        )

    def generates(self, slot: Slot) -> bool:
        """Whether the object that a slot holds is called to write something outside of what grades."""
        for site in slot.module.sites.calls:
            func = site.call.func
            on_it = isinstance(func, f.Attr) and last_name(func.value) == slot.name and func.attr in _WRITES
            handed = any(last_name(value) == slot.name for value in arguments_of(site.call))
            chained = handed and bool(set(words_of(last_name(func))) & _CHAINS)
            if (on_it or chained) and function_role(slot.module, site.scope) == "generator":
                names = self.bound_names(Use(slot.module, site.scope, site.call, func, site.slice, site.hidden))
                roles = [role_of(name) for name in names]
                if not any(role is not None and role.role == "judge" for role in roles):
                    return True
        return False

    def bound_names(self, use: Use) -> list[str]:
        """The names that a call's value is assigned to or handed over as."""
        module = use.module
        if module.path not in self._bound:
            table: dict[int, list[str]] = {}
            for at in module.sites.assignments:
                if isinstance(at.node.value, f.Call):
                    names = [name for target in at.node.targets if (name := _name(target))]
                    table.setdefault(at.node.value.start, []).extend(names)
            for site in module.sites.calls:
                for keyword, value in site.call.keywords:
                    if isinstance(value, f.Call) and keyword:
                        table.setdefault(value.start, []).append(keyword)
            self._bound[module.path] = table
        return self._bound[module.path].get(use.call.start, [])


def arguments_of(call: f.Call) -> list[f.Expr]:
    """All arguments of a call, by position and by name."""
    return [*call.args, *(value for _, value in call.keywords)]


def _parameter(use: Use) -> tuple[str, int, str] | None:
    """The parameter of the function around a use that its id is."""
    if use.scope < 0 or not isinstance(use.value, f.Name):
        return None
    found = use.module.scopes.find(use.scope, use.value.id)
    if found is None or found[0] != use.scope or any(binding.kind != "param" for binding in found[1]):
        return None
    return use.module.path, use.scope, use.value.id


def _name(target: f.Expr) -> str:
    return target.attr if isinstance(target, f.Attr) else target.id if isinstance(target, f.Name) else ""
