"""Calls that only look at how something is computed, or whose result is dropped: neither tells a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.catalog.schema import Callable
from samerun.index import facts as f
from samerun.program.fates.made_here import maker
from samerun.program.flow.words import words
from samerun.program.reading import called
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

# Words of calls that only look at how something is computed.
_LOOKING = frozenset(
    {"profile", "trace", "warmup", "flops", "macs", "latency", "throughput", "timeit", "benchmark", "fps"}
)
# Methods that give something new of what they are called on, and do nothing else.
PURE = frozenset(
    {"sum", "abs", "mean", "pow", "sqrt", "norm", "max", "min", "parameters", "square", "clone", "detach", "cpu",
     "numpy", "to", "float", "half", "cuda", "reshape", "view", "permute", "transpose", "copy", "items", "keys",
     "values", "get", "tolist", "item", "long", "int", "bool", "double", "flatten", "squeeze", "unsqueeze", "repeat",
     "expand", "argmax", "argmin", "std", "var", "exp", "log", "astype", "contiguous", "index", "count",
     "split", "join", "format", "strip", "lower", "upper", "replace", "startswith", "endswith", "eval", "train",
     "requires_grad_", "mul", "div", "sub", "dot", "mm", "bmm", "mv", "matmul", "softmax", "log_softmax", "relu",
     "tanh", "sigmoid", "clamp", "topk", "gather", "masked_fill", "type_as", "chunk", "cumsum", "prod", "any", "all",
     "sign", "named_parameters", "buffers", "named_buffers", "modules", "named_modules", "children", "named_children",
     "state_dict"}
)  # fmt: skip
# The same, of tables and models that are fitted, where that is a statement of its own.
_ANSWERING = frozenset(
    {"head", "tail", "describe", "value_counts", "isnull", "isna", "nunique", "unique", "predict", "predict_proba",
     "score", "get_params", "coeff", "median", "corr", "groupby"}
)  # fmt: skip
# Calls that make a mapping of what they are given, also of its members.
_MAPPINGS = frozenset(
    {"dict", "Counter", "defaultdict", "OrderedDict", "fromkeys", "groupby", "value_counts", "to_dict", "copy",
     "deepcopy", "sample", "choice", "sorted", "update"}
)  # fmt: skip
# Methods that return None, and those of a list that do.
_GIVING_NOTHING = frozenset({"backward", "zero_grad"})
_OF_LISTS = frozenset({"append", "clear", "extend", "insert", "remove", "reverse", "sort"})
_CHANGING = frozenset({"to", "train", "eval", "log", "get", "join", "index", "replace", "format", "requires_grad_"})


def looks(scope: Slice, node: f.Call, name: str, at: int) -> bool:
    """Whether a call only looks at how something is computed: the catalog says so, or its name does."""
    if not _LOOKING.isdisjoint(words(name)) or any(key == "profile" for key, _ in node.keywords):
        return True
    if name == "keys" and _asks_for_keys(scope, node):
        return True
    if isinstance(node.func, f.Attr) and (
        name in libraries().tracing or (name == "summary" and is_layered(scope, node.func.value))
    ):
        return True
    symbol = scope.program.resolver.expr(scope.module, scope.scope, node.func, at)
    if isinstance(symbol, External) and symbol.name.startswith(libraries().tracing):
        return True
    row = scope.program.types.row(symbol) if isinstance(symbol, External) else None
    return isinstance(row, Callable) and row.benign == "trace"


def is_layered(scope: Slice, node: f.Expr) -> bool:
    """Whether a name is bound to a model that its library makes of layers, here or in a function of the project."""
    return maker(scope, node).startswith(libraries().layered)


def _asks_for_keys(scope: Slice, call: f.Call) -> bool:
    """Whether a call is `batch.keys()` of something that its maker gives these keys, whatever was drawn."""
    if call.args or not isinstance(call.func, f.Attr):
        return False
    if isinstance(call.func.value, f.Call):
        return called(call.func.value) == "state_dict"
    if not isinstance(call.func.value, f.Name):
        return False
    name = call.func.value.id
    made = scope.bindings.get(name)
    if isinstance(made, f.Call):
        return called(made) not in _MAPPINGS
    batch = scope.source is not None and scope.source.name == "__iter__" and name in scope.direct
    return isinstance(made, f.Item) or (made is None and batch)


def gives_nothing(scope: Slice, call: f.Call) -> bool:
    """Whether a method is one that returns None."""
    return called(call) in _GIVING_NOTHING or changes_list(scope, call)


def changes_list(scope: Slice, call: f.Call) -> bool:
    """Whether a method changes a list that the scope has made (`items.sort()`), and gives nothing."""
    if not (isinstance(call.func, f.Attr) and isinstance(call.func.value, f.Name) and call.func.attr in _OF_LISTS):
        return False
    made = scope.bindings.get(call.func.value.id)
    return isinstance(made, (f.Comp, f.Container)) and made.kind == "list"


def does_nothing(scope: Slice, call: f.Call) -> bool:
    """Whether a call that is a statement of its own has no effect: its result is dropped (`x.view(3, 4)`, `net(x)`)."""
    symbol = scope.calls.callee(call.func, call.start)
    if any(key in ("inplace", "out") for key, _ in call.keywords):
        return False
    if isinstance(symbol, External):
        owner, _, name = symbol.name.rpartition(".")
        if name == "__call__":
            return scope.program.catalog.is_layer(owner)
        if owner.partition(".")[0] not in libraries().computing:
            return False
    elif symbol is not None:
        return False
    return isinstance(call.func, f.Attr) and called(call) in (PURE | _ANSWERING) - _CHANGING
