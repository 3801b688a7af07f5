"""`LightningCLI`: it reads its configuration files, seeds, makes model and data, and trains.

The seed is `seed_everything` of the files or of `parser.set_defaults`, else `seed_everything_default`: true chooses
one, false doesn't seed. Source: lightning/pytorch/cli.py of 2.6 (`__init__`, `_set_seed`, `instantiate_classes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.program.configs import Leaf, parsed
from samerun.program.flow.arguments import Args
from samerun.program.flow.config_files import as_value, found_file
from samerun.program.flow.domain import UNKNOWN, Cls, Ext, Func, Lit, Obj, Union, Unknown, Value
from samerun.program.flow.instantiated import named

if TYPE_CHECKING:
    from samerun.index import facts as f
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine

_PARSER = "lightning.cli.LightningArgumentParser"
_SUBCOMMANDS = ("fit", "validate", "test", "predict")
_SUBCOMMAND = "fit"  # a run without one ends with the usage text


class CommandLine:
    """One `LightningCLI(…)` on its way: `made` is the object, `bound` what it is made with."""

    def __init__(self, machine: Machine, made: HeapObject, bound: dict[str, Value], node: f.Call | None) -> None:
        self.machine, self.made, self.bound, self.node = machine, made, bound, node
        self.sure = True
        self.subcommand = _SUBCOMMAND
        self.config: dict[str, Value] = {}

    def run(self) -> None:
        """All that the constructor does, in order."""
        self._hook("add_arguments_to_parser", Obj(self._parser().number))
        self._arguments_given(self.bound.get("args", Lit(None)))
        self._seed()
        self._hook("before_instantiate_classes")
        data = self._instance("datamodule_class", "data")
        model = self._instance("model_class", "model")
        trainer = Obj(self.machine.heap.make("lightning.Trainer", self.made.made, self.made.number).number)
        for name, value in (("datamodule", data), ("model", model), ("trainer", trainer)):
            self.made.fields[name] = value
        run = self.bound.get("run", Lit(True))
        if isinstance(run, Lit) and run.value and self.subcommand == _SUBCOMMAND:
            given: dict[str, Value] = {"datamodule": data} if isinstance(data, Obj) else {}
            self.machine.library.call(Ext("lightning.Trainer.fit", trainer), Args([model], given, self.node))

    def _parser(self) -> HeapObject:
        """The parser that a subclass's `add_arguments_to_parser` gets; what it says by `set_defaults` are fields."""
        made = self.machine.heap.make(_PARSER, self.made.made, self.made.number)
        self.config = made.fields  # type: ignore[assignment]
        return made

    def _hook(self, name: str, *values: Value) -> None:
        method = self.machine.caller.objects.find(Obj(self.made.number), name)
        if isinstance(method, Func):
            self.machine.caller.function(method, Args(list(values), node=self.node))

    def _read(self, kwargs: Value | None) -> None:
        """`parser_kwargs={"default_config_files": […]}`, for all subcommands or for this one."""
        if kwargs is None:
            return
        if not isinstance(kwargs, Obj) or self.machine.heap[kwargs].open:
            self.sure = False
            return
        fields = self.machine.heap[kwargs].fields
        self._read(fields.get(self.subcommand))
        listed = fields.get("default_config_files")
        for name in self.machine.heap[listed].fields.values() if isinstance(listed, Obj) else ():
            self._read_file(name, option=True)

    def _read_file(self, name: Value, option: bool) -> None:
        tree = found_file(self.machine, name.value) if isinstance(name, Lit) and isinstance(name.value, str) else None
        if tree is None:
            self.sure = False
        else:
            self._take(as_value(self.machine, tree, "dict", option))

    def _take(self, values: Value) -> None:
        """The values of a file or a dict, those below the subcommand's name too."""
        fields = self.machine.heap[values].fields if isinstance(values, Obj) else {}
        inner = fields.get(self.subcommand)
        self.config.update(fields)  # type: ignore[arg-type]
        if isinstance(inner, Obj):
            self.config.update(self.machine.heap[inner].fields)  # type: ignore[arg-type]

    def _arguments_given(self, args: Value) -> None:
        """`args=["fit", "--seed_everything=3"]` and `args={"seed_everything": 3}` in place of the command line's."""
        found = self.machine.heap[args] if isinstance(args, Obj) else None
        words = list(found.fields.values()) if found is not None else []
        texts = [str(word.value) if isinstance(word, Lit) else "" for word in words]
        listed = found is not None and found.cls in ("list", "tuple")
        if listed and self.bound.get("run", Lit(True)) == Lit(True):
            self.subcommand = next((text for text in texts if text in _SUBCOMMANDS), _SUBCOMMAND)
        self._read(self.bound.get("parser_kwargs"))
        if found is None:
            self.sure = self.sure and isinstance(args, Lit) and args.value is None
        elif found.open or found.items or (listed and not all(isinstance(word, Lit) for word in words)):
            self.sure = False
        elif listed:
            self._options(texts, words)
        else:
            self._take(args)

    def _options(self, texts: list[str], words: list[Value]) -> None:
        """`--config file.yaml`, `--model.width=3`, `--seed_everything 3`"""
        at = 0
        while at < len(texts):
            key, equals, text = texts[at].partition("=")
            if key.startswith("-") and not equals and at + 1 < len(texts):
                at += 1
                text = texts[at]
            if key in ("--config", "-c"):
                self._read_file(Lit(text), option=False)
            elif key.startswith("--"):
                tree = parsed("argument.yaml", f"value: {text}".encode())
                leaf = tree.members.get("value") if tree is not None else None
                word = words[at]
                value = (
                    Lit(leaf.value, word.place if isinstance(word, Lit) else None)
                    if isinstance(leaf, Leaf)
                    else UNKNOWN
                )
                self._set(self.config, key[2:].split("."), value)  # type: ignore[arg-type]
            at += 1

    def _set(self, fields: dict[object, Value], path: list[str], value: Value) -> None:
        if len(path) == 1:
            fields[path[0]] = value
            return
        inner = fields.get(path[0])
        if not isinstance(inner, Obj):
            inner = Obj(self.machine.heap.make("dict", self.made.made, self.made.number, *path).number)
            fields[path[0]] = inner
        self._set(self.machine.heap[inner].fields, path[1:], value)

    def _seed(self) -> None:
        seed = self.config.get("seed_everything", self.bound.get("seed_everything_default", Lit(True)))
        if not self.sure:
            seed = Unknown(seedlike=True)
        if isinstance(seed, Lit) and seed.value is False:
            return
        args = [] if isinstance(seed, Lit) and seed.value is True else [seed]
        self.machine.library.call(Ext("lightning.seed_everything"), Args(list(args), node=self.node))

    def _instance(self, parameter: str, key: str) -> Value:
        """The model or the data: of the class that is handed over, else of the one that the files name."""
        cls = self.bound.get(parameter, Lit(None))
        given = self.config.get(key)
        if isinstance(cls, Lit):
            return self._made(given)
        if isinstance(given, Obj) and "class_path" in self.machine.heap[given].fields:
            return self._made(given)
        return (
            self.machine.caller.call(cls, self._arguments(given), "")
            if isinstance(cls, (Cls, Ext, Func, Union))
            else UNKNOWN
        )

    def _made(self, node: Value | None) -> Value:
        """A node as jsonargparse makes an object of it: `class_path` with its `init_args`; else the node itself."""
        if not isinstance(node, Obj):
            return node if node is not None else UNKNOWN
        fields = self.machine.heap[node].fields
        path = fields.get("class_path")
        if not (isinstance(path, Lit) and isinstance(path.value, str)):
            return node
        return self.machine.caller.call(named(self.machine, path.value), self._arguments(fields.get("init_args")), "")

    def _arguments(self, node: Value | None) -> Args:
        fields = self.machine.heap[node].fields if isinstance(node, Obj) else {}
        keywords = {key: self._made(value) for key, value in fields.items() if isinstance(key, str)}
        return Args([], keywords, self.node, not self.sure)


def set_defaults(machine: Machine, args: Args, ext: Ext) -> Value:
    """`parser.set_defaults({"seed_everything": 42})`"""
    if isinstance(ext.receiver, Obj):
        given = args.values[0] if args.values else None
        fields = machine.heap[given].fields if isinstance(given, Obj) else {}
        for name, value in (*fields.items(), *args.keywords.items()):
            machine.heap.store(ext.receiver, name, value, weak=False)
    return Lit(None)


CLI_CLASSES = {"lightning.cli.LightningCLI": CommandLine}
CLI_METHODS = {(_PARSER, "set_defaults"): set_defaults}
