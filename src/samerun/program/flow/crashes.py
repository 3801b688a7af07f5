"""What surely raises, by the rules of Python alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.domain import NONE, Cls, Ext, Func, Lit, Obj, is_option
from samerun.program.reading import is_stub
from samerun.program.sites import statements
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.domain import Value
    from samerun.program.flow.machine import Machine

# They raise TypeError where their first argument is None.
_TAKE_A_PATH = frozenset(
    {"builtins.open", "io.open", "os.remove", "os.makedirs", "os.mkdir", "os.stat",
     *(f"os.path.{name}" for name in ("exists", "isfile", "isdir", "join", "basename", "dirname", "getsize",
                                      "splitext", "expanduser", "abspath"))}
)  # fmt: skip


def is_unbound(machine: Machine, node: f.Bind) -> bool:
    """Whether `total += x` raises UnboundLocalError: a variable of a function that gets its value only so.

    Where every call of the function comes to it, the function is taken down as one that always fails.
    """
    frame, target = machine.frame, node.targets[0]
    if frame.scope < 0 or not isinstance(target, f.Name) or target.id in frame.env:
        return False
    bindings = frame.module.scopes.table[frame.scope].bindings.get(target.id, [])
    if not bindings or not all(each.augmented for each in bindings):
        return False
    if _is_on_every_way(frame.module.facts.functions[frame.scope].body, node):
        machine.events.falling.add((frame.module.path, frame.scope))
    return True


def _is_on_every_way(body: list[f.Stmt], wanted: f.Bind) -> bool:
    """Whether a block comes to a statement, its loops taken to turn at least once."""
    for node in body:
        if node is wanted:
            return True
        if isinstance(node, (f.For, f.While, f.With)) and _is_on_every_way(node.body, wanted):
            return True
        if isinstance(node, (f.If, f.Try, f.Match, f.Return, f.Raise)):
            return False
    return False


def unpacks_nothing(machine: Machine, node: f.Bind, value: Value) -> bool:
    """Whether `a, b = function()` unpacks the None of a function of the program that returns nothing."""
    if value != NONE or not isinstance(node.value, f.Call) or not isinstance(node.targets[0], f.Container):
        return False
    func = machine.quietly(node.value.func)
    if not isinstance(func, Func):
        return False
    function = machine.program.function(func.ref)
    if function.decorators or function.generator or function.coroutine or (function.owner >= 0 and is_stub(function)):
        return False
    return not any(isinstance(each, f.Return) and each.value is not None for each in statements(function.body))


def is_without_path(ext: Ext, args: Args) -> bool:
    """Whether a function that wants a path is given a variable that is None (`os.path.exists(None)`)."""
    if ext.name not in _TAKE_A_PATH or ext.receiver is not None or args.node is None or not args.values or args.open:
        return False
    value, written = args.values[0], args.node.args[0]
    return isinstance(value, Lit) and value.value is None and not is_option(value) and isinstance(written, f.Name)


def misfits(machine: Machine, func: Value, args: Args) -> bool:
    """Whether a call that is written in the program hands a plain function of it what it doesn't take, or too little.

    There the run ends. A decorated function may take other arguments than it says; so may an object whose class has a
    metaclass or `__new__`.
    """
    node = args.node
    if not isinstance(func, (Cls, Func)) or node is None or args.open:
        return False
    if any(isinstance(each, f.Star) for each in node.args):
        return False
    if any(name is None for name, _ in node.keywords) or machine.events.paused or not machine.alive:
        return False
    plain = machine.caller.objects.plain_init(func.ref) if isinstance(func, Cls) else func
    if not isinstance(plain, Func) or not _is_surely_this(machine, func, plain):
        return False
    receives = isinstance(func, Cls) or plain.receiver is not None
    if not _refuses(machine.program.function(plain.ref), len(args.values) + receives, args):
        return False
    machine.failures.surely("builtins.TypeError")
    return True


def _is_surely_this(machine: Machine, func: Value, plain: Func) -> bool:
    """Whether what is called is this function, with its receiver: no function of a class that is taken from the class,
    and none that several bases may have (`super()`, whose order of classes isn't gone into)."""
    if machine.program.function(plain.ref).owner < 0:
        return True
    receiver = machine.heap[plain.receiver].cls if isinstance(plain.receiver, Obj) else None
    made = func.ref if isinstance(func, Cls) else receiver
    own = machine.program.resolver.linearize(made)[0] if isinstance(made, ClassRef) else []
    facts = (machine.program.table.by_path[each.path].facts.classes[each.index] for each in own)
    return bool(own) and all(len(each.bases) <= 1 for each in facts)


def _refuses(function: f.Function, count: int, args: Args) -> bool:
    if function.decorators:
        return False
    kinds = {param.kind for param in function.params}
    positional = [param for param in function.params if param.kind in ("pos", "any")]
    named = {param.name for param in function.params if param.kind in ("any", "key")}
    if count > len(positional) and "star" not in kinds:
        return True
    if "kwargs" not in kinds and any(name not in named for name in args.keywords):
        return True
    later = [*positional[count:], *(param for param in function.params if param.kind == "key")]
    return any(param.default is None and param.name not in args.keywords for param in later)
