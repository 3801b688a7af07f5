"""Names, members and options that nobody gives a value: who reads one ends the run.

What another file may put there isn't missing: no file of the run may spell the name as text or set it, and a file that
makes names by other means than writing them down (`exec`, `globals()`, a star import) may have any.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samerun.catalog.libraries import libraries
from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.flow.cells import is_given
from samerun.program.reading import called, parts_in, parts_of
from samerun.program.sites import arguments_of, bodies, names_in, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.frame import Frame
    from samerun.program.flow.heap import HeapObject
    from samerun.program.flow.machine import Machine
    from samerun.program.modules import Module
    from samerun.program.symbols import ClassRef

# What may give a namespace names that no `add_argument` tells.
_OTHER_OPTIONS = re.compile(r"\b(?:setattr|vars|Namespace|parents|namespace|fromfile_prefix_chars)\b|__dict__")
# What may give a module names that it doesn't write down.
_OTHER_NAMES = re.compile(
    r"\b(?:exec|execfile|globals)\s*\(|\b(?:locals|vars)\s*\(\s*\)\s*[.\[]|^\S.*\blocals\s*\(|__import__\s*\(\s*__name__"
    r"|\b(?:builtins|__builtin__|__builtins__|_getframe|__dict__)\b|\bsys\.modules\b",
    re.MULTILINE,
)


# What may give objects members whose names aren't written down.
_OTHER_MEMBERS = re.compile(
    r"\bsetattr\s*\(\s*[^,()]+,\s*(?![\"'])|\bvars\s*\([^()]*\)\s*(?:\.update|\[)|__dict__|\b__setattr__\b|\b__class__\s*="
    r"|\b(?:add_module|register_buffer|register_parameter|register_module)\s*\(\s*(?![\"'\s])|\blocals\s*\("
)
# Methods that may make them, or answer for them.
_MAKING_MEMBERS = frozenset(
    {"__getattr__", "__getattribute__", "__setattr__", "__new__", "__init_subclass__", "__setstate__"}
)


class Missing:
    """What the run of a machine reads and nobody has made. `parsed`: the objects that hold a parser's options."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.parsed: set[int] = set()
        self._told: dict[str, tuple[int, bool]] = {}
        self._own: dict[str, frozenset[str] | None] = {}
        self._makers: dict[str, bool] = {}
        self._assigned: dict[str, frozenset[str] | None] = {}

    def read(self, name: str) -> None:
        """A name is read whose value isn't known: where it has none, the run ends."""
        if self._is_unbound(self.machine.frame, name):
            self.machine.failures.surely("builtins.NameError")

    def _is_unbound(self, frame: Frame, name: str) -> bool:
        """Whether reading a name raises NameError: nothing in its file binds it, and nothing else could."""
        module = frame.module
        if self.machine.events.paused or not self.machine.alive:
            return False
        if module.kind == "notebook" or module.scopes.find(frame.scope, name) is not None:
            return False
        if is_given(name) or name in libraries().script_names or any(name in each.env for each in self._around(frame)):
            return False
        if module.path not in self._own:
            self._own[module.path] = _bound_otherwise(module)
        own = self._own[module.path]
        return own is not None and name not in own and not self._is_told(name)

    def _around(self, frame: Frame) -> list[Frame]:
        """A frame and those in which its free names are looked up."""
        out: list[Frame] = []
        current: Frame | None = frame
        while current is not None:
            out.append(current)
            current = current.parent
        return out

    def imported(self, alias: f.Alias, path: str) -> bool:
        """Whether `from module import name` raises ImportError: the module at `path`, which surely is the one that is
        meant, has no such name."""
        machine, name = self.machine, alias.name or "_"
        module = machine.program.table.by_path.get(path)
        if machine.events.paused or not machine.alive or machine.failures.guarded or name.startswith("_"):
            return False
        if module is None or module.is_package or module.kind != "python" or not self._is_meant(alias, path):
            return False
        frame, bindings = machine.modules.get(path), module.scopes.table[MODULE].bindings
        if name in bindings or "__getattr__" in bindings or (frame is not None and name in frame.env):
            return False
        if module.path not in self._own:
            self._own[path] = _bound_otherwise(module)
        return self._own[path] is not None and not self._is_told(name)

    def _is_meant(self, alias: f.Alias, path: str) -> bool:
        """Whether an import is a relative one, or finds a file where Python looks first, in the folder of the entry
        point, with no other of that name in a folder above it."""
        if alias.level:
            return True
        folder, tail = self.machine.entry.rpartition("/")[0], "/" + alias.module.replace(".", "/")
        if path != f"{folder}{tail}.py":
            return False
        by_path, above = self.machine.program.table.by_path, folder
        while above := above.rpartition("/")[0]:
            if f"{above}{tail}.py" in by_path or f"{above}{tail}/__init__.py" in by_path:
                return False
        return True

    def option(self, found: HeapObject, name: str) -> bool:
        """Whether `args.name` raises AttributeError: no `add_argument` of the entry's own parser makes such a name.

        Nobody else may be handed the parser.
        """
        machine = self.machine
        if found.number not in self.parsed or found.open or not found.fields or found.made.path != machine.entry:
            return False
        if name.startswith("_") or any(str(field).partition(".")[0] == name for field in found.fields):
            return False
        module = machine.program.table.by_path[machine.entry]
        return not (_OTHER_OPTIONS.search(module.source.text) or _hands_parser_on(module) or self._is_told(name))

    def member(self, found: HeapObject, own: list[ClassRef], external: list[str], name: str) -> bool:
        """Whether `self.name` raises AttributeError: nobody stores it, and no class of the object has it.

        `own` and `external` are all the classes that the object is of, of the project and of libraries.
        """
        machine = self.machine
        if machine.events.paused or not machine.alive or found.open or name.startswith("_"):
            return False
        if any(self._may_have(each, name) for each in external) or not all(self._is_plain(each) for each in own):
            return False
        return not (self._is_told(name) or any(self._stores(each.module, name) for each in machine.modules.values()))

    def _may_have(self, cls: str, name: str) -> bool:
        """Whether a library's class may have a member of that name."""
        row = self.machine.program.catalog.cls(cls)
        closed = libraries().closed
        return any(name in closed.get(each, (name,)) for each in (cls, *(row.bases if row is not None else ())))

    def _is_plain(self, ref: ClassRef) -> bool:
        """Whether a class has no more members than it writes down, or assigns."""
        module = self.machine.program.table.by_path[ref.path]
        cls = module.facts.classes[ref.index]
        return (
            ref in self.machine.class_env
            and not (cls.decorators or cls.keywords)
            and _MAKING_MEMBERS.isdisjoint(cls.methods)
            and not self._makes_members(module)
        )

    def _makes_members(self, module: Module) -> bool:
        """Whether a file gives objects members by other means than writing them down."""
        if module.path not in self._makers:
            self._makers[module.path] = _OTHER_MEMBERS.search(module.source.text) is not None
        return self._makers[module.path]

    def _stores(self, module: Module, name: str) -> bool:
        """Whether a file may store an attribute of that name."""
        if module.path not in self._assigned:
            self._assigned[module.path] = None if self._makes_members(module) else frozenset(_assigned(module.facts))
        assigned = self._assigned[module.path]
        return assigned is None or name in assigned

    def _is_told(self, name: str) -> bool:
        """Whether a file of the run spells a name as text, or sets a member of that name."""
        modules = self.machine.modules
        known = self._told.get(name)
        if known is None or (not known[1] and known[0] != len(modules)):
            told = re.compile(rf"""["'](?:--?)?{name.replace("_", "[-_]")}["']|\.{name}\s*(?::[^=\n]+)?=[^=]""")
            known = len(modules), any(told.search(frame.module.source.text) for frame in modules.values())
            self._told[name] = known
        return known[1]


