"""Weights that are replaced before they are used, by a checkpoint or one by one: their first values reach no result."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.program.flow import redrawn
from samerun.program.flow.converted import REACHING, Converted
from samerun.program.flow.domain import UNKNOWN, Cls, Entropy, Ext, Func, Lit, Obj, Unknown, Value, alternatives
from samerun.program.flow.redrawn import FILLING
from samerun.program.flow.words import words
from samerun.program.sites import arguments_of, last_name, statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.flow.domain import Place
    from samerun.program.flow.events import Draw
    from samerun.program.flow.forks import Turns
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine
    from samerun.program.flow.redrawn import Walk

_LOADING = frozenset({"load_state_dict", "load_weights", "load_checkpoint", "load_from_checkpoint"})
# Functions that fill the model they are handed: `load_tf_weights_in_bert(model, config, path)`.
_FILLS_MODEL = re.compile(r"(?:load|import)_(?:\w*_)?weights(?:_\w*)?|set_(?:\w*_)?weights_(?:in|into|to)_\w+")
# Methods of a Lightning Trainer that load the model's weights where they are given `ckpt_path`.
_RESUMING = frozenset({"fit", "test", "validate", "predict"})
_TRAINING = frozenset({"backward", "fit"})
# Methods that keep a model, and words of functions that aren't seen and may train what they are handed.
_SAVING = frozenset({"save_pretrained", "push_to_hub", "save_model", "save_checkpoint", "state_dict", "save"})
_TRAINS = frozenset({"train", "training", "trainer", "fit", "finetune", "tune", "learn", "step"})
_INIT = "torch.nn.init."
_PRETRAINED = "transformers.PreTrainedModel"
# What gives a model's layers to its `_init_weights`; models inside have given theirs to their own.
_POST_INIT = frozenset({"post_init", "init_weights"})
_DEEPEST = 6  # so deep in a model its layers lie


class Weights:
    """What of a run loads weights. While recording is paused, a branch is only supposed, and loads nothing."""

    def __init__(self) -> None:
        # Where the models that weights were loaded into are made (None: it isn't seen into which), and on which ways.
        self._loaded: dict[Place | None, set[Turns]] = {}
        self.used: set[Place] = set()
        self.trained = False
        self._untouched = 0  # objects from this number on are made after anything was trained
        self.kept = False
        self.loads: list[Turns] = []
        self._adapted: dict[Place, set[Place]] = {}
        self._filled: dict[Obj, set[str]] = {}
        self._converted = Converted()
        self._redrawn: dict[Place, list[tuple[Walk, bool]]] = {}

    def replaces(self, draw: Draw, draws: list[Draw]) -> bool:
        """Whether what a draw (of all of a run's) initialises is replaced before it is used, as far as can be seen.

        A head for labels is new only to a checkpoint that wasn't trained for them: so where the run trains. An adapter
        does nothing before it is trained; what is saved of it may be trained elsewhere.
        """
        loaded = self._is_loaded(draw, (draw.place, *draw.path))
        if draw.latent:
            adapted = self._adapted.get(draw.place)
            if adapted is None:
                return loaded or not self.trained
            return not (self.trained or self.kept) or self._is_loaded(draw, adapted)
        return draw.init and (loaded or self._is_loaded(draw, [None]) or self._is_redrawn(draw, draws))

    def _is_redrawn(self, draw: Draw, draws: list[Draw]) -> bool:
        """Whether another draw stands for this one: a walk through the model made it anew, as the run saw.

        Where the catalog doesn't say of which layers a library's model is, that is so if the walk's is no more seeded.
        """
        walks = [walk for place in (draw.place, *draw.path) for walk in self._redrawn.get(place, ())]
        return any(
            (sure or (other.stream == draw.stream and other.status.state == draw.status.state))
            and other.order > draw.order
            and walk.makes(other)
            for walk, sure in walks
            if not walk.makes(draw)
            for other in draws
        )

    def _is_loaded(self, draw: Draw, places: Iterable[Place | None]) -> bool:
        """Whether weights were loaded into one of these, on no way that a default leaves out and the draw isn't on."""
        return any(set(left_out) <= set(draw.turns) for place in places for left_out in self._loaded.get(place, ()))

    def called(self, machine: Machine, func: Value, node: f.Call, name: str) -> None:
        """Take note of a call: a model is used, trained, or loaded into."""
        if machine.events.paused or (not isinstance(func, Obj) and _says_nothing(name) and not _initialises(func)):
            return
        before = self.trained
        self._called(machine, func, node, name)
        if self.trained and not before:
            self._untouched = len(machine.heap.objects)

    def _called(self, machine: Machine, func: Value, node: f.Call, name: str) -> None:
        if name in _SAVING or (isinstance(func, Unknown) and not _TRAINS.isdisjoint(words(name))):
            self.kept = True
        if name in _LOADING or (name == "from_pretrained" and not _loads_no_model(node.func)):
            self.loads.append(machine.events.turns)
        if isinstance(func, Obj):
            self.used.add(machine.heap[func].made)
        elif name in _RESUMING and (model := _resumed(machine, node)) is not None:
            if isinstance(model, Obj):
                self._replace(machine, self._made(machine, model))
            else:
                self._note(machine, [None])
            self.trained = self.trained or name in _TRAINING
        elif isinstance(func, Ext) and func.name.endswith("Trainer.train"):
            if isinstance(func.receiver, Obj) and _goes_on(machine, node):
                self._replace(machine, self._made(machine, func.receiver))
            self.trained = True
        elif name in _TRAINING:
            self.trained = True
        else:
            self._replaced_by(machine, func, node, name)

    def _replaced_by(self, machine: Machine, func: Value, node: f.Call, name: str) -> None:
        """Take note of a call that may put other weights in the place of a model's."""
        if name in _LOADING or (name == "from_pretrained" and isinstance(func, (Cls, Func))):
            self._load(machine, func, node)
        elif name == "apply" and isinstance(node.func, f.Attr) and node.args:
            model = func.receiver if isinstance(func, Ext) else None
            walk = redrawn.applied(machine.program, machine.quietly(node.args[0]))
            self._walked(machine, model or machine.quietly(node.func.value), walk)
        elif name in _POST_INIT and isinstance(func, Ext) and isinstance(func.receiver, Obj):
            walk = redrawn.applied(machine.program, machine.names.attribute(func.receiver, "_init_weights"))
            self._walked(machine, func.receiver, walk, own=True)
        elif _FILLS_MODEL.fullmatch(name):
            self._load_into_arguments(machine, node)
        elif name in REACHING:
            self._converted.reaches(machine, node)
        elif (target := _filled_by(func, node, name)) is not None:
            self._fill(machine, target)
            if name == "copy_" and node.args:
                self._convert(machine, target, machine.quietly(node.args[0]))
        elif name == "load_model" and not isinstance(func, (Ext, Func)):
            self._note(machine, [None])

    def adapted(self, machine: Machine, place: Place, model: Value | None) -> None:
        """Take note of an adapter whose weights are drawn at `place`, to be loaded and trained with the model's."""
        if machine.events.paused:
            return
        self._adapted[place] = self._made(machine, model) if isinstance(model, Obj) else set()

    def assigned(self, machine: Machine, target: f.Attr, value: Value) -> None:
        """Take note of `layer.weight = …` and `layer.weight.data = …`."""
        if target.attr in ("weight", "bias", "data") and not machine.events.paused:
            self._fill(machine, target)
            for model in self._converted.copied(machine, target):
                self._replace(machine, self._made(machine, model))
            self._convert(machine, target, value)

    def _convert(self, machine: Machine, target: f.Expr, value: Value) -> None:
        """A tensor is written that isn't drawn: which of a model's it is, only the run knows."""
        models = self._converted.by_name(machine, target)
        for model in models if models and not _is_drawn(machine, value) else ():
            self._replace(machine, self._made(machine, model))

    def _load_into_arguments(self, machine: Machine, node: f.Call) -> None:
        for arg in arguments_of(node):
            for value in alternatives(machine.quietly(arg)):
                if isinstance(value, Obj):
                    self._replace(machine, self._made(machine, value))

    def _walked(self, machine: Machine, model: Value, walk: Walk | None, own: bool = False) -> None:
        """A model's layers are gone through: what is drawn for them anew, their constructors drew for nothing.

        `own`: not those of the pretrained models inside.
        """
        if walk is None or not isinstance(model, Obj):
            return
        whole = walk.by_tensor and walk.overwrites("", "weight") and walk.overwrites("", "bias")
        held = [(found, whole or _is_overwritten(machine, walk, found)) for found in self._held(machine, model, own)]
        if self.trained or any(found.made in self.used for found, overwritten in held if overwritten is not False):
            return
        if not walk.draws:
            self._note(machine, (found.made for found, overwritten in held if overwritten))
            return
        for found, overwritten in held:
            if overwritten is not False:
                self._redrawn.setdefault(found.made, []).append((walk, overwritten is True))

    def looped(self, machine: Machine, node: f.For) -> None:
        """Take note of a loop that overwrites the parameters of a model."""
        if machine.events.paused:
            return
        found = redrawn.looped(machine.program, machine.frame.module, machine.frame.scope, node)
        if found is not None:
            self._walked(machine, machine.quietly(found[1]), found[0])

    def _fill(self, machine: Machine, target: f.Expr) -> None:
        """A parameter is overwritten; a layer is once all of its are."""
        target = _without_data(target)
        tensor = machine.quietly(target)
        known = machine.library.held.layer_of(machine.heap[tensor]) if isinstance(tensor, Obj) else None
        if known is None and isinstance(target, f.Attr) and isinstance(owner := machine.quietly(target.value), Obj):
            known = owner, target.attr
        if known is None:
            return
        layer, name = known
        found = machine.heap[layer]
        drawn = _drawn(machine, found)
        filled = self._filled.setdefault(layer, set())
        filled.add(name)
        if drawn and all(cls == found.cls and tensor in filled for cls, tensor in drawn):
            self._replace(machine, {found.made}, fresh=layer.number >= self._untouched)

    def _replace(self, machine: Machine, places: set[Place], fresh: bool = False) -> None:
        """`fresh`: what is made there is made after all that was trained."""
        if not (places & self.used) and (fresh or not self.trained):
            self._note(machine, places)

    def _note(self, machine: Machine, places: Iterable[Place | None]) -> None:
        left_out = tuple(turn for turn in machine.events.turns if turn.left_out)
        for place in places:
            self._loaded.setdefault(place, set()).add(left_out)

    def _load(self, machine: Machine, func: Value, node: f.Call) -> None:
        if any(_is_copy(arg) and not _of_checkpoint(machine, arg) for arg in node.args[:1]):
            return  # from another model of this run
        owner = func.receiver if isinstance(func, (Ext, Func)) else None
        places = self._made(machine, owner) if isinstance(owner, Obj) else set()
        if places:
            self._replace(machine, places)
        elif not self.trained:
            self._note(machine, [None])

    def _made(self, machine: Machine, obj: Obj) -> set[Place]:
        """Where an object is made, and those that it was made with or holds (a wrapper's model, a list of layers)."""
        return {found.made for found in self._held(machine, obj)}

    def _held(self, machine: Machine, obj: Obj, own: bool = False) -> list[HeapObject]:
        found = {obj: machine.heap[obj]}
        newest = [obj]
        for _ in range(_DEEPEST):
            inside = [
                value
                for each in newest
                for part in (*found[each].arguments.values(), *found[each].fields.values(), *found[each].items)
                for value in alternatives(part)
                if isinstance(value, Obj) and not (own and _is_pretrained(machine, machine.heap[value]))
            ]
            newest = [value for value in dict.fromkeys(inside) if value not in found]
            found.update((value, machine.heap[value]) for value in newest)
        return list(found.values())


def _is_drawn(machine: Machine, value: Value) -> bool:
    """Whether a value is drawn, or what a statement that draws makes."""
    made = {machine.heap[each].made for each in alternatives(value) if isinstance(each, Obj)}
    drawn = [draw.place for draw in machine.events.draws]
    there = machine.frame.module.path, machine.slice
    return (
        any(isinstance(each, Entropy) for each in alternatives(value))
        or not made.isdisjoint(drawn)
        or (bool(drawn) and (drawn[-1].path, drawn[-1].slice) == there)
    )


def _loads_no_model(func: f.Expr) -> bool:
    """Whether `AutoTokenizer.from_pretrained` and its like bring no weights, as its class's name says."""
    owner = last_name(func.value).lower() if isinstance(func, f.Attr) else ""
    return any(word in owner for word in ("token", "config", "processor", "feature", "scheduler"))


def _resumed(machine: Machine, node: f.Call) -> Value | None:
    """The model that `trainer.test(model, ckpt_path=path)` loads weights into; None where it loads none."""
    given = dict(node.keywords)
    path = given.get("ckpt_path")
    if path is None or (isinstance(path, f.Const) and path.value is None):
        return None
    before = machine.events.pause()
    value = machine.evaluate(path)
    machine.events.go_on(before)
    if isinstance(value, Lit) and value.value is None:
        return None
    model = given.get("model", node.args[0] if node.args else None)
    return machine.quietly(model) if model is not None else UNKNOWN


def _goes_on(machine: Machine, node: f.Call) -> bool:
    """Whether `trainer.train(resume_from_checkpoint=True)` surely begins with a checkpoint's weights."""
    checkpoint = dict(node.keywords).get("resume_from_checkpoint")
    if isinstance(checkpoint, f.Const):
        return bool(checkpoint.value)
    value = machine.quietly(checkpoint) if checkpoint is not None else UNKNOWN
    return isinstance(value, Lit) and bool(value.value)


def _drawn(machine: Machine, found: HeapObject) -> list[tuple[str, str]]:
    """The tensors that a library's layer or model draws when it is made, each with the class of its layer; none where
    the catalog doesn't say."""
    row = machine.program.catalog.cls(found.cls) if isinstance(found.cls, str) else None
    if row is None or not isinstance(found.cls, str):
        return []
    bias = found.arguments.get("bias")
    without = isinstance(bias, Lit) and not bias.value
    named = [name.rpartition(".") for name in row.drawn if not (without and name == "bias")]
    return [(cls or found.cls, tensor) for cls, _, tensor in named]


def _is_overwritten(machine: Machine, walk: Walk, found: HeapObject) -> bool | None:
    """Whether a walk overwrites all that a layer or a model drew; None: at least its linear layers' weights."""
    drawn = _drawn(machine, found)
    if drawn:
        return all(walk.overwrites(cls, tensor) for cls, tensor in drawn)
    model = isinstance(found.cls, str) and _is_pretrained(machine, found)
    return None if model and walk.overwrites("torch.nn.Linear", "weight") else False


def _is_pretrained(machine: Machine, found: HeapObject) -> bool:
    """Whether an object is a model of Hugging Face, or of a project's heir of one."""
    row = machine.library.held.base(found)
    return row is not None and machine.program.catalog.is_a(row.names[0], _PRETRAINED)


def _of_checkpoint(machine: Machine, node: f.Expr) -> bool:
    """Whether the model whose weights are copied is bound, in the function that copies, to one with trained weights."""
    owner = node.func.value if isinstance(node, f.Call) and isinstance(node.func, f.Attr) else None
    if not isinstance(owner, f.Name):
        return False
    module, scope = machine.frame.module, machine.frame.scope
    body = module.facts.functions[scope].body if scope >= 0 else module.facts.body
    bound = [
        each.value
        for each in statements(body)
        if isinstance(each, f.Bind) and any(isinstance(t, f.Name) and t.id == owner.id for t in each.targets)
    ]
    return bool(bound) and all(_loads_model(value) for value in bound)


def _loads_model(node: f.Expr | None) -> bool:
    """`AutoModel.from_pretrained(name).eval()`"""
    while isinstance(node, f.Call) and isinstance(node.func, f.Attr):
        if node.func.attr == "from_pretrained":
            return True
        node = node.func.value
    return False


def _is_copy(node: f.Expr) -> bool:
    """`other.state_dict()`"""
    return isinstance(node, f.Call) and isinstance(node.func, f.Attr) and node.func.attr == "state_dict"


@lru_cache(maxsize=4096)
def _says_nothing(name: str) -> bool:
    """Whether no call of this name has to do with weights, for all that is asked here."""
    others = {"from_pretrained", "apply", "load_model"}
    said = name in _SAVING | _LOADING | _RESUMING | _TRAINING | _POST_INIT | REACHING | FILLING | others
    return not said and _TRAINS.isdisjoint(words(name)) and _FILLS_MODEL.fullmatch(name) is None


def _initialises(func: Value) -> bool:
    return isinstance(func, Ext) and func.name.startswith(_INIT)


def _filled_by(func: Value, node: f.Call, name: str) -> f.Expr | None:
    """The tensor that a call overwrites whole."""
    if _initialises(func):
        return node.args[0] if node.args else None
    if name in FILLING and isinstance(node.func, f.Attr):
        return node.func.value
    return None


def _without_data(target: f.Expr) -> f.Expr:
    """`p` of `p.data` and `p.detach()`, which share its storage."""
    owner = target.func if isinstance(target, f.Call) and not target.args else target
    shares = isinstance(owner, f.Attr) and owner.attr == ("data" if owner is target else "detach")
    return owner.value if isinstance(owner, f.Attr) and shares else target
