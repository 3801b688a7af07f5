"""Whether a run tells anything: what is only made, tried and thrown away changes no result.

A `__main__` block below a library's classes often builds a model, feeds it random numbers and looks at shapes. As long
as nothing is printed but shapes, and nothing is saved, logged, trained or handed to code that can't be seen, no draw
of such a run can change a result. A failing assertion is no result: it is what the check is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.flow.domain import Cls, Ext, Func, Lit, Obj, Value
from samerun.program.flow.words import words
from samerun.program.sites import children, last_name

if TYPE_CHECKING:
    from samerun.program.flow.machine import Machine

# Words of calls that show or keep a result, or that train.
TELLING = frozenset(
    {"print", "pprint", "plot", "display", "save", "savez", "savetxt", "savefig", "savemat", "imsave", "imwrite",
     "imshow", "write", "writerow", "writerows", "writelines", "dump", "export", "debug", "warning", "critical",
     "upload", "publish", "submit", "fit", "train", "training", "evaluate", "eval", "predict", "optimize", "optimise",
     "minimize", "step", "main", "launch", "serve", "execute", "exec", "popen", "tofile", "csv", "parquet", "sql",
     "excel", "html", "pickle", "feather", "zarr", "echo", "secho"}
)  # fmt: skip
# Of those, the ones that keep a result, or show a picture: what a module's trial prints is kept by nobody.
KEEPING = frozenset(
    {"plot", "show", "imshow", "render", "save", "savez", "savetxt", "savefig", "savemat", "imsave", "imwrite", "write",
     "writerow", "writerows", "writelines", "dump", "export", "upload", "publish", "submit", "main", "launch", "serve",
     "evaluate", "tofile", "csv", "parquet", "sql", "excel", "html", "pickle", "feather", "zarr"}
)  # fmt: skip
_STARTING = frozenset({"run", "call", "check_call", "check_output", "system", "start", "log", "post", "put", "send"})
# The same, where the word alone says it.
_NAMED = frozenset(
    {"run", "call", "check_call", "check_output", "system", "start", "show", "log", "info", "error", "exception",
     "exit", "quit", "_exit", "post", "put", "send", "emit", "render", "finish"}
)  # fmt: skip
# Of those, the ones that only show their arguments.
SHOWING = frozenset(
    {"print", "pprint", "display", "log", "info", "debug", "warning", "error", "critical", "echo", "secho", "exit"}
)
# What a call that is a whole statement may do to objects of unseen classes without telling anything.
_QUIET = frozenset(
    {"backward", "cuda", "cpu", "to", "half", "float", "bfloat16", "eval", "append", "extend", "update", "add",
     "insert", "pop", "setdefault", "sort", "clear", "remove", "reset", "close", "fuse", "freeze", "apply", "compile",
     "use", "breakpoint"}
)  # fmt: skip
# What is no different whatever the numbers in a tensor are, and the verdict of a comparison that a check makes.
SHAPES = frozenset({"shape", "dtype", "device", "ndim", "__name__", "__class__", "requires_grad", "is_cuda"})
# Nor is how it lies in memory, and what a table's columns are called.
LAYOUT = frozenset(
    {"stride", "is_contiguous", "data_ptr", "storage_offset", "element_size", "itemsize", "nbytes", "is_leaf",
     "get_device", "columns", "column_names", "num_rows"}
)  # fmt: skip
SHAPE_CALLS = frozenset({"size", "numel", "dim", "nelement", "ndimension", "type", "len", "allclose", "array_equal"})
_PLAIN_CALLS = frozenset({"list", "tuple", "str", "int", "sum", "format", "repr", "round", "max", "min", "set"})


def tells(machine: Machine, func: Value, node: f.Call, name: str) -> bool:
    """Whether a call may show, keep or hand on a result."""
    alone = machine.effect is node  # a whole statement, made for its effect
    if isinstance(func, (Func, Cls)) or (isinstance(func, Obj) and not alone):
        return False  # the project's own: followed
    root = func.name.partition(".")[0] if isinstance(func, Ext) else ""
    if name == "log" and root in libraries().computing:
        return False
    if machine.events.trial:
        return name in _STARTING or not KEEPING.isdisjoint(words(name))
    if name in _NAMED or not TELLING.isdisjoint(words(name)):
        if (name in ("eval", "log") and not node.args) or (name == "step" and not alone):
            return False  # an environment's step gives something; an optimizer's is made for its effect
        if name == "train" and isinstance(func, Ext):
            return bool(node.args) and not isinstance(node.args[0], f.Const)
        return name not in SHOWING or not (_to_stderr(node) or all(_is_plain(machine, part) for part in node.args))
    if not alone or root in libraries().silent or isinstance(func, Obj):
        return False
    return not (
        name in _QUIET
        or name.endswith("_")
        or name.startswith(("set_", "register", "assert", "load_", "zero_", "download"))
    )


def _to_stderr(node: f.Call) -> bool:
    """`print(…, file=sys.stderr)`"""
    to = next((value for key, value in node.keywords if key == "file"), None)
    return to is not None and last_name(to) == "stderr"


def _is_plain(machine: Machine, node: f.Expr) -> bool:
    """Whether what is shown is the same whatever was drawn: constants, shapes, types, verdicts of comparisons."""
    if isinstance(node, f.Name):
        return isinstance(machine.names.lookup(machine.frame, node.id), Lit)
    if isinstance(node, f.Attr):
        return node.attr in SHAPES | LAYOUT
    if isinstance(node, f.Call):
        name = last_name(node.func)
        return name in SHAPE_CALLS | LAYOUT or (
            name in _PLAIN_CALLS and all(_is_plain(machine, each) for each in node.args)
        )
    if isinstance(node, f.Item):
        return _is_plain(machine, node.value)
    if isinstance(node, f.Comp):
        return all(_is_plain(machine, each) for each in node.parts)
    if isinstance(node, (f.FString, f.Binary, f.Unary, f.Container)):
        return all(_is_plain(machine, each) for each in children(node))
    return isinstance(node, f.Const)
