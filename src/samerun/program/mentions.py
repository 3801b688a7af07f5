"""Which modules may speak of something: asked of their outlines, so that the facts of the others stay encoded.

What is called `name` in one place may be called by another word elsewhere (`import … as`, `other = name`), so every
question is asked with the words that a name goes by anywhere in the program.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samerun.program.modules import Module


class Mentions:
    """An index of the outlines of a program's modules."""

    def __init__(self, modules: list[Module]) -> None:
        self._modules = modules

    def calling(self, words: frozenset[str]) -> list[Module]:
        """The modules that call something by one of these words, in order."""
        return self._with(self._callers, words)

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
