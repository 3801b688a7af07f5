"""Determinism switches along a run: what sets them, and to what they are set where it trains.

A switch is kept on a path like a stream, under its role ("!autotune"): "seeded" is what asks for determinism,
"unseeded" with a place what undoes it, "unknown" what can't be told. So branches meet, and loops and calls carry it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.program.flow.conditions import conditions_hold
from samerun.program.flow.domain import (
    UNKNOWN,
    Cause,
    Cls,
    Ext,
    Func,
    Lit,
    Obj,
    Place,
    Status,
    Unknown,
    Value,
    alternatives,
)
from samerun.program.flow.words import seed_word, words
from samerun.program.sites import arguments_of

if TYPE_CHECKING:
    from samerun.catalog.table import Switch, Work
    from samerun.index import facts as f
    from samerun.program.flow.arguments import Args
    from samerun.program.flow.machine import Machine

ROLES = ("algorithms", "convolutions", "autotune", "workspace", "hash")
_ENVIRONMENT = "os.environ"
_SETTERS = frozenset({"os.environ.setdefault", "os.putenv"})
_DEVICES = ("cuda", "gpu", "xpu", "npu", "hpu", "auto")
_DEVICE_WORDS = frozenset({"device", "devices", "gpu", "gpus", "cuda", "rank", "dev"})
_HIDDEN = "CUDA_VISIBLE_DEVICES"
_TRAINED = "!trained"


class Setting(NamedTuple):
    """A switch is set: to what, where, and under which name. `effect`: "good", "bad", "warn" or "" (not to be known).

    `value` is the constant, if it is one; `default` where it comes from, if that is elsewhere; `option`: an option of
    the command line may say otherwise. `path` are the calls that lead there. `trained`: what has surely trained on an
    accelerator before.
    """

    switch: Switch
    effect: str
    name: str
    place: Place
    value: Lit | None
    path: tuple[Place, ...]
    trained: Place | None


class Unsaid(NamedTuple):
    """A call that seeds the run and has a parameter for determinism that isn't given."""

    switch: Switch
    name: str
    place: Place
    path: tuple[Place, ...]


class Deed(NamedTuple):
    """A call that trains, reaches an accelerator, starts an interpreter or serves."""

    work: Work
    place: Place
    name: str
    path: tuple[Place, ...]


class Switches:
    """The record of one run. `undone`: roles, and the places that had them off where it trained, or at its end."""

    def __init__(self) -> None:
        self.settings: list[Setting] = []
        self.deeds: list[Deed] = []
        self.undone: set[tuple[str, Place]] = set()
        self.hidden = False
        self.unsaid: list[Unsaid] = []
        self.open: set[str] = set()

    def trains(self) -> list[Deed]:
        """What trains, in order."""
        return [deed for deed in self.deeds if deed.work.does == "trains"]

    def serves(self) -> bool:
        """Whether the run is a server's or a page's: what it does from then on, its visitors say."""
        return any(deed.work.does == "serves" for deed in self.deeds)

    def accelerates(self) -> list[Deed]:
        """What reaches an accelerator, in order; nothing where the run hides them all."""
        return [] if self.hidden else [deed for deed in self.deeds if deed.work.does == "accelerates"]


