"""Which rules are on: Ruff's resolution of selectors, layer by layer and by specificity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from samerun.settings.errors import SettingsError, nearest
from samerun.settings.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from samerun.settings.model import Level, Settings

SYNTAX_ERROR = "REP001"
"""Reported unless `ignore` names it exactly: a file that was not understood must not look clean."""

UNEXPLAINED = "REP003"
"""What `require-reason` turns on, in the same way."""


class RuleInfo(Protocol):
    """What selection asks of a rule's class."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def level(self) -> Level: ...
    @property
    def status(self) -> str: ...


class RuleSelection:
    """The rules that are on under one set of settings, and those whose fixes may be applied.

    `dormant` holds the rules of selectors that stand for preview rules alone, while preview is off.
    """

    def __init__(self, settings: Settings, rules: Mapping[str, RuleInfo]) -> None:
        self._rules = rules
        self._codes_of = Selectors(rules)
        preview, asked = settings.preview, settings.offered
        offered = frozenset(c for c, rule in rules.items() if preview or rule.status != "preview" or c in asked)
        default = frozenset(code for code in rules if rules[code].status == "on" or code in asked)
        enabled = default if not preview else default | {c for c in rules if rules[c].status == "preview"}
        fixable = frozenset(rules)
        carried_ignore: tuple[str, ...] = ()
        carried_unfixable: tuple[str, ...] = ()
        dormant: set[str] = set()
        for layer in settings.layers:
            chosen = (layer.select or ()) + layer.extend_select
            enabled = self._apply(enabled, layer.select, chosen, layer.ignore + carried_ignore, offered)
            carried_ignore = layer.ignore if layer.select == () and not chosen else ()
            chosen_fixes = (layer.fixable or ()) + layer.extend_fixable
            fixable = self._apply(fixable, layer.fixable, chosen_fixes, layer.unfixable + carried_unfixable)
            carried_unfixable = layer.unfixable if layer.fixable == () and not chosen_fixes else ()
            dormant.update(c for s in chosen if not self._codes_of(s) & offered for c in self._codes_of(s))
        always = {SYNTAX_ERROR, UNEXPLAINED} if settings.require_reason else {SYNTAX_ERROR}
        enabled |= {
            code
            for code in always & rules.keys()
            if not any(
                self._codes_of.exact(word) and code in self._codes_of(word)
                for layer in settings.layers
                for word in layer.ignore
            )
        }
        self.codes = enabled
        self.fixable_codes = fixable
        self.dormant = tuple(sorted(dormant))
        per_file = {**settings.per_file_ignores}
        for pattern, words in settings.extend_per_file_ignores.items():
            per_file[pattern] = per_file.get(pattern, ()) + tuple(words)
        self._per_file = [
            (pattern, frozenset().union(*map(self._codes_of, words))) for pattern, words in per_file.items()
        ]
        self._ignored: dict[str, frozenset[str]] = {}

    def enabled(self, code: str, path: str | None = None) -> bool:
        """Whether the rule is on, and not ignored for the file `path` (absolute, POSIX)."""
        return code in self.codes and (path is None or code not in self.ignored_in(path))

    def ignored_in(self, path: str) -> frozenset[str]:
        """The codes that per-file-ignores turns off for `path`."""
        known = self._ignored.get(path)
        if known is None:
            hits = [codes for pattern, codes in self._per_file if matches(pattern, path)]
            known = self._ignored[path] = frozenset().union(*hits)
        return known

    def fixable(self, code: str) -> bool:
        """Whether fixes of this rule may be applied."""
        return code in self.fixable_codes

    def level(self, code: str) -> Level:
        """The level that the rule reports at."""
        return self._rules[code].level

    def _apply(
        self,
        current: frozenset[str],
        replace: tuple[str, ...] | None,
        on: tuple[str, ...],
        off: tuple[str, ...],
        offered: frozenset[str] | None = None,
    ) -> frozenset[str]:
        """One layer on top of `current`: from broad to narrow, and off after on at equal breadth."""
        updates: dict[str, bool] = {}
        weighed = [(self._codes_of.specificity(w), False, w) for w in on]
        weighed += [(self._codes_of.specificity(w), True, w) for w in off]
        for _, is_off, word in sorted(weighed, key=lambda entry: entry[:2]):
            for code in self._codes_of(word):
                if offered is None or code in offered:
                    updates[code] = not is_off
        base = current if replace is None else frozenset()
        return (base | {c for c, on_ in updates.items() if on_}) - {c for c, on_ in updates.items() if not on_}


class Selectors:
    """What a selector stands for, among the rules there are."""

    def __init__(self, rules: Mapping[str, RuleInfo]) -> None:
        self._codes = frozenset(rules)
        self._by_name = {rule.name: code for code, rule in rules.items()}

    def __call__(self, selector: str) -> frozenset[str]:
        """The codes that `selector` covers; empty when it is unknown."""
        if selector == "ALL":
            return self._codes
        if selector in self._by_name:
            return frozenset({self._by_name[selector]})
        if not re.fullmatch(r"[A-Z]+\d*", selector):
            return frozenset()
        return frozenset(code for code in self._codes if code.startswith(selector))

    def exact(self, selector: str) -> bool:
        """Whether `selector` names one rule, by code or by name."""
        return selector in self._codes or selector in self._by_name

    def specificity(self, selector: str) -> int:
        """ALL < prefixes by length < one rule."""
        if selector == "ALL":
            return 0
        return 1000 if self.exact(selector) else len(selector)

    def check(self, words: Iterable[str], place: Callable[[str], str]) -> None:
        """Raise on the first selector that covers no rule; `place` says where a word stands."""
        for word in words:
            if not self(word):
                known = sorted(self._codes) + sorted(self._by_name) + ["ALL"]
                raise SettingsError(place(word), f'unknown rule "{word}"{nearest(word, known)}')
