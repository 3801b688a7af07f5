"""Whether code that a run can come to asks for determinism in any known form, on whatever path.

The run itself takes the branches that options' defaults choose; a script whose `--deterministic` is off by default
offers determinism all the same. So every function that was entered is read whole, skipped branches and all, and what
those call is followed by name.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.outline import last_word
from samerun.program.flow.switching import asks_in_words
from samerun.program.flow.words import seed_word, words
from samerun.program.symbols import FunctionRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.flow.run import EntryRun
    from samerun.program.flow.switching import Setting
    from samerun.program.modules import Module
    from samerun.program.program import Program

# The roles of switches that ask for deterministic kernels: all of them, or cuDNN's at least.
KERNELS = frozenset({"algorithms", "convolutions"})
_CALLEE = re.compile(r"`([^`]*)`")
# Words of calls that, given a seed, may see to determinism as well.
_RUNNING = frozenset({"trainer", "runner", "engine", "learner", "setup", "init", "config", "configure", "prepare"})
_ANYBODYS = frozenset({"<lambda>", "__init__", "__call__", "__enter__", "forward", "main", "train", "step", "run"})


class Asking:
    """Where a program asks for determinism; `roles` are the switches that count.

    `strict`: what only warns doesn't, and settings that the run came by are believed instead of the words around them.
    """

    def __init__(self, program: Program, roles: frozenset[str], strict: bool = False) -> None:
        self.program = program
        self.roles = roles
        self.strict = strict
        switches = [switch for switch in program.catalog.all_switches if switch.role in roles]
        self._attributes = {_last(switch.attribute) for switch in switches if switch.attribute}
        self._calls = {_last(switch.call) for switch in switches if switch.call and not switch.param}
        self._calls |= {_last(s.call) for s in switches if s.call and s.param in ("mode", "d", "debug_mode")}
        self._params = {_last(switch.param) for switch in switches if switch.param and not switch.given}
        self._params -= {"mode", "d", "debug_mode", "warn_only"}
        self._scopes: dict[str, frozenset[int]] = {}
        self._called: dict[str, dict[int, set[FunctionRef | str]]] = {}
        self._known: dict[FunctionRef, bool] = {}
        self._variables = {switch.variable for switch in switches if switch.variable}

    def may_ask(self, run: EntryRun) -> bool:
        """Whether something that a run can come to may ask for determinism; also where that can't be told."""
        record = run.events.switches
        counting = [each for each in record.settings if each.switch.role in KERNELS]
        if self.roles & record.open or any(self._counts(each, counting) for each in counting):
            return True
        if counting:
            return not self.strict  # said to be off, or half on: that is another rule's to report
        if any(_may_see_to_it(why) for _, _, why in run.events.unresolved):
            return True
        scopes: dict[str, set[int]] = {}
        for path, scope in run.events.reached:
            scopes.setdefault(path, set()).add(scope)
        return any(self._in(self.program.table.by_path[path], reached) for path, reached in scopes.items())

    def _counts(self, setting: Setting, all_settings: list[Setting]) -> bool:
        """Whether a setting asks, or may; a call that only warns sets two switches."""
        if setting.switch.role not in self.roles or setting.effect == "bad":
            return False
        return not (self.strict and any(each.effect == "warn" for each in all_settings if each.place == setting.place))

    def _in(self, module: Module, reached: set[int]) -> bool:
        """Whether some statement of these scopes asks, or calls what does; class bodies count with their module."""
        if any(scope < 0 or scope in reached for scope in self._asking_scopes(module)):
            return True
        called = self._called_by_scope(module)
        return any(self._below(ref) for scope, refs in called.items() if scope < 0 or scope in reached for ref in refs)

    def _below(self, ref: FunctionRef | str) -> bool:
        """Whether a project function, or any that it calls, asks; one that can't be resolved is known by its name."""
        if isinstance(ref, str):
            return ref in self._names
        known = self._known.get(ref)
        if known is None:
            self._known[ref] = False  # recursion adds nothing
            module = self.program.table.by_path[ref.path]
            known = ref.index in self._asking_scopes(module) or any(
                self._below(each) for each in self._called_by_scope(module).get(ref.index, ())
            )
            self._known[ref] = known
        return known

    def _called_by_scope(self, module: Module) -> dict[int, set[FunctionRef | str]]:
        """What each scope of a module calls, as far as that may ask: project functions, and names of the unresolved."""
        found = self._called.get(module.path)
        if found is None:
            found = self._called[module.path] = {}
            for site in module.sites.calls if self._names else ():
                word = last_word(site.call.func)
                if word in self._all_names:
                    callee = self.program.callee(module, site)
                    if isinstance(callee, FunctionRef):
                        found.setdefault(site.scope, set()).add(callee)
                    elif callee is None:
                        found.setdefault(site.scope, set()).add(word)
        return found

    def _asking_scopes(self, module: Module) -> frozenset[int]:
        """The scopes of a module in which something asks."""
        found = self._scopes.get(module.path)
        if found is None:
            found = self._scopes[module.path] = frozenset(self._asking(module))
        return found

    def _asking(self, module: Module) -> Iterator[int]:
        for scope, bind in module.sites.assignments:
            if not _is_off(bind.value) and any(self._is_switch(target) for target in bind.targets):
                yield scope
        for site in module.sites.calls:
            if self._asks(site.call):
                yield site.scope

    def _is_switch(self, target: f.Expr) -> bool:
        if isinstance(target, f.Attr):
            return target.attr in self._attributes
        if isinstance(target, f.Item) and isinstance(target.index, f.Const):
            return target.index.value in self._variables
        return False

    def _asks(self, call: f.Call) -> bool:
        word = last_word(call.func)
        if word in self._calls or asks_in_words(word):
            given = [*call.args, *(value for name, value in call.keywords if name != "warn_only")]
            return not word.startswith(("is_", "are_", "get_")) and not (given and all(map(_is_off, given)))
        if any(name and (name in self._params or asks_in_words(name)) and not _is_off(v) for name, v in call.keywords):
            return True
        return any(isinstance(arg, f.Const) and arg.value in self._variables for arg in call.args)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of project functions in which something asks; those that anything may have say nothing."""
        found: set[str] = set()
        for module in self.program.modules:
            if self._may_speak(module):
                functions = module.facts.functions
                found |= {functions[scope].name for scope in self._asking_scopes(module) if scope >= 0}
        return frozenset(found - _ANYBODYS)

    @cached_property
    def _all_names(self) -> frozenset[str]:
        """Those names, and the names of all functions from which they are reached."""
        calls: dict[str, set[str]] = {}
        for module in self.program.modules:
            for caller, names in module.outline.calls:
                for name in names if caller else ():
                    calls.setdefault(name.lstrip("."), set()).add(caller.lstrip("."))
        found: set[str] = set()
        work = list(self._names)
        while work:
            name = work.pop()
            if name not in found:
                found.add(name)
                work += calls.get(name, ())
        return frozenset(found)

    def _may_speak(self, module: Module) -> bool:
        assigned, called = module.outline.assigned, module.called
        return not self._attributes.isdisjoint(assigned) or any(
            name in self._calls or asks_in_words(name) for name in called
        )


def _may_see_to_it(why: str) -> bool:
    """Whether an unresolved call may be a helper that seeds and asks for determinism, by its name."""
    found = _CALLEE.search(why)
    name = found[1] if found is not None else ""
    return name != "seed" and (seed_word(name) or not _RUNNING.isdisjoint(words(name)))


def _is_off(value: f.Expr | None) -> bool:
    return isinstance(value, f.Const) and value.value in (False, None, 0, "0", "default")


def _last(name: str) -> str:
    return name.rpartition(".")[2]
