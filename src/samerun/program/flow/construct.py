"""Objects of project classes: how they are made, and what their attributes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.index.scopes import MODULE, class_scope
from samerun.program.flow import enums, parts
from samerun.program.flow.arguments import Args
from samerun.program.flow.domain import (
    SEEDLIKE,
    UNKNOWN,
    Cls,
    Ext,
    Func,
    Lit,
    Obj,
    Value,
)
from samerun.program.flow.words import seed_name
from samerun.program.symbols import ClassRef, FunctionRef

if TYPE_CHECKING:
    from samerun.program.flow.machine import Machine


class Constructor:
    """Makes objects of project classes and finds their attributes."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def construct(self, cls: Cls, args: Args, whole: bool = False) -> Value:
        """Make an object: `__init__` of the class or a base, the fields of a data class, or a library's base.

        `whole`: a metaclass's `__call__` has already run.
        """
        machine = self.machine
        if args.values and enums.is_enum(machine, cls.ref):
            return enums.by_value(machine, cls.ref, args.values[0])
        meta = self._metaclass(cls.ref)
        if meta is not None and not whole:
            return machine.caller.function(meta, args)
        own, external, _ = machine.program.resolver.linearize(cls.ref)
        made = machine.heap.make(cls.ref, machine.here(args.node), machine.context())
        obj = Obj(made.number)
        for ref in own:
            new_index = self._facts(ref).methods.get("__new__")
            if new_index is not None:
                result = machine.caller.function(Func(FunctionRef(ref.path, new_index), cls.ref), args)
                if not (isinstance(result, Obj) and machine.heap[result].cls == cls.ref):
                    return result
                obj = result
                break
        for ref in own:
            init = self.class_member(ref, "__init__")
            if isinstance(init, Func):
                frame = init.frame if init.frame >= 0 else self._frame(ref, cls)
                machine.caller.function(Func(init.ref, obj, frame), args)
                return obj
        if self.is_data(own, external):
            self._fields(obj, own, args)
            post = self.find(obj, "__post_init__")
            if isinstance(post, Func):
                machine.caller.function(post, Args([], node=args.node))
            return obj
        for base in external:
            if machine.program.catalog.cls(base) is not None:
                machine.library.initialise(made, base, args)
                machine.switching.made(base, args)
                break
        return obj

    def _metaclass(self, ref: ClassRef) -> Func | None:
        """The `__call__` of a project class's metaclass, bound to the class."""
        resolver = self.machine.program.resolver
        for each in resolver.linearize(ref)[0]:
            for name, root in self._facts(each).keywords:
                if name != "metaclass":
                    continue
                module = self.machine.program.table.by_path[each.path]
                symbol = resolver.expr(module, MODULE, root.expr, len(module.source.data))
                call = self.class_member(symbol, "__call__") if isinstance(symbol, ClassRef) else None
                return Func(call.ref, ref, call.frame) if isinstance(call, Func) else None
        return None

    def plain_init(self, ref: ClassRef) -> Func | None:
        """The `__init__` that takes what an object of a class is made with, where nothing else has a hand in it."""
        own, external, complete = self.machine.program.resolver.linearize(ref)
        if not complete or any(base not in libraries().closed for base in external):
            return None  # its `__new__` may take other things, and make something else
        for each in own:
            cls = self._facts(each)
            if cls.decorators or cls.keywords or "__new__" in cls.methods:
                return None
        inits = (self.class_member(each, "__init__") for each in own)
        found = next((init for init in inits if init is not None), None)
        return found if isinstance(found, Func) else None

    def _frame(self, ref: ClassRef, cls: Cls) -> int:
        return cls.frame if ref == cls.ref else -1

    def _facts(self, ref: ClassRef) -> f.Class:
        return self.machine.program.table.by_path[ref.path].facts.classes[ref.index]

    def subclassed(self, ref: ClassRef) -> None:
        """`__init_subclass__` of a base runs when the class is defined."""
        own = self.machine.program.resolver.linearize(ref)[0]
        for base in own[1:]:
            index = self._facts(base).methods.get("__init_subclass__")
            if index is not None:
                self.machine.caller.function(Func(FunctionRef(base.path, index), ref), Args([]))
                return

    def is_data(self, own: list[ClassRef], external: list[str]) -> bool:
        """Whether the class takes its annotated fields as arguments."""
        if not libraries().data_bases.isdisjoint(external):
            return True
        for ref in own:
            for root in self._facts(ref).decorators:
                node = root.expr.func if isinstance(root.expr, f.Call) else root.expr
                name = node.attr if isinstance(node, f.Attr) else getattr(node, "id", "")
                if name in libraries().data_words:
                    return True
        return False

    def _fields(self, obj: Obj, own: list[ClassRef], args: Args) -> None:
        machine = self.machine
        names = self._names(own)
        given = {**dict(zip(names, args.values, strict=False)), **args.keywords}
        for name in names:
            value = given.get(name)
            if value is None:
                value = self._default(own, name)
                if args.open:
                    value = SEEDLIKE if seed_name(name) else UNKNOWN
            machine.heap.store(obj, name, value, weak=False)

    def field_names(self, cls: Cls) -> list[str]:
        """The fields of a data class, its bases' first."""
        return self._names(self.machine.program.resolver.linearize(cls.ref)[0])

    def _names(self, own: list[ClassRef]) -> list[str]:
        nodes = [node for ref in reversed(own) for node in self._facts(ref).body]
        annotated = [node for node in nodes if isinstance(node, f.Bind) and node.annotation is not None]
        return list(dict.fromkeys(each.targets[0].id for each in annotated if isinstance(each.targets[0], f.Name)))

    def _default(self, own: list[ClassRef], name: str) -> Value:
        """A data class field's default; `field(default=…)` and `Field(…)` are looked into."""
        machine = self.machine
        missing = SEEDLIKE if seed_name(name) else UNKNOWN
        for ref in own:
            for node in self._facts(ref).body:
                if not (
                    isinstance(node, f.Bind) and isinstance(node.targets[0], f.Name) and node.targets[0].id == name
                ):
                    continue
                value = node.value
                if isinstance(value, f.Call):
                    factory = next((item for key, item in value.keywords if key == "default_factory"), None)
                    if isinstance(factory, (f.Name, f.Attr, f.Lambda)):
                        return self._made_by(factory, ref, node)
                    keyword = next((item for key, item in value.keywords if key == "default"), None)
                    value = keyword or (value.args[0] if value.args else None)
                if isinstance(value, f.Const):
                    place = machine.place(value.start, value.end)
                    place = type(place)(ref.path, place.span, place.span, class_scope(ref.index))
                    return Lit(value.value, place, default=True)
                bound = machine.class_env.get(ref, {}).get(name)
                return bound if bound is not None and not isinstance(bound, (Ext, Obj)) else missing
        return missing

    def _made_by(self, factory: f.Expr, ref: ClassRef, node: f.Bind) -> Value:
        """`field(default_factory=Name)`: what the class of that name makes."""
        machine = self.machine
        module = machine.program.table.by_path[ref.path]
        call = f.Call(factory, [], [], node.start, node.end, 0)
        if isinstance(factory, f.Lambda):
            return machine.caller.function(Func(FunctionRef(ref.path, factory.function)), Args([], node=call))
        symbol = machine.program.resolver.expr(module, class_scope(ref.index), factory, node.start)
        return machine.caller.call(machine.names.of_symbol(symbol), Args([], node=call), "factory")

    # --- attributes ----------------------------------------------------------------------------------

    def attribute(self, obj: Obj, name: str) -> Value:
        """`obj.name` of any heap object."""
        machine = self.machine
        found = machine.heap[obj]
        if machine.events.drafts.waiting:
            machine.events.drafts.read(obj, name)
        if name in found.fields:
            return found.fields[name]
        if name == "__dict__":  # whoever holds it may change every field
            for field in list(found.fields):
                machine.heap.store(obj, field, UNKNOWN, weak=False)
            return UNKNOWN
        if found.cls == "super":
            return self._super(found.fields["self"], found.fields["after"], name)
        if machine.missing.option(found, name):
            machine.failures.surely("builtins.AttributeError")
            return UNKNOWN
        if isinstance(found.cls, str):
            return machine.library.attribute_of(obj, name)
        value = self.find(obj, name)
        if value is not None:
            return value
        if name == "training" and not machine.training:
            return Lit(False)  # a module in evaluation mode
        return SEEDLIKE if seed_name(name) else self._inherited(obj, found.cls, name)

    def _inherited(self, obj: Obj, cls: ClassRef, name: str) -> Value:
        """What an object has that no class of the project gives it: its library base does, where that is known."""
        own, external, complete = self.machine.program.resolver.linearize(cls)
        held = self.machine.library.held.inherited(self.machine.heap[obj], name)
        if held is not None:
            return held
        if not complete or self.find(obj, "__getattr__") is not None:
            return UNKNOWN
        if self.machine.missing.member(self.machine.heap[obj], own, external, name):
            self.machine.failures.surely("builtins.AttributeError")
        return parts.inherited(self.machine, external, name)

    def find(self, obj: Obj, name: str) -> Value | None:
        """A class attribute or method of a project object; None where there is none to be found."""
        cls = self.machine.heap[obj].cls
        if not isinstance(cls, ClassRef):
            return None
        own, external, _ = self.machine.program.resolver.linearize(cls)
        for ref in own:
            value = self.class_member(ref, name)
            if value is not None:
                return self._bound(value, obj, ref)
        return self._of_library(external, name, obj)

    def _of_library(self, external: list[str], name: str, obj: Obj) -> Value | None:
        catalog = self.machine.program.catalog
        inside = self.machine.library.held.of_wrapped(self.machine.heap[obj], name) if external else None
        if inside is not None:
            return inside
        for base in external:
            if catalog.method(base, name) is not None:
                return Ext(f"{base}.{name}", obj)
        return None

    def held_by_class(self, obj: Obj, name: str) -> Value | None:
        """A class attribute of an object's class, as it is there."""
        cls = self.machine.heap[obj].cls
        if not isinstance(cls, ClassRef):
            return None
        own = self.machine.program.resolver.linearize(cls)[0]
        return next((value for ref in own if (value := self.class_member(ref, name)) is not None), None)

    def class_member(self, ref: ClassRef, name: str) -> Value | None:
        env = self.machine.class_env.get(ref)
        if env is not None and name in env:
            return env[name]
        index = self._facts(ref).methods.get(name)
        return Func(FunctionRef(ref.path, index)) if index is not None else None

    def _bound(self, value: Value, obj: Obj, ref: ClassRef) -> Value:
        if isinstance(value, Obj):
            return self._held(value, obj)
        if not isinstance(value, Func) or value.receiver is not None:
            return value
        function = self.machine.program.function(value.ref)
        kinds = {
            root.expr.id if isinstance(root.expr, f.Name) else getattr(root.expr, "attr", "")
            for root in function.decorators
        }
        if "staticmethod" in kinds:
            return value
        if "classmethod" in kinds:
            cls = self.machine.heap[obj].cls
            return Func(value.ref, cls if isinstance(cls, ClassRef) else ref, value.frame)
        bound = Func(value.ref, obj, value.frame)
        if kinds & {"property", "cached_property"}:
            return self.machine.caller.function(bound, Args([]))
        return bound

    def _held(self, value: Obj, obj: Obj) -> Value:
        """An object among the class attributes: a descriptor gives what its `__get__` says."""
        machine = self.machine
        getter = self.find(value, "__get__") if value != obj else None
        if isinstance(getter, Func):
            return machine.caller.function(getter, Args([obj, UNKNOWN]))
        found = machine.heap[value]
        if found.cls == "functools.partialmethod":
            made = machine.heap.make("partial", found.made, obj)
            made.arguments["func"] = self._bound(found.arguments["func"], obj, ClassRef("", -1))
            made.fields, made.open = found.fields, found.open
            return Obj(made.number)
        return value

    def class_attribute(self, cls: Cls, name: str) -> Value:
        """`Class.name`"""
        own, external, _ = self.machine.program.resolver.linearize(cls.ref)
        for ref in own:
            value = self.class_member(ref, name)
            if value is None:
                continue
            if isinstance(value, Func) and value.receiver is None:
                function = self.machine.program.function(value.ref)
                if any(isinstance(root.expr, f.Name) and root.expr.id == "classmethod" for root in function.decorators):
                    return Func(value.ref, cls.ref, value.frame)
            return value
        if name == "__new__":
            return Ext("builtins.object.__new__")
        for base in external:
            if self.machine.program.catalog.method(base, name) is not None:
                return Ext(f"{base}.{name}")
        return SEEDLIKE if seed_name(name) else UNKNOWN

    def _super(self, receiver: Value, after: Value, name: str) -> Value:
        machine = self.machine
        if not (isinstance(receiver, (Obj, Cls)) and isinstance(after, Cls)):
            return UNKNOWN
        cls = machine.heap[receiver].cls if isinstance(receiver, Obj) else receiver.ref
        if not isinstance(cls, ClassRef):
            return UNKNOWN
        own, external, _ = machine.program.resolver.linearize(cls)
        if name == "__call__" and isinstance(receiver, Cls) and after.ref not in own:
            return Ext("builtins.type.__call__", receiver)
        rest = own[own.index(after.ref) + 1 :] if after.ref in own else own
        for ref in rest:
            value = self.class_member(ref, name)
            if value is not None:
                if isinstance(receiver, Obj):
                    return self._bound(value, receiver, ref)
                return Func(value.ref, receiver.ref, value.frame) if isinstance(value, Func) else value
        if isinstance(receiver, Obj):
            if name == "__init__" and external:
                return Ext(f"{external[0]}.__init__", receiver)
            found = self._of_library(external, name, receiver)
            return found if found is not None else UNKNOWN
        return UNKNOWN
