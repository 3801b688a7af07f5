"""Seeds that configuration files declare: those that Hydra composes for an entry point, and those it loads by name.

A key counts only where all of the configuration is seen and nothing in it refers to the key (`${seed}`), and where no
code of the program takes configurations whose names can't be known: those might be read for it.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.configs import Leaf, Tree, contents, is_there, read
from samerun.program.flow.domain import Place
from samerun.program.hydra import composed_for
from samerun.program.seeds.declared import Declared, is_seed
from samerun.program.sites import statements
from samerun.program.symbols import External, FunctionRef
from samerun.program.values import constant
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.modules import Module
    from samerun.program.program import Program
    from samerun.program.sites import CallSite

_COMPOSING = frozenset(
    {"hydra.compose", "hydra.initialize", "hydra.initialize_config_dir", "hydra.experimental.compose"}
)
_REFERENCE = re.compile(rb"\$\{([^{}]*)")


class Taken(NamedTuple):
    """A configuration that code takes: the function whose first parameter it is, or the call that gives it back."""

    tree: Tree
    place: Place
    function: FunctionRef | None = None
    call: f.Call | None = None


class ConfigurationKeys:
    """The seeds among the keys of the configurations that a program's modules take."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._unknown: frozenset[str] | None = None
        # What is handed only text tells of no file.
        self._loaders = {name: row for name, row in program.catalog.loaders.items() if row.takes != ["text"]}
        self._roots = frozenset(name.partition(".")[0] for name in (*self._loaders, *_COMPOSING))
        self._words = frozenset(name.rpartition(".")[2] for name in (*self._loaders, *_COMPOSING))

    def may_be_in(self, module: Module) -> bool:
        """Whether a module may take a configuration, by its outline alone."""
        return any(alias.module.partition(".")[0] in self._roots for alias in module.outline.imports)

    def of(self, module: Module) -> Iterator[Declared]:
        """The keys that a module's functions and loading calls declare, in the order of the code."""
        for taken in self._taken(module):
            if not taken.tree.complete:
                continue
            for path, leaf in _leaves(taken.tree):
                if not (is_seed(path[-1]) and _is_number(leaf)) or _is_referred_to(taken.tree, path):
                    continue
                if leaf.path.rpartition(".")[2] in self._read_unknown(hydra=taken.function is not None):
                    continue
                written = Place(leaf.path, leaf.span, leaf.span, MODULE)
                option = ".".join(path)
                yield Declared(
                    "key", path[-1], option, taken.place, None, taken.function, call=taken.call, written=written
                )

    def _taken(self, module: Module) -> Iterator[Taken]:
        if any(alias.module.partition(".")[0] == "hydra" for alias in module.outline.imports):
            for index in range(len(module.facts.functions)):
                found = composed_for(self.program.resolver, module, index)
                if found is not None:
                    tree, root = found
                    span = Span(root.start, root.end)
                    place = Place(module.path, span, span, MODULE)
                    yield Taken(tree, place, FunctionRef(module.path, index))
        for site, endings in self._loading(module):
            name = self._name(module, site)
            path = self._file(module, name) if name is not None else None
            loaded = read(path) if path is not None and path.endswith(tuple(endings)) else None
            if loaded is not None:
                place = Place(module.path, Span(site.call.start, site.call.end), site.slice, site.scope)
                yield Taken(loaded, place, call=site.call)

    def _loading(self, module: Module) -> Iterator[tuple[CallSite, list[str]]]:
        if self._words.isdisjoint(module.called):
            return
        for site in module.sites.calls:
            callee = self.program.callee(module, site)
            if isinstance(callee, External) and callee.name in self._loaders and site.call.args:
                yield site, self._loaders[callee.name].endings

    def _read_unknown(self, hydra: bool) -> frozenset[str]:
        """The endings of configurations that some code takes by a name that isn't known."""
        if self._unknown is None:
            found: set[str] = set()
            for module in self.program.modules:
                if not self.may_be_in(module) or self._words.isdisjoint(module.called):
                    continue
                for site, endings in self._loading(module):
                    if self._name(module, site) is None:
                        found |= {ending[1:] for ending in endings}
                callees = (self.program.callee(module, site) for site in module.sites.calls)
                if any(isinstance(each, External) and each.name in _COMPOSING for each in callees):
                    found |= {"hydra"}
            self._unknown = frozenset(found)
        if hydra:
            return frozenset({"yaml", "yml"}) if "hydra" in self._unknown else frozenset()
        return self._unknown

    def _name(self, module: Module, site: CallSite) -> str | None:
        """The name of the file that a call loads: given itself, opened in place, or by the `with` around the call."""
        node = site.call.args[0]
        if isinstance(node, f.Name) and (opened := _opened(module, node.id, site)) is not None:
            node = opened
        if isinstance(node, f.Call) and node.args and isinstance(node.func, f.Name) and node.func.id == "open":
            node = node.args[0]
        known = constant(self.program.resolver, module, site.scope, node, site.slice.start)
        return known.value if known is not None and isinstance(known.value, str) else None

    def _file(self, module: Module, name: str) -> str | None:
        """The one file of the project that a relative name can mean."""
        if os.path.isabs(name):  # noqa: PTH117 - text only
            return None
        folders = {self.program.root, module.folder}
        present = {path for path in (os.path.normpath(f"{folder}/{name}") for folder in folders) if is_there(path)}
        return present.pop() if len(present) == 1 else None


def _opened(module: Module, name: str, site: CallSite) -> f.Expr | None:
    """The expression that the `with` around a call binds to a name."""
    body = module.facts.functions[site.scope].body if site.scope >= 0 else module.facts.body
    for node in statements(body):
        if isinstance(node, f.With):
            for root, target in node.items:
                inside = any(each.start <= site.slice.start < each.end for each in _simple(node.body))
                if isinstance(target, f.Name) and target.id == name and inside:
                    return root.expr
    return None


def _simple(body: list[f.Stmt]) -> Iterator[f.Do | f.Bind | f.Return]:
    return (node for node in statements(body) if isinstance(node, (f.Do, f.Bind, f.Return)))


def _leaves(tree: Tree, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Leaf]]:
    for key, value in tree.members.items():
        if isinstance(value, Tree):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _is_number(leaf: Leaf) -> bool:
    """Whether a number, or null, is written there."""
    plain = leaf.value is None or (isinstance(leaf.value, int) and not isinstance(leaf.value, bool))
    return plain and b"${" not in _written(leaf)


def _is_referred_to(tree: Tree, path: tuple[str, ...]) -> bool:
    """Whether some other value refers to the key, or to a group that holds it; Hydra's own only name folders by it."""
    for other, leaf in _leaves(tree):
        if other[0] != "hydra" and any(_means(each, path) for each in _REFERENCE.findall(_written(leaf))):
            return True
    return False


def _means(reference: bytes, path: tuple[str, ...]) -> bool:
    """Whether what stands in `${…}` is a key or a group that holds it; of resolvers and relative ones the words say."""
    if b":" in reference or reference.startswith(b".") or b"[" in reference:
        return any(part.encode() in reference for part in path)
    parts = reference.decode("utf-8", "replace").strip().split(".")
    return list(path[: len(parts)]) == parts


def _written(leaf: Leaf) -> bytes:
    return (contents(leaf.path) or b"")[leaf.span.start : leaf.span.end]
