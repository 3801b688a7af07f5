"""Loops over everything that a draw put into an order, where the order changes nothing of what is left of them.

random.shuffle(commands)
for command in commands:   # which program runs first changes nothing of what each of them gives
    print(command)
    os.system(command)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.fates.closures import read_elsewhere
from samerun.program.fates.counting import AROUND, beside_counts
from samerun.program.fates.members import bounds_of
from samerun.program.flow.outcome import SHOWING
from samerun.program.reading import bound_in, called, read_below, slice_of
from samerun.program.sites import statements
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

_ORDERING = frozenset({"shuffle", "permutation", "randperm"})
_AROUND = frozenset({"tqdm", "track", "list", "iter"})  # what goes through all of what it is given
_NEIGHBOURS = frozenset({"<", ">", "<=", ">="})
_WAITING = frozenset({"sleep", "flush"})


def is_any_order(scope: Slice, node: f.For) -> bool:
    """Whether a loop goes through all that a shuffle or a loader gives, and what is left of it has no order.

    That is what it counts, or the programs that it starts: nobody reads anything else that it binds.
    """
    source = scope.source
    if source is None or source.returned is not None or node.orelse:
        return False
    inside = list(statements(node.body))
    if source.name in _ORDERING and _is_whole(node.iter.expr, _AROUND):
        left = bound_in([node]) if _starts_programs(scope, inside) else None
    elif source.name == "__iter__" and slice_of(node) == source.slice and _is_whole(node.iter.expr, AROUND):
        left = beside_counts(scope, node, inside)
    else:
        return False
    if left is None:
        return False
    placed = list(statements(scope.body))
    first = next(number for number, each in enumerate(placed) if each is node)
    below = placed[first + 1 + len(inside) :]
    return not (read_below(below, left) or read_elsewhere(scope.module, scope.scope, left))


def sorts(scope: Slice, node: f.While) -> bool:
    """Whether a loop shuffles what it has until that is sorted: then all of it stands where it always does.

    while not is_sorted(rows):   # or any(rows[:-1] > rows[1:])
        random.shuffle(rows)
    """
    source, only = scope.source, node.body[0]
    if source is None or source.name != "shuffle" or len(node.body) != 1 or node.orelse:
        return False
    call = only.expr if isinstance(only, f.Do) else None
    if not isinstance(call, f.Call) or (call.start, call.end) != source.span or not call.args:
        return False
    shuffled, test = call.args[0], node.test.expr
    if not isinstance(shuffled, f.Name):
        return False
    if isinstance(test, f.Unary) and test.op == "not":
        return _tells_order(test.operand, shuffled, wanted=True)
    return _tells_order(test, shuffled, wanted=False)


def _tells_order(test: f.Expr, what: f.Name, *, wanted: bool) -> bool:
    """`is_sorted(rows)`, `rows == sorted(rows)` and `all(rows[:-1] <= rows[1:])`, if that is wanted; `rows != …` and
    `any(…)` if it isn't."""
    if isinstance(test, f.Call) and "sorted" in called(test):
        return wanted and test.args == [what]
    if isinstance(test, f.Binary) and test.op == ("==" if wanted else "!="):
        calls = [each for each in (test.left, test.right) if isinstance(each, f.Call) and called(each) == "sorted"]
        return any(each.args == [what] for each in calls)
    if not (isinstance(test, f.Call) and called(test) == ("all" if wanted else "any")):
        return False
    asked = test.args[0] if test.args else test.func.value if isinstance(test.func, f.Attr) else None
    return isinstance(asked, f.Binary) and asked.op in _NEIGHBOURS and _are_neighbours(asked, what)


def _are_neighbours(node: f.Binary, what: f.Name) -> bool:
    """`rows[:-1] > rows[1:]`: each member and the next one."""
    sides = [each.index for each in (node.left, node.right) if isinstance(each, f.Item) and each.value == what]
    bounds = [bounds_of(each) for each in sides]
    return [None, -1, None] in bounds and [1, None, None] in bounds


def _is_whole(node: f.Expr, around: frozenset[str]) -> bool:
    """`tqdm(commands)`, and not `commands[:10]`."""
    while isinstance(node, f.Call):
        if called(node) not in around or not node.args:
            return False
        node = node.args[0]
    return isinstance(node, (f.Name, f.Attr))


def _starts_programs(scope: Slice, inside: list[f.Stmt]) -> bool:
    """Whether the statements of a loop do nothing but start a program in each turn."""
    return any(_starts(scope, each) for each in inside) and all(_is_plain(scope, each) for each in inside)


def _starts(scope: Slice, node: f.Stmt) -> bool:
    call = node.value if isinstance(node, f.Bind) else node.expr if isinstance(node, f.Do) else None
    if not isinstance(call, f.Call):
        return False
    symbol = scope.program.types.callee(scope.module, scope.scope, call.func, call.start)
    return isinstance(symbol, External) and symbol.name in libraries().starting


def _is_plain(scope: Slice, node: f.Stmt) -> bool:
    """Whether a statement leaves nothing behind for the next turn, and doesn't end the loop."""
    if isinstance(node, f.Bind):
        return not node.op and all(isinstance(each, (f.Name, f.Container)) for each in node.targets)
    if isinstance(node, f.Do):
        shows = isinstance(node.expr, f.Call) and called(node.expr) in SHOWING | _WAITING
        return shows or _starts(scope, node)
    return isinstance(node, f.If) or (isinstance(node, f.Jump) and node.kind == "continue")
