"""What Hydra composes from a folder of configurations, without overrides.

The `defaults` list is followed (groups, `_self_`, `optional`, packages of `group@package` and of the file's header);
a file's own values override those of its defaults unless `_self_` stands elsewhere. What can't be found leaves the
tree incomplete. Source: Hydra's manual, "The Defaults List" (https://hydra.cc/docs/advanced/defaults_list/).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samerun.program.configs import ENDINGS, Leaf, Tree, contents, is_there, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFERENCE = re.compile(r"\$\{([\w.]+)\}")
_PACKAGE = re.compile(rb"\s*#\s*@package\s+(\S+)")


def compose(folder: str, name: str) -> Tree | None:
    """The configuration that Hydra composes from the file of this name; None where there is none."""
    composed = _composed(folder, name, "", 0)
    return _resolved(composed, composed) if composed is not None else None


def _composed(folder: str, name: str, group: str, depth: int) -> Tree | None:
    path = f"{folder}/{name}"
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
    for part, is_self in _parts(tree.members.get("defaults"), folder, group, depth):
        if is_self:
            result, placed = _merged(result, _under(package, own)), True
        else:
            result = _merged(result, part) if part is not None else result._replace(complete=False)
    return result if placed else _merged(result, _under(package, own))


def _parts(defaults: Leaf | Tree | None, folder: str, group: str, depth: int) -> Iterator[tuple[Tree | None, bool]]:
    """What the entries of a defaults list stand for, in order; the second says that it is the file itself."""
    for entry in defaults.members.values() if isinstance(defaults, Tree) else ():
        if isinstance(entry, Leaf):
            if entry.value == "_self_":
                yield None, True
            elif isinstance(entry.value, str):
                yield _composed(folder, _name(entry.value, group), "", depth + 1), False
            continue
        for key, value in entry.members.items():
            if key.startswith(("override ", "hydra/")) or not isinstance(value, Leaf):
                continue
            optional = key.startswith("optional ")
            words = key.removeprefix("optional ").partition("@")
            where = _name(words[0], group)
            if value.value is None:
                continue
            part = _composed(folder, f"{where}/{value.value}", words[2] or where, depth + 1)
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
        members[key] = _merged(old, value) if isinstance(old, Tree) and isinstance(value, Tree) else value
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
        members[key] = Leaf(target.value, value.path, value.span) if isinstance(target, Leaf) else value
    return Tree(members, tree.complete)
