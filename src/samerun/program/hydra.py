"""What Hydra composes from a folder of configurations, with the overrides that code gives.

The `defaults` list is followed (groups, `_self_`, `optional`, packages of `group@package` and of the file's header);
a file's own values override those of its defaults unless `_self_` stands elsewhere. What can't be found leaves the
tree incomplete. Sources: Hydra's manual, "The Defaults List" (https://hydra.cc/docs/advanced/defaults_list/) and "Basic
Override syntax" (https://hydra.cc/docs/advanced/override_grammar/basic/).
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from samerun.program.configs import ENDINGS, Leaf, Tree, contents, is_there, noted_bytes, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.program.modules import Module
    from samerun.program.symbols import Resolver

_REFERENCE = re.compile(r"\$\{([\w.]+)\}")
_PACKAGE = re.compile(rb"\s*#\s*@package\s+(\S+)")


def compose(folder: str, name: str, overrides: list[tuple[str, Leaf]] | None = None) -> Tree | None:
    """The configuration that Hydra composes from the file of this name; None where there is none.

    `overrides`: keys as written ("model", "+trainer.seed", "~data") and their values.
    """
    composer = _Composer(folder)
    given = overrides or []
    groups = {key: leaf for key, leaf in given if noted_bytes(f"{folder}/{key.lstrip('+')}") is not None}
    composer.chosen.update((key.lstrip("+"), leaf) for key, leaf in groups.items())
    composed = composer.composed(name, "", 0)
    if composed is None:
        return None
    for key, leaf in given:
        if key.startswith("+") and key in groups:
            part = composer.composed(f"{key.lstrip('+')}/{leaf.value}", key.lstrip("+"), 1)
            composed = _merged(composed, part) if part is not None else composed._replace(complete=False)
        elif key not in groups:
            composed = _overridden(composed, key.lstrip("+~").split("."), None if key.startswith("~") else leaf)
    return _resolved(composed, composed)


def _overridden(tree: Tree, path: list[str], leaf: Leaf | None) -> Tree:
    """A tree with another value at a path; None: with nothing there."""
    members = dict(tree.members)
    inner = members.get(path[0])
    if len(path) > 1:
        members[path[0]] = _overridden(inner if isinstance(inner, Tree) else Tree({}), path[1:], leaf)
    elif leaf is None:
        members.pop(path[0], None)
    else:
        members[path[0]] = leaf
    return tree._replace(members=members)


def composed_for(resolver: Resolver, module: Module, index: int) -> tuple[Tree, f.Root] | None:
    """What a function under `@hydra.main(config_path=…, config_name=…)` is given, and the decorator."""
    function = module.facts.functions[index]
    for root in function.decorators if function.params else ():
        call = root.expr
        if not isinstance(call, f.Call):
            continue
        symbol = resolver.expr(module, MODULE, call.func, root.start)
        if getattr(symbol, "name", "") != "hydra.main":
            continue
        given = {key: value.value for key, value in call.keywords if isinstance(value, f.Const)}
        given |= {
            key: value.value
            for key, value in zip(("config_path", "config_name"), call.args, strict=False)
            if isinstance(value, f.Const)
        }
        folder, name = given.get("config_path", "."), given.get("config_name")
        if isinstance(folder, str) and isinstance(name, str):
            tree = compose(os.path.normpath(f"{module.folder}/{folder}"), name)
            if tree is not None:
                return tree, root
    return None


class _Composer:
    """Follows the defaults lists below one folder. `chosen`: what `override` entries say of groups."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.chosen: dict[str, Leaf] = {}
        self._seen: set[str] = set()

    def composed(self, name: str, group: str, depth: int) -> Tree | None:
        path = f"{self.folder}/{name}"
        if not path.endswith(ENDINGS):
            path = next((path + ending for ending in ENDINGS if is_there(path + ending)), path)
        data = contents(path)
        tree = parsed(path, data) if data is not None else None
        if tree is None or data is None or depth > 8:
            return None
        own = Tree({key: value for key, value in tree.members.items() if key != "defaults"}, tree.complete)
        package = _package(data, group)
        result = Tree({})
        placed = False
        defaults = tree.members.get("defaults")
        entries = list(defaults.members.values()) if isinstance(defaults, Tree) else []
        self._choose(entries, group)
        for part, is_self in self._parts(entries, group, depth):
            if is_self:
                result, placed = _merged(result, _under(package, own)), True
            else:
                result = _merged(result, part) if part is not None else result._replace(complete=False)
        return result if placed else _merged(result, _under(package, own))

    def _choose(self, entries: list[Leaf | Tree], group: str) -> None:
        """`override /model: large`: which config of a group another file's defaults list takes instead."""
        for entry in entries:
            for key, value in entry.members.items() if isinstance(entry, Tree) else ():
                if key.startswith("override ") and isinstance(value, Leaf):
                    self.chosen.setdefault(_name(key.removeprefix("override ").strip(), group), value)
        for entry in entries:  # the files that come later have their say on what comes before
            for key, value in entry.members.items() if isinstance(entry, Tree) else ():
                if not key.startswith(("override ", "hydra/")) and isinstance(value, Leaf) and value.value is not None:
                    where = _name(key.removeprefix("optional ").partition("@")[0], group)
                    self._choose_in(f"{self.folder}/{where}/{value.value}", where)

    def _choose_in(self, path: str, group: str) -> None:
        path = next((path + ending for ending in ("", *ENDINGS) if is_there(path + ending)), path)
        data = contents(path) if path not in self._seen else None
        self._seen.add(path)
        if data is None or b"override" not in data:
            return
        tree = parsed(path, data)
        defaults = tree.members.get("defaults") if tree is not None else None
        if isinstance(defaults, Tree):
            self._choose(list(defaults.members.values()), group)

    def _parts(self, entries: list[Leaf | Tree], group: str, depth: int) -> Iterator[tuple[Tree | None, bool]]:
        """What the entries of a defaults list stand for, in order; the second says that it is the file itself."""
        for entry in entries:
            if isinstance(entry, Leaf):
                if entry.value == "_self_":
                    yield None, True
                elif isinstance(entry.value, str):
                    name = _name(entry.value, group)
                    yield self.composed(name, name.rpartition("/")[0], depth + 1), False
                continue
            for key, value in entry.members.items():
                if key.startswith(("override ", "hydra/")) or not isinstance(value, Leaf):
                    continue
                optional = key.startswith("optional ")
                words = key.removeprefix("optional ").partition("@")
                where = _name(words[0], group)
                choice = self.chosen.get(where, value).value
                if choice is None or where == "hydra":
                    continue
                part = self.composed(f"{where}/{choice}", words[2] or where, depth + 1)
                if part is not None or not optional:
                    yield part, False


