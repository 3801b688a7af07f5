"""Blocks that only compute: whether and how often they run matters where what they bind does.

while b.norm() < 1000:
    b = b * 2
"""

from __future__ import annotations

from samerun.index import facts as f
from samerun.program.fates.looking import PURE
from samerun.program.fates.uses import Matters
from samerun.program.reading import called, calls_in
from samerun.program.sites import names_in, statements


def chosen(*blocks: list[f.Stmt]) -> set[str]:
    """The names that blocks bind. Raises `Matters` where they do anything else."""
    names: set[str] = set()
    for body in blocks:
        if any(not isinstance(call.func, f.Attr) or called(call) not in PURE for call in calls_in(body)):
            raise Matters
        for node in statements(body):
            if isinstance(node, f.Bind) and all(_is_name(target) for target in node.targets):
                names |= {name for target in node.targets for name in names_in(target)}
            elif not isinstance(node, (f.If, f.While)):
                raise Matters
    return names


def _is_name(target: f.Expr) -> bool:
    if isinstance(target, f.Container):
        return all(_is_name(each) for each in target.values)
    return isinstance(target, f.Name)
