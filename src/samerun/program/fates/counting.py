"""Loops that count right answers over all batches of a set: in which order these come changes no count.

model.eval()
with torch.no_grad():
    for images, labels in loader:
        predicted = model(images).argmax(1)
        total += labels.size(0)
        correct += (predicted == labels).sum().item()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.outcome import TELLING
from samerun.program.flow.words import words
from samerun.program.reading import (
    bound_by,
    bound_in,
    called,
    calls_in,
    ends_in_place,
    parts_in,
    read,
)
from samerun.program.sites import statements

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

# What goes through all batches of what it is given.
AROUND = frozenset({"tqdm", "enumerate", "track", "trange"})
_GUARDS = frozenset({"no_grad", "inference_mode", "autocast"})
# Calls that leave a number, or a tensor of truths, what it is.
_SAME = frozenset({"item", "cpu", "float", "double", "int", "long", "type", "numpy", "squeeze", "view", "detach", "to"})
_EFFECTS = TELLING | {"update", "append", "add", "push", "store", "register", "insert", "write", "set", "backward"}


def beside_counts(scope: Slice, node: f.For, inside: list[f.Stmt]) -> set[str] | None:
    """The names that a loop binds beside its counts; None where it does more than count, in evaluation mode.

    `inside`: the statements of the loop, those in its blocks included.
    """
    if not _evaluates(scope, node) or _drops(scope):
        return None
    sums = {name for each in inside if isinstance(each, f.Bind) and _is_sum(each) for name in bound_by(each)}
    figures = sums | {
        name
        for each in inside
        if isinstance(each, f.Bind) and each.value is not None and not each.op and sums.issuperset(read(each.value))
        for name in bound_by(each)
    }
    batch = bound_in([node]) - figures
    known = _counts(inside)
    return batch if sums and all(_is_plain(each, batch, sums, known) for each in inside) else None


def _evaluates(scope: Slice, node: f.For) -> bool:
    """Whether the last that the scope says before a loop about a model's mode is `model.eval()`."""
    modes = [
        each.expr.func.attr == "eval"
        for each in statements(scope.body)
        if isinstance(each, f.Do)
        and isinstance(each.expr, f.Call)
        and isinstance(each.expr.func, f.Attr)
        and each.expr.func.attr in ("eval", "train")
        and each.start < node.iter.end
    ]
    return bool(modes) and modes[-1]


def _drops(scope: Slice) -> bool:
    """Whether a loader of the project may leave out the last batch, which is another one for each order."""
    return any(
        key == "drop_last" and not (isinstance(value, f.Const) and value.value is False)
        for module in scope.program.table.by_path.values()
        if "DataLoader" in module.called
        for site in module.sites.calls
        for key, value in site.call.keywords
    )


def _is_sum(node: f.Bind) -> bool:
    return node.op == "+" and isinstance(node.targets[0], f.Name)


def _counts(inside: list[f.Stmt]) -> dict[str, f.Expr]:
    """The names that a loop binds once, and to what."""
    values: dict[str, f.Expr | None] = {}
    for node in inside:
        if isinstance(node, f.Bind) and not node.op and len(node.targets) == 1 and isinstance(node.targets[0], f.Name):
            name = node.targets[0].id
            values[name] = None if name in values else node.value
    return {name: value for name, value in values.items() if value is not None}


def _is_plain(node: f.Stmt, batch: set[str], sums: set[str], known: dict[str, f.Expr]) -> bool:
    """Whether a statement of such a loop computes something of its batch, or counts."""
    if isinstance(node, f.With):
        return all(isinstance(root.expr, f.Call) and called(root.expr) in _GUARDS for root, _ in node.items)
    if isinstance(node, f.If):
        return batch.isdisjoint(read(node.test.expr))
    if not isinstance(node, f.Bind):
        return False
    if any(isinstance(each, (f.Yield, f.Walrus)) for each in parts_in([node])):
        return False
    if any(ends_in_place(called(each)) or not _EFFECTS.isdisjoint(words(called(each))) for each in calls_in([node])):
        return False
    if _is_sum(node):
        return node.value is not None and _is_count(node.value, known)
    return (
        not node.op
        and all(isinstance(each, (f.Name, f.Container)) for each in node.targets)
        and not sums & bound_by(node)
    )


def _is_count(node: f.Expr, known: dict[str, f.Expr]) -> bool:
    """`(predicted == labels).sum().item()`, `labels.size(0)`, `len(batch)`, `loss.item() * len(batch)`."""
    if isinstance(node, f.Name):
        return node.id in known and _is_count(known[node.id], {k: v for k, v in known.items() if k != node.id})
    if isinstance(node, f.Const):
        return isinstance(node.value, int)
    if isinstance(node, f.Item):
        return isinstance(node.value, f.Attr) and node.value.attr == "shape"
    if isinstance(node, f.Binary):
        whole = _is_count(node.left, known) and _is_count(node.right, known)
        return node.op in ("+", "-") and whole
    if not isinstance(node, f.Call):
        return False
    name = called(node)
    inner = node.func.value if isinstance(node.func, f.Attr) else None
    if name in ("len", "size"):
        return True
    if name == "sum":
        return any(_is_truth(each, known) for each in ([inner] if inner is not None else []) + node.args[:1])
    wrapped = node.args[0] if name in ("int", "float") and node.args and inner is None else inner
    return name in _SAME and wrapped is not None and _is_count(wrapped, known)


def _is_truth(node: f.Expr, known: dict[str, f.Expr]) -> bool:
    """Whether an expression compares member by member: `predicted == labels`, `torch.eq(predicted, labels)`."""
    if isinstance(node, f.Name):
        return node.id in known and _is_truth(known[node.id], {k: v for k, v in known.items() if k != node.id})
    if isinstance(node, f.Binary):
        return node.op == "=="
    if isinstance(node, f.Call):
        name = called(node)
        inner = node.func.value if isinstance(node.func, f.Attr) else None
        return name == "eq" or (name in _SAME and inner is not None and _is_truth(inner, known))
    return False
