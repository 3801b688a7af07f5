"""Which modules may speak of something: asked of their outlines, so that the facts of the others stay encoded.

What is called `name` in one place may be called by another word elsewhere (`import … as`, `other = name`), so every
question is asked with the words that a name goes by anywhere in the program.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from samerun.index.outline import FEW

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from samerun.catalog.catalog import Catalog
    from samerun.catalog.table import Switch
    from samerun.program.modules import Module


class Taker(NamedTuple):
    """What is called, with something in an argument: by which words, of which library, and where the argument stands.

    `root` is an import root, "" where it may be any object's. `position` is the first place at which it may stand;
    None where only keywords hand it over.
    """

    words: frozenset[str]
    root: str
    position: int | None
    keywords: frozenset[str]


class Mentions:
    """An index of the outlines of a program's modules."""

    def __init__(self, modules: list[Module], catalog: Catalog) -> None:
        self._modules, self._catalog = modules, catalog
        self._by_path = {module.path: module for module in modules}
        self._names: dict[str, dict[str, set[str]]] = {}

    def calling(self, words: frozenset[str]) -> list[Module]:
        """The modules that call something by one of these words, in order."""
        return self._with(self._callers, words)

    @cached_property
    def libraries(self) -> frozenset[str]:
        """The import roots of the catalog that anything in the program may be of."""
        imported = {alias.module.partition(".")[0] for module in self._modules for alias in module.outline.imports}
        return self._catalog.reachable({*imported, "builtins"})

    @cached_property
    def switch_settings(self) -> dict[str, list[Switch]]:
        """The determinism switches of the libraries in use that configuration files in Python set, by variable."""
        found: dict[str, list[Switch]] = {}
        for switch in self._catalog.all_switches:
            if switch.setting and switch.key.partition(".")[0] in self.libraries:
                found.setdefault(switch.setting.partition(".")[0], []).append(switch)
        return found

    @cached_property
    def switch_words(self) -> tuple[frozenset[str], frozenset[str]]:
        """The last words of the attributes, and of the calls, that may be determinism switches."""
        attributes, calls = self._catalog.switch_words(self.libraries)
        return attributes, self.aliases(calls)

    def handing(self, takers: Iterable[Taker]) -> list[tuple[Module, set[str]]]:
        """The modules that may hand something over to one of these, in order, each with the words by which it may."""
        found: dict[str, tuple[Module, set[str]]] = {}
        for taker in takers:
            taker = taker._replace(words=self.aliases(taker.words))
            for module in self.calling(taker.words):
                if self._hands(module, taker):
                    found.setdefault(module.path, (module, set()))[1].update(taker.words)
        return [found[path] for path in sorted(found)]

    def _hands(self, module: Module, taker: Taker) -> bool:
        at, outline = taker.position, module.outline
        by_place = at is not None and (at < FEW or not taker.words.isdisjoint(outline.long))
        if not by_place and taker.keywords.isdisjoint(outline.keywords):
            return False
        return not taker.root or module.path in self._within(taker.root)

    def _within(self, root: str) -> Container[str]:
        """The paths of modules that have a name for a library, or for something of it: imported, or from each other."""
        if root == "builtins":
            return self._by_path
        if root not in self._names:
            self._names[root] = self._names_of(self._catalog.standing_for(root, self.libraries))
        return self._names[root]

    def _names_of(self, roots: frozenset[str]) -> dict[str, set[str]]:
        """By module, the names for what is of some import roots; "" where a star import may bind any."""
        names: dict[str, set[str]] = defaultdict(set)
        fresh: dict[str, set[str]] = defaultdict(set)
        for module in self._modules:
            for alias in module.outline.imports:
                if alias.module.partition(".")[0] in roots:
                    fresh[module.path].add(alias.bound)
        while fresh:
            path, new = fresh.popitem()
            module = self._by_path[path]
            new |= {name for name, old in module.outline.renames if old in new}
            new -= names[path]
            first = not names[path]
            names[path] |= new
            for other, bound in self._taken_from(module, new, first):
                if bound not in names.get(other, ()):
                    fresh[other].add(bound)
        return names

    def _taken_from(self, module: Module, names: set[str], first: bool) -> Iterator[tuple[str, str]]:
        """Who imports one of these names from a module, and as what; the `first` time, who imports the module."""
        stem = (module.folder if module.is_package else module.path.removesuffix(".py")).rpartition("/")[2]
        for source in (stem, "") if module.is_package else (stem,):
            taken = self._imported.get(source, {})
            for name in {*names, *((None, stem, "*") if first else ("*",))}:
                for path, bound in taken.get(name, ()):
                    yield from ((path, each) for each in (names if name == "*" else (bound,)))
            if "" in names:
                for name in taken.keys() - module.names:
                    yield from taken[name]

    @cached_property
    def _imported(self) -> dict[str, dict[str | None, list[tuple[str, str]]]]:
        """The imports that may be of the program's own modules, by the last words of what they name, then by the name
        that is taken: who, and as what."""
        own = {part.removesuffix(".py") for module in self._modules for part in module.path.split("/")}
        index: dict[str, dict[str | None, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for module in self._modules:
            for alias in module.outline.imports:
                if not alias.level and alias.module.partition(".")[0] not in own:
                    continue
                for word in {alias.module.rpartition(".")[2], alias.name or ""}:
                    index[word][alias.name].append((module.path, alias.bound))
        return index

    def assigning(self, words: Iterable[str]) -> list[Module]:
        """The modules that assign to an attribute of one of these names, in order."""
        return self._with(self._assigning, words)

    def aliases(self, names: Iterable[str]) -> frozenset[str]:
        """The words that these names, each the last of a dotted one, go by anywhere in the program."""
        return _closed(names, self._renamed)

    def subclasses(self, names: Iterable[str]) -> frozenset[str]:
        """The words that classes of these names, and whatever may inherit from them, go by."""
        found = self.aliases(names)
        while True:
            more = self.aliases(_closed(found, self._inheriting))
            if more == found:
                return found
            found = more

    def _with(self, index: dict[str, list[int]], words: Iterable[str]) -> list[Module]:
        return [
            self._modules[number] for number in sorted({number for word in words for number in index.get(word, ())})
        ]

    @cached_property
    def _callers(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for number, module in enumerate(self._modules):
            for word in module.called:
                index[word].append(number)
        return index

    @cached_property
    def _assigning(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for number, module in enumerate(self._modules):
            for word in module.outline.assigned:
                index[word].append(number)
        return index

    @cached_property
    def _renamed(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for module in self._modules:
            for new, old in module.outline.renames:
                found[old].add(new)
        return found

    @cached_property
    def _inheriting(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for module in self._modules:
            for name, bases in module.outline.classes:
                for base in bases:
                    found[base].add(name)
        return found


def _closed(words: Iterable[str], more: dict[str, set[str]]) -> frozenset[str]:
    """The words, and all that follow from them."""
    found: set[str] = set()
    queue = list(words)
    while queue:
        word = queue.pop()
        if word not in found:
            found.add(word)
            queue += more.get(word, ())
    return frozenset(found)