def _name(text: str, group: str) -> str:
    """A config's name: absolute with a leading slash, else below the group of the file that names it."""
    return text.removeprefix("/") if text.startswith("/") or not group else f"{group}/{text}"


def _package(data: bytes, group: str) -> list[str]:
    """Where a file's values belong: what its header says, else its group."""
    header = _PACKAGE.match(data)
    name = header.group(1).decode() if header is not None else group
    if name in ("_global_", ""):
        return []
    return [part for part in name.replace("/", ".").replace("_global_.", "").split(".") if part]


def _under(package: list[str], tree: Tree) -> Tree:
    for name in reversed(package):
        tree = Tree({name: tree})
    return tree


def _merged(below: Tree, above: Tree) -> Tree:
    members = dict(below.members)
    for key, value in above.members.items():
        old = members.get(key)
        if isinstance(old, Tree) and isinstance(value, Tree) and not value.sequence:
            members[key] = _merged(old, value)
        else:
            members[key] = value
    return Tree(members, below.complete and above.complete)


def _resolved(tree: Tree, root: Tree) -> Tree:
    """`${seed}` as what it refers to; other interpolations stay text."""
    members: dict[str, Leaf | Tree] = {}
    for key, value in tree.members.items():
        if isinstance(value, Tree):
            members[key] = _resolved(value, root)
            continue
        match = _REFERENCE.fullmatch(value.value) if isinstance(value.value, str) else None
        target: Leaf | Tree | None = root if match is not None else None
        for name in match.group(1).split(".") if match is not None else ():
            target = target.members.get(name) if isinstance(target, Tree) else None
        if isinstance(target, Leaf):
            members[key] = Leaf(target.value, value.path, value.span)
        else:
            members[key] = target if target is not None else value
    return tree._replace(members=members)
