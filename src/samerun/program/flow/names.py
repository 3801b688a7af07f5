"""Names, attributes and items of the abstract run: reading and binding them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow import enums, parts
from samerun.program.flow.arguments import Args
from samerun.program.flow.domain import (
    GIVEN,
    SEEDLIKE,
    UNKNOWN,
    Cls,
    Entropy,
    Ext,
    Func,
    Given,
    Lit,
    Mod,
    Obj,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
)
from samerun.program.flow.words import seed_name
from samerun.program.symbols import ClassRef, External, FunctionRef, ModuleRef, Symbol

if TYPE_CHECKING:
    from samerun.program.flow.frame import Frame
    from samerun.program.flow.machine import Machine
    from samerun.program.modules import Module


class Names:
    """Reads and binds names, attributes and items."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def lookup(self, frame: Frame, name: str) -> Value:
        """What a name is worth in a frame."""
        machine = self.machine
        scopes = frame.module.scopes.table
        current: Frame | None = frame
        if frame.scope in scopes and name in scopes[frame.scope].globals:
            current = machine.modules.get(frame.module.path)
        while current is not None:
            value = current.env.get(name)
            if value is not None and (current is frame or current.scope >= MODULE):
                return value
            current = current.parent
        module_frame = machine.modules.get(frame.module.path)
        if module_frame is not None and name in module_frame.env:
            return module_frame.env[name]
        if name == "__name__":
            return machine.is_main(frame.module.path)
        found = frame.module.scopes.find(frame.scope, name)
        if found is not None and found[0] == frame.scope and frame.scope >= 0:
            return UNKNOWN  # a local that isn't bound on this path
        symbol = machine.program.resolver.name(frame.module, frame.scope, name, frame.module.size)
        value = self.of_symbol(symbol)
        return SEEDLIKE if isinstance(value, Unknown) and seed_name(name) else value

    def of_symbol(self, symbol: Symbol | None) -> Value:
        """A statically resolved name as a value."""
        if isinstance(symbol, External):
            return self.external(symbol.name)
        if isinstance(symbol, FunctionRef):
            return Func(symbol)
        if isinstance(symbol, ClassRef):
            return Cls(symbol)
        return Mod(symbol.path) if isinstance(symbol, ModuleRef) else UNKNOWN

    def external(self, name: str) -> Value:
        """Something of a library; its well-known constants are constants."""
        patched = self.machine.patched.get(name)
        if patched is not None:
            return patched
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name == "absl.flags.FLAGS":
            return self.machine.heap.flags()
        return Ext(self.machine.program.catalog.canonical(name))

    def store(self, name: str, value: Value) -> None:
        """Bind a name in the current frame, or where `global`/`nonlocal` sends it."""
        machine = self.machine
        frame = machine.frame
        scope = frame.module.scopes.table[frame.scope]
        target = frame
        if name in scope.globals:
            target = machine.modules.get(frame.module.path, frame)
        elif name in scope.nonlocals:
            outer = frame.parent
            while outer is not None and name not in outer.env:
                outer = outer.parent
            target = outer or frame
        if target is not frame:
            old = target.env.get(name)
            if old is not None and frame.weak:
                value = join([old, value])
            if old != value:
                machine.heap.version += 1
        target.env[name] = value
        target.rebound(name)

    def assign(self, target: f.Expr, value: Value) -> None:
        """Bind a target of any shape."""
        machine = self.machine
        if isinstance(target, f.Name):
            self.store(target.id, value)
        elif isinstance(target, f.Attr):
            machine.events.weights.assigned(machine, target, value)
            self.set_attribute(machine.evaluate(target.value), target.attr, value)
        elif isinstance(target, f.Item):
            owner, index = self.machine.evaluate(target.value), self.machine.evaluate(target.index)
            machine.switching.exported(owner, index, value)
            for each in alternatives(owner):
                if isinstance(each, Obj) and isinstance(index, Lit):
                    machine.heap.store(each, index.value, value, machine.frame.weak > 0)
                elif isinstance(each, Obj):
                    machine.heap.add(each, value)
                if isinstance(each, Obj):
                    if machine.heap[each].cls != "list":  # a list's items stand where the index says
                        machine.disorder.touched(each)
                    machine.disorder.use([value] if isinstance(value, Entropy) else [], "numbered", machine.here(None))
        elif isinstance(target, f.Star):
            self.assign(target.value, UNKNOWN)
        elif isinstance(target, f.Container):
            machine.cells.needs(value)
            for number, part in enumerate(target.values):
                self.assign(part, self.item(value, Lit(number)))

    def set_attribute(self, owner: Value, name: str, value: Value, plain: bool = False) -> None:
        """`owner.name = value`; `plain`: past the class's own `__setattr__` and setters."""
        machine = self.machine
        for each in alternatives(owner):
            weak = machine.frame.weak > 0 or isinstance(owner, Union)
            if isinstance(each, Obj):
                if plain or not self._set_by_class(each, name, value):
                    in_turn = machine.in_every_turn() and not isinstance(owner, Union)
                    machine.heap.store(each, name, value, weak, in_turn)
                    if machine.events.drafts.waiting and not isinstance(owner, Union):
                        machine.events.drafts.replaced(machine, each, name)
                    machine.library.held.restored(each, name, value)
                    if isinstance(cls := machine.heap[each].cls, str):
                        machine.switching.assigned(cls, name, value)
            elif isinstance(each, Cls):
                machine.class_env.setdefault(each.ref, {})[name] = value
                machine.heap.version += 1
            elif isinstance(each, Func):
                machine.attributes_of(each)[name] = value
                machine.heap.version += 1
            elif isinstance(each, Ext) and each.receiver is None:
                machine.patched[f"{each.name}.{name}"] = value
                machine.switching.assigned(each.name, name, value)
            elif isinstance(each, Mod) and each.path in machine.modules:
                machine.modules[each.path].env[name] = value

    def _set_by_class(self, owner: Obj, name: str, value: Value) -> bool:
        """Whether a property's setter, a descriptor or `__setattr__` takes the value."""
        objects = self.machine.caller.objects
        hook = objects.find(owner, "__setattr__")
        if isinstance(hook, Func):
            self.machine.caller.function(hook, Args([Lit(name), value]))
            return True
        setter = objects.find(owner, f"{name}.setter")
        if isinstance(setter, Func):
            self.machine.caller.function(setter, Args([value]))
            return True
        held = objects.held_by_class(owner, name)
        hook = objects.find(held, "__set__") if isinstance(held, Obj) else None
        if isinstance(hook, Func):
            self.machine.caller.function(hook, Args([owner, value]))
            return True
        return False

    def imported(self, module: Module, alias: f.Alias, source: Symbol | None) -> Value:
        """What an import binds, as the run has it."""
        machine = self.machine
        if alias.name is None:
            return self.of_symbol(machine.program.resolver.alias(module, alias))
        if isinstance(source, ModuleRef):
            if machine.missing.imported(alias, source.path):
                machine.failures.surely("builtins.ImportError")
            return self.member(source.path, alias.name)
        value = self.of_symbol(machine.program.resolver.alias(module, alias))
        return SEEDLIKE if isinstance(value, Unknown) and seed_name(alias.name) else value

    def member(self, path: str, name: str) -> Value:
        """A module's attribute: what its run bound, a submodule, or what can be resolved without running."""
        machine = self.machine
        frame = machine.modules.get(path)
        if frame is not None and name in frame.env:
            return frame.env[name]
        symbol = machine.program.resolver.attribute(ModuleRef(path), name)
        if isinstance(symbol, ModuleRef) and symbol.path.endswith(".py"):
            machine.run_module(symbol.path)
        return self.of_symbol(symbol)

    def attribute(self, owner: Value, name: str) -> Value:
        """`owner.name`"""
        if isinstance(owner, Union):
            return join([self.attribute(each, name) for each in owner.options])
        if isinstance(owner, Ext):
            return self.machine.library.attribute(owner, name)
        if isinstance(owner, Obj):
            return self.machine.caller.objects.attribute(owner, name)
        if isinstance(owner, Mod):
            return self.member(owner.path, name)
        if isinstance(owner, Cls):
            return self.machine.caller.objects.class_attribute(owner, name)
        if isinstance(owner, Func) and name == "__name__":
            return Lit(self.machine.program.function(owner.ref).name)
        if isinstance(owner, Func):
            return self.machine.attributes_of(owner).get(name, Ext(f"function.{name}", owner))
        if isinstance(owner, Lit) and isinstance(owner.value, str):
            return Ext(f"str.{name}", owner)
        if isinstance(owner, (Given, Lit)):
            return GIVEN
        if isinstance(owner, Entropy):
            return owner
        if seed_name(name):
            return SEEDLIKE
        return parts.attribute(self.machine, owner, name) if isinstance(owner, Unknown) and owner.of else UNKNOWN

    def item(self, owner: Value, index: Value) -> Value:
        """`owner[index]`, without running a `__getitem__`."""
        machine = self.machine
        if isinstance(owner, Union):
            return join([self.item(each, index) for each in owner.options])
        if isinstance(index, Entropy) and index.kind in ("os", "hash"):
            return index
        if isinstance(owner, Obj):
            found = machine.heap[owner]
            order = machine.disorder.order_of(owner) if found.cls in ("list", "tuple") else None
            if order is not None and order.kind == "text-order":  # one file of a folder is often the only one
                return order
            if isinstance(index, Lit) and index.value in found.fields:
                return found.fields[index.value]
            if isinstance(found.cls, str):
                if found.cls in ("list", "tuple", "dict", "set") and (found.items or found.fields):
                    return machine.heap.member(owner)
                return machine.library.item(owner)
            return UNKNOWN
        if isinstance(owner, Entropy):
            return owner
        if isinstance(owner, (Given, Lit)):
            return GIVEN
        if isinstance(owner, Cls) and enums.is_enum(machine, owner.ref):
            return enums.by_name(machine, owner.ref, index)
        if isinstance(index, Lit) and isinstance(index.value, str) and seed_name(index.value):
            return SEEDLIKE
        return parts.member(machine, owner) if isinstance(owner, Unknown) and owner.of else UNKNOWN


_CONSTANTS: dict[str, Value] = {
    "typing.TYPE_CHECKING": Lit(False),
    "builtins.__debug__": Lit(True),
    "builtins.NotImplemented": UNKNOWN,
}
