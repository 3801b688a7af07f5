"""What a constructor draws for an attribute that is set again before anyone reads it.

class Walk:
    def __init__(self):
        self.state = np.random.rand(3)   # a draft: every user of the class calls `reset` first

    def reset(self):
        self.state = np.random.rand(3)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow.domain import Cls, Ext, Func, Obj
from samerun.program.reading import parts_of
from samerun.program.symbols import ClassRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from samerun.program.flow.arguments import Args
    from samerun.program.flow.domain import Place, Value
    from samerun.program.flow.events import Draw
    from samerun.program.flow.machine import Machine


class Drafts:
    """The attributes of one run that hold a draft still; `waiting` are those whose values nobody has read yet."""

    def __init__(self) -> None:
        self.waiting: dict[tuple[int, str], frozenset[Place]] = {}
        self._spent: set[Place] = set()
        self._read: set[Place] = set()

    def is_spent(self, draw: Draw) -> bool:
        """Whether what was drawn was surely replaced unread, each time."""
        return draw.place in self._spent and draw.place not in self._read and not draw.init

    def bound(self, machine: Machine, node: f.Bind, since: int) -> None:
        """Take note of `self.x = draw()`, in a constructor; `since`: how many draws there were before it."""
        frame, target = machine.frame, node.targets[0]
        if frame.scope < 0 or len(node.targets) > 1 or node.op or not isinstance(target, f.Attr):
            return
        draws = machine.events.draws[since:]
        function = frame.module.facts.functions[frame.scope]
        owner = machine.quietly(target.value)
        if function.name != "__init__" or not isinstance(owner, Obj) or node.value is None:
            return
        here = all(draw.place.scope == frame.scope and draw.place.path == frame.module.path for draw in draws)
        calls = [part for part in parts_of(node.value) if isinstance(part, f.Call)]
        if here and not any(isinstance(machine.quietly(call.func), (Func, Cls)) for call in calls):
            self.waiting[owner.number, target.attr] = frozenset(draw.place for draw in draws)

    def read(self, owner: Obj, name: str) -> None:
        """An attribute is read, or all of them as `__dict__`."""
        self._take(lambda number, attr: number == owner.number and name in (attr, "__dict__"))

    def replaced(self, machine: Machine, owner: Obj, name: str) -> None:
        """An attribute is set."""
        frame = machine.frame
        sure = frame.weak <= machine.looping and not (frame.breaks or frame.continues)
        if sure and not machine.events.paused and not any(each.returns for each in machine.stack):
            self._spent |= self.waiting.pop((owner.number, name), frozenset())

    def handed_over(self, machine: Machine, func: Value, arguments: Args) -> None:
        """Something is called: what isn't the project's own may read whatever it gets hold of."""
        if isinstance(func, (Func, Cls, Obj)):
            return
        given = [*arguments.everything(), func.receiver if isinstance(func, Ext) else None]
        if any(_holds_objects(machine, value) for value in given):
            self._take(lambda number, attr: True)

    def _take(self, chosen: Callable[[int, str], bool]) -> None:
        for key in [key for key in self.waiting if chosen(*key)]:
            self._read |= self.waiting.pop(key)


def _holds_objects(machine: Machine, value: Value | None) -> bool:
    """Whether a value is an object of a class of the project, or holds one."""
    if isinstance(value, Func):
        return value.receiver is not None
    if not isinstance(value, Obj):
        return False
    found = machine.heap[value]
    inside = [*found.fields.values(), *found.items]
    return isinstance(found.cls, ClassRef) or any(isinstance(each, (Obj, Func)) for each in inside)
