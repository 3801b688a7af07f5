"""What a module reaches and who uses it: the links between a judge in one module and generators in others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.arguments import bind_function
from samerun.program.flow.entries import is_test
from samerun.program.models.slots import Use, function_role
from samerun.program.models.words import grades, role_of, words_of
from samerun.program.sites import arguments_of, children, last_name
from samerun.program.symbols import ClassRef, FunctionRef, ModuleRef

if TYPE_CHECKING:
    from samerun.program.models.slots import Slot, SlotReader
    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite

_MOST = 200
_ROUNDS = 3  # how many functions an id may be handed through
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
        self._importers: dict[str, list[Module]] = {}
        self._valued: dict[tuple[str, str], bool] = {}
        self._roles: dict[tuple[str, int], str | bool] = {}
        self._parameters: dict[tuple[FunctionRef, int], dict[str, int]] = {}
        self._bound: dict[str, dict[int, list[str]]] = {}

    def importers(self, module: Module) -> list[Module]:
        """The modules that import a module; asked of their outlines."""
        if module.path not in self._importers:
            stem = module.path.rpartition("/")[2].removesuffix(".py")
            words = {module.folder.rpartition("/")[2], "", "*"} if module.is_package else {stem}
            rows = [row for word in self.program.mentions.aliases(words) for row in self._aliases.get(word, ())]
            found = {other.path: other for other, alias in rows if self._imports(other, alias, module.path)}
            self._importers[module.path] = [found[path] for path in sorted(found)]
        return self._importers[module.path]

    def _imports(self, other: Module, alias: f.Alias, path: str) -> bool:
        """Whether an import of a module is one of the file at `path`."""
        if other.path == path:
            return False
        resolver = self.program.resolver
        source = resolver.imported_module(other, alias)
        if isinstance(source, ModuleRef) and source.path == path:
            return True
        if alias.name is None:
            symbol = resolver.alias(other, alias)
            return isinstance(symbol, ModuleRef) and symbol.path == path
        member = resolver.module_or_library(source, alias.name)
        return isinstance(member, ModuleRef) and member.path == path

    @cached_property
    def _aliases(self) -> dict[str, list[tuple[Module, f.Alias]]]:
        """The imports of the program by the words that may name a module in them."""
        found: dict[str, list[tuple[Module, f.Alias]]] = {}
        for module in self.program.modules:
            for alias in module.outline.imports:
                for word in {*alias.module.split("."), alias.name or ""}:
                    found.setdefault(word, []).append((module, alias))
        return found

    def users(self, slot: Slot) -> list[Module]:
        """The modules that import a slot's module and speak of its name."""
        if not slot.name.isidentifier():
            return []
        name = slot.name.encode()
        users = [other for other in self.importers(slot.module) if name in other.glance().data]
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
        return (bool(judge) and judge.encode() in data) or self._called_for_value(use.module, function.name)

    def _called_for_value(self, home: Module, name: str) -> bool:
        """Whether some call's value is used of a function of this name, or one of `home` is handed over."""
        key = (home.path, name)
        if key not in self._valued:
            self._valued[key] = self._is_valued(home, name)
        return self._valued[key]

    def _is_valued(self, home: Module, name: str) -> bool:
        importing = [other for other, _ in self._aliases.get(name, ())]
        for module in dict.fromkeys((home, *self.program.mentions.calling(frozenset((name, f".{name}"))))):
            for site in module.sites.calls:
                if last_name(site.call.func) == name and (site.call.start, site.call.end) != site.slice:
                    return True
        for module in dict.fromkeys((home, *importing, *self.importers(home))):
            if any(last_name(value) == name for site in module.sites.calls for value in arguments_of(site.call)):
                return True
        return False

    def uses(self, module: Module) -> list[Use]:
        """The calls that hand a model its id in functions of other modules that this one calls, at any distance."""
        if module.path not in self._uses:
            self._uses[module.path] = self._below([(module, scope) for scope in module.scopes.table], module.path)
        return self._uses[module.path]

    def _below(self, work: list[tuple[Module, int]], without: str) -> list[Use]:
        """The uses in functions that scopes call, at any distance, outside of the module `without`."""
        seen: set[tuple[str, int]] = set()
        out: list[Use] = []
        while work and len(seen) < _MOST:
            current, scope = work.pop()
            for site in current.sites.calls:
                if site.scope != scope:
                    continue
                for node in (site.call.func, *arguments_of(site.call)):
                    symbol = self.program.types.callee(current, scope, node, site.slice.start)
                    for ref in self._functions(symbol):
                        if (ref.path, ref.index) not in seen and ref.path != without:
                            seen.add((ref.path, ref.index))
                            home = self.program.table.by_path[ref.path]
                            work.append((home, ref.index))
                            out += [use for use in self.reader.uses(home) if use.scope == ref.index]
        return out

    def fed(self, slot: Slot) -> list[Use]:
        """The uses behind what other modules hand to the function or class that a judge's slot is in."""
        out: list[Use] = []
        for other in self.importers(slot.module):
            for site in other.sites.calls:
                callee = self.program.callee(other, site)
                if not isinstance(callee, FunctionRef) or callee.path != slot.module.path:
                    continue
                if not grades(self.program.function(callee).name):
                    continue
                for value in arguments_of(site.call):
                    out += self._written_by(other, site.scope, value, site.slice.start, slot.module.path)
        return out

    def _written_by(self, module: Module, scope: int, value: f.Expr, at: int, without: str) -> list[Use]:
        """The uses in the functions whose calls make up a value."""
        out: list[Use] = []
        stack = [(value, 0)]
        while stack:
            node, depth = stack.pop()
            if isinstance(node, f.Name) and depth < 3:
                found = module.scopes.find(scope, node.id)
                bindings = found[1][:2] if found is not None else []
                stack += [(b.what, depth + 1) for b in bindings if b.kind == "value"]  # type: ignore[misc]
                continue
            if isinstance(node, f.Call):
                out += [use for use in self.reader.uses(module) if use.call is node]
                for ref in self._functions(self.program.types.callee(module, scope, node.func, at)):
                    home = self.program.table.by_path[ref.path]
                    if ref.path != without and not grades(home.facts.functions[ref.index].name):
                        out += [use for use in self.reader.uses(home) if use.scope == ref.index]
                        out += self._below([(home, ref.index)], without)
            stack += [(child, depth) for child in children(node)]
        return out

    def handing_over(self, module: Module, role: str = "") -> list[Use]:
        """The calls of a module that hand an id to a function of the project which hands it to a model.

        With a `role`, only those in functions of that role, or of functions that are called so.
        """
        found: list[tuple[int, Use]] = []
        for site in module.sites.calls:
            name = last_name(site.call.func)
            if name not in self._functions_by_name:
                continue
            if role in ("", self._role(module, site.scope)) or (role == "judge" and grades(name)):
                found += self._handed(module, site, _ROUNDS)
        found.sort(key=lambda row: row[0])
        return [use for _, use in found]

    def _role(self, module: Module, scope: int) -> str | bool:
        key = (module.path, scope)
        if key not in self._roles:
            self._roles[key] = function_role(module, scope)
        return self._roles[key]

    def _handed(self, module: Module, site: CallSite, rounds: int) -> list[tuple[int, Use]]:
        """The arguments of a call that a function of the project hands to a model, each with how far away that is."""
        name = last_name(site.call.func)
        callee = self.program.callee(module, site) if name in self._functions_by_name else None
        if not isinstance(callee, FunctionRef) or self.program.function(callee).name != name:
            return []
        function = self.program.function(callee)
        bound = function.owner >= 0 and isinstance(site.call.func, f.Attr)
        found = []
        for parameter, distance in sorted(self._taken(callee, rounds).items()):
            value = bind_function(function, site.call, bound).get(parameter)
            if value is not None:
                found.append((distance, Use(module, site.scope, site.call, value, site.slice, site.hidden)))
        return found

    @cached_property
    def _functions_by_name(self) -> frozenset[str]:
        """The names of the project's functions that call anything."""
        names = (name.lstrip(".") for module in self.program.modules for name, _ in module.outline.calls)
        return frozenset(names)

    def _taken(self, ref: FunctionRef, rounds: int) -> dict[str, int]:
        """The parameters of a function that it hands to a model, itself or through at most `rounds` more functions."""
        key = (ref, rounds)
        if key not in self._parameters:
            self._parameters[key] = {}  # a function that calls itself
            home = self.program.table.by_path[ref.path]
            uses = [(0, use) for use in self.reader.uses(home) if use.scope == ref.index]
            if rounds > 1:
                sites = [site for site in home.sites.calls if site.scope == ref.index]
                uses += [(far + 1, use) for site in sites for far, use in self._handed(home, site, rounds - 1)]
            taken: dict[str, int] = {}
            for far, use in uses:
                if parameter := _parameter(use):
                    taken[parameter[2]] = min(far, taken.get(parameter[2], far))
            self._parameters[key] = taken
        return self._parameters[key]

    def is_handed_to_judge(self, use: Use) -> bool:
        """Whether a use hands the id to a function of the project that grades with it."""
        callee = self.program.types.callee(use.module, use.scope, use.call.func, use.statement.start)
        if not isinstance(callee, FunctionRef):
            return False
        home = self.program.table.by_path[callee.path]
        return grades(home.facts.functions[callee.index].name) > 0 and function_role(home, callee.index) == "judge"

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
