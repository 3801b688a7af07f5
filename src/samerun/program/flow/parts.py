"""What libraries made: values of which only the library, or a class of it, is known.

What is called on such a value is the library's, so it draws and seeds what the catalog says, and otherwise nothing:
`torch.load(path)["mean"].normal_()`, `plt.subplots()[1].set_title("loss")`. Libraries that give back what they were
given, as `functools` and `copy` do, make nothing of their own.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.catalog.schema import Callable
from samerun.index import facts as f
from samerun.program.flow.domain import UNKNOWN, Cls, Ext, Func, Mod, Obj, Unknown, Value, alternatives
from samerun.program.symbols import ClassRef, External

if TYPE_CHECKING:
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.machine import Machine
    from samerun.program.symbols import FunctionRef

# Built-in classes that a parameter may be annotated with, and those of them whose members are of the same class.
_BUILT_IN = frozenset({"str", "bytes", "int", "float", "complex", "bool", "list", "dict", "tuple", "set", "frozenset"})
_OF_ONE_KIND = frozenset({"builtins.str", "builtins.bytes"})
_DEEPEST = 2


def knows(machine: Machine, root: str) -> bool:
    """Whether what a library of this name makes is its own."""
    return root in machine.program.catalog.roots or root in libraries().giving


def made(machine: Machine, name: str, values: list[Value]) -> Value:
    """What a call of `name` gives, of which no row speaks; UNKNOWN where it may be something of the project."""
    root = name.partition(".")[0]
    if name == "builtins.open":
        root = "io"
    if not knows(machine, root) or any(_of_project(machine, value, _DEEPEST) for value in values):
        return UNKNOWN
    return Unknown(of=f"{root}.*")


def inherited(machine: Machine, bases: list[str], name: str) -> Value:
    """An attribute that a project class has from its bases of libraries; UNKNOWN where one of them isn't known."""
    roots = [base.partition(".")[0] for base in bases]
    if not all(root in machine.program.catalog.roots or root in sys.stdlib_module_names for root in roots):
        return UNKNOWN
    base = next((base for base in bases if machine.program.catalog.cls(base) is not None), "")
    return Unknown(of=f"{base or bases[0]}.{name}") if bases else UNKNOWN


def attribute(machine: Machine, owner: Unknown, name: str) -> Value:
    """`owner.name`"""
    cls = machine.program.catalog.attribute(owner.of, name)
    if cls is not None:
        return Unknown(of=machine.program.catalog.canonical(cls))
    if owner.of.endswith(".*"):
        return owner
    row = machine.program.catalog.cls(owner.of)
    return Unknown(of=f"{owner.of}.{name}" if row is not None else f"{owner.of.partition('.')[0]}.*")


def member(machine: Machine, owner: Unknown) -> Value:
    """A member of `owner`."""
    if owner.of in _OF_ONE_KIND or owner.of.endswith(".*"):
        return owner
    row = machine.program.catalog.cls(owner.of)
    return Unknown(of=machine.program.catalog.canonical(row.items)) if row is not None and row.items else UNKNOWN


def call(machine: Machine, func: Unknown, args: Args, name: str) -> Value:
    """Call something that a library made: what the catalog says of it, or what any call may do."""
    row = machine.program.catalog.row(func.of)
    if isinstance(row, Callable):
        result = machine.library.function(row, Ext(func.of), args)
    else:
        result = machine.caller.unseen(args, name)
    return made(machine, func.of, args.everything()) if result == UNKNOWN else result


def operated(machine: Machine, left: Value, right: Value) -> Value:
    """What an operator makes: the left operand's class says so, or the right one's where the left is plain data."""
    for each in (left, right):
        for option in alternatives(each)[:1]:
            root = _root(machine, option)
            if root:
                return Unknown(of=f"{root}.*")
        if isinstance(each, (Unknown, Obj)):
            return UNKNOWN
    return UNKNOWN


def _root(machine: Machine, value: Value) -> str:
    """The library that a value is surely of."""
    if isinstance(value, Unknown):
        return value.of.partition(".")[0]
    cls = machine.heap[value].cls if isinstance(value, Obj) else None
    return cls.partition(".")[0] if isinstance(cls, str) and "." in cls else ""


def annotated(machine: Machine, value: Value, ref: FunctionRef, annotation: f.Expr | None) -> Value:
    """A value that nothing is known of, by the annotation of the parameter or function of `ref` that it comes by."""
    if value != UNKNOWN or annotation is None:
        return value
    catalog = machine.program.catalog
    module = machine.program.table.by_path[ref.path]
    parent = module.facts.functions[ref.index].parent
    symbol = machine.program.resolver.expr(module, parent, _plain(annotation), module.size)
    if not isinstance(symbol, External):
        return value
    name = catalog.canonical(symbol.name)
    root, _, last = name.rpartition(".")
    known = last in _BUILT_IN if root == "builtins" else catalog.cls(name) is not None
    return Unknown(of=name) if known else value


def _plain(annotation: f.Expr) -> f.Expr:
    """`X` of `X`, `X | None`, `Optional[X]`, `list[X]`'s `list`."""
    if isinstance(annotation, f.Binary) and annotation.op == "|":
        sides = (annotation.left, annotation.right)
        rest = [side for side in sides if not (isinstance(side, f.Const) and side.value is None)]
        return _plain(rest[0]) if len(rest) == 1 else annotation
    if isinstance(annotation, f.Item):
        optional = getattr(annotation.value, "attr", getattr(annotation.value, "id", "")) == "Optional"
        return _plain(annotation.index) if optional else annotation.value
    return annotation


def _of_project(machine: Machine, value: Value, depth: int) -> bool:
    """Whether a value is, or visibly holds, code or an object of the project."""
    for each in alternatives(value):
        if isinstance(each, (Func, Cls, Mod)):
            return True
        if not isinstance(each, Obj):
            continue
        found = machine.heap[each]
        if isinstance(found.cls, ClassRef) or found.thunk is not None:
            return True
        inner = [*found.fields.values(), *found.items, *found.arguments.values()]
        if depth and any(_of_project(machine, part, depth - 1) for part in inner):
            return True
    return False