def _bound_otherwise(module: Module) -> frozenset[str] | None:
    """The names that a file's comprehensions and type parameters bind; None where it may bind any name."""
    text = module.source.text
    if _OTHER_NAMES.search(text) or any(scope.stars for scope in module.scopes.table.values()):
        return None
    found = set(re.findall(r"\w+", " ".join(re.findall(r"\b(?:class|def|type)\s+\w+\s*\[([^\]]*)\]", text))))
    for node in _expressions(module.facts):
        if isinstance(node, f.Comp):
            found.update(name for clause in node.clauses for name in names_in(clause.target))
    return frozenset(found)


def _expressions(facts: f.ModuleFacts) -> Iterator[f.Expr]:
    """Every expression of a file."""
    for body in (facts.body, *(each.body for each in facts.functions), *(each.body for each in facts.classes)):
        yield from parts_in(body)
    headers = [
        root for each in facts.functions for root in (*each.decorators, *(param.default for param in each.params))
    ]
    for root in (*headers, *(root for each in facts.classes for root in (*each.decorators, *each.bases))):
        if root is not None:
            yield from parts_of(root.expr)


def _hands_parser_on(module: Module) -> bool:
    """Whether a name that is bound to a parser is an argument of some call: of whom, nobody sees."""
    parsers = {
        target.id
        for _, body in bodies(module.facts)
        for node in statements(body)
        if isinstance(node, f.Bind) and isinstance(node.value, f.Call) and "arser" in called(node.value)
        for target in node.targets
        if isinstance(target, f.Name)
    }
    given = (each for site in module.sites.calls for each in arguments_of(site.call))
    return any(isinstance(each, f.Name) and each.id in parsers for each in given)


def _assigned(facts: f.ModuleFacts) -> Iterator[str]:
    """The names of the attributes that the statements of a file bind, and those of the slots that it lists."""
    for _, body in bodies(facts):
        for node in statements(body):
            targets = (
                list(node.targets) if isinstance(node, f.Bind) else [node.target] if isinstance(node, f.For) else []
            )
            if isinstance(node, f.With):
                targets += [target for _, target in node.items if target is not None]
            for target in targets:
                yield from (part.attr for part in parts_of(target) if isinstance(part, f.Attr))
