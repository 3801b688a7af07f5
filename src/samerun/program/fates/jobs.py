"""Loops that start one program after the other: in which order they run changes nothing of what each of them gives.

random.shuffle(commands)
for command in commands:
    print(command)
    os.system(command)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.program.fates.closures import read_elsewhere
from samerun.program.flow.outcome import SHOWING
from samerun.program.reading import bound_in, called, read_below
from samerun.program.sites import statements
from samerun.program.symbols import External

if TYPE_CHECKING:
    from samerun.program.fates.slices import Slice

_ORDERING = frozenset({"shuffle", "permutation", "randperm"})
_AROUND = frozenset({"tqdm", "track", "list", "iter"})  # what goes through all of what it is given
_WAITING = frozenset({"sleep", "flush"})


def starts_programs(scope: Slice, node: f.For) -> bool:
    """Whether a loop over everything that a shuffle ordered does nothing but start a program in each turn."""
    source = scope.source
    if source is None or source.returned is not None or source.name not in _ORDERING:
        return False
    if node.orelse or not _is_whole(node.iter.expr):
        return False
    inside = list(statements(node.body))
    if not any(_starts(scope, each) for each in inside) or not all(_is_plain(scope, each) for each in inside):
        return False
    bound, placed = bound_in([node]), list(statements(scope.body))
    first = next(number for number, each in enumerate(placed) if each is node)
    below = placed[first + 1 + len(inside) :]
    return not (read_below(below, bound) or read_elsewhere(scope.module, scope.scope, bound))


def _is_whole(node: f.Expr) -> bool:
    """`tqdm(commands)`, and not `commands[:10]`."""
    if isinstance(node, f.Call):
        return called(node) in _AROUND and len(node.args) == 1 and _is_whole(node.args[0])
    return isinstance(node, f.Name)


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