class Switching:
    """Watches a machine's calls and assignments for switches and for work."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.catalog = machine.program.catalog
        self.record = machine.events.switches
        self.attributes, self.calls = machine.program.mentions.switch_words
        self.work = self.catalog.work
        self.offering = False  # what is made now has its arguments from the command line
        self.heirs = self.catalog.switch_heirs
        self.words = {name.rpartition(".")[2] for name in self.work}

    # --- what is called ------------------------------------------------------------------------------

    def method(self, func: Value, node: f.Call, name: str, args: Args) -> None:
        """A call of something that the run doesn't know: only its name speaks."""
        if name in self.words and not isinstance(func, (Func, Cls, Ext)):
            known = isinstance(func, Obj) and self.machine.heap[func].cls == "partial"
            if not known:
                self._works(self.work.get(f".{name}", []), args, name)

    def called(self, ext: Ext, args: Args, last: str) -> None:
        """A call of a library's function, class or method."""
        if last in self.words:
            rows = self.work.get(self.catalog.canonical(ext.name))
            if rows is None:
                owner = ext.name.rpartition(".")[0]
                known = ext.receiver is not None and self.catalog.cls(owner) is not None and ".Module" not in owner
                rows = [] if known and not owner.startswith("torch.") else self.work.get(f".{last}", [])
            self._works(rows, args, ext.name)
        if last in self.calls or last in self.heirs:
            self.made(ext.name, args)
        if ext.name in _SETTERS or ext.name == "os.environ.update":
            self._exported(ext, args)

    def made(self, name: str, args: Args) -> None:
        """A call, or what a subclass hands on to it, that may set switches."""
        rows = [switch for switch in self._switches_of(name) if switch.call]
        for switch in rows:
            if not switch.param:
                self._set(switch, "good", name, None, self.machine.here(args.node))
                continue
            value = self._argument(switch, args)
            if value is not None:
                self._given(switch, value, f"{name}({switch.param})", self.machine.here(args.node))
            elif args.open or self.offering:
                self.record.open.add(switch.role)
            elif switch.seeds and args.node is not None and not self.machine.events.paused:
                path = tuple(self.machine.events.calls)
                self.record.unsaid.append(Unsaid(switch, name, self.machine.here(args.node), path))

    def _argument(self, switch: Switch, args: Args) -> Value | None:
        """What a call gives for a switch's parameter, or under its key; None where it gives nothing."""
        param, _, key = (switch.param or "").partition(".")
        value = args.keywords.get(param)
        if value is None and switch.position is not None and switch.position < len(args.values):
            value = args.values[switch.position]
        if value is None or not key:
            return value
        if not isinstance(value, Obj):
            return UNKNOWN
        found = self.machine.heap[value]
        return found.fields.get(key, UNKNOWN if found.open else None)

    def _switches_of(self, name: str) -> list[Switch]:
        """The switches of a call, or of the class that the one it makes inherits from."""
        found = self.catalog.switches(name)
        row = self.catalog.cls(name) if not found else None
        return found if row is None else [each for base in row.bases for each in self.catalog.switches(base)]

    def assigned(self, owner: str, attribute: str, value: Value) -> None:
        """`torch.backends.cudnn.benchmark = True`; `owner` is a module, or the class of an object."""
        if attribute in self.attributes:
            name = f"{owner}.{attribute}"
            for switch in self.catalog.switches(name):
                if switch.attribute:
                    self._given(switch, value, self.catalog.canonical(name), self.machine.here(None))

    def exported(self, owner: Value, index: Value, value: Value) -> None:
        """`os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"`"""
        if isinstance(owner, Ext) and owner.name == _ENVIRONMENT and isinstance(index, Lit):
            self._variable(str(index.value), value, self.machine.here(None))

    def _exported(self, ext: Ext, args: Args) -> None:
        place = self.machine.here(args.node)
        if ext.name in _SETTERS and len(args.values) == 2 and isinstance(args.values[0], Lit):
            self._variable(str(args.values[0].value), args.values[1], place)
        if ext.name == "os.environ.update":
            fields = dict(args.keywords)
            for value in args.values:
                if isinstance(value, Obj):
                    fields |= {str(key): each for key, each in self.machine.heap[value].fields.items()}
            for name, value in fields.items():
                self._variable(name, value, place)

    def _variable(self, name: str, value: Value, place: Place) -> None:
        if name == _HIDDEN and isinstance(value, Lit) and value.value in ("", "-1") and not self.machine.events.paused:
            self.record.hidden = True
        for switch in self.catalog.variable(name):
            self._given(switch, value, name, place)

    # --- what it means -------------------------------------------------------------------------------

    def _given(self, switch: Switch, value: Value, name: str, place: Place) -> None:
        effects = {switch.effect(each.value) if isinstance(each, Lit) else "" for each in alternatives(value)}
        effect = effects.pop() if len(effects) == 1 else ""
        if effect == "" and isinstance(value, Lit) and value.value in (False, None) and not switch.bad:
            return  # `warn_only=False` says nothing of its own
        self._set(switch, effect, name, value if isinstance(value, Lit) else None, place)

    def _set(self, switch: Switch, effect: str, name: str, value: Lit | None, place: Place) -> None:
        machine = self.machine
        states = {"good": "seeded", "warn": "seeded", "bad": "unseeded"}
        cause = Cause("switch", place, name, value.place if value is not None else None) if effect == "bad" else None
        machine.state.set(f"!{switch.role}", Status(states.get(effect, "unknown"), place, cause))
        if not machine.events.paused:
            path = tuple(machine.events.calls)
            before = machine.state.get(_TRAINED)
            trained = before.by if before.state == "seeded" else None
            self.record.settings.append(Setting(switch, effect, name, place, value, path, trained))

    def _works(self, rows: list[Work], args: Args, name: str) -> None:
        for row in rows:
            if self.machine.events.paused or not self._does(row, args):
                continue
            self.record.deeds.append(Deed(row, self.machine.here(args.node), name, tuple(self.machine.events.calls)))
            if row.does == "trains":
                self.note()
                if any(deed.work.framework == row.framework for deed in self.record.accelerates()):
                    self.machine.state.set(_TRAINED, Status("seeded", self.machine.here(args.node)))

    def _does(self, row: Work, args: Args) -> bool:
        bound = args.bind(row.params)
        if row.unless and conditions_hold([], row.unless, {}, bound, args.open, None, self.machine.heap) is False:
            return False
        if row.device is None:
            return True
        value = bound.get(row.device, UNKNOWN)
        return any(self._is_accelerator(each, args) for each in alternatives(value))

    def _is_accelerator(self, value: Value, args: Args) -> bool:
        """Whether a device is, or may be, an accelerator: its text says so, or what it is called."""
        if isinstance(value, Lit):
            return isinstance(value.value, str) and value.value.startswith(_DEVICES)
        if not isinstance(value, Unknown) or args.node is None:
            return False
        nodes = arguments_of(args.node)
        names = {getattr(node, "attr", getattr(node, "id", "")) for node in nodes}
        return any(_DEVICE_WORDS.intersection(words(name)) for name in names)

    def ends(self) -> None:
        """A process ends: how it left the switches matters where the run could not see what it trains."""
        if not self.record.trains():
            self.note()

    def note(self) -> None:
        """Which places have determinism switched off here, where it matters."""
        for role in ROLES:
            status = self.machine.state.get(f"!{role}")
            if status.state == "unseeded" and status.by is not None:
                self.record.undone.add((role, status.by))


def asks_in_words(name: str) -> bool:
    """Whether a name speaks of determinism (and not of seeds)."""
    return seed_word(name) and any(word.startswith(("determin", "reprod")) for word in words(name))
