"""Which requirement a differing digest is about.

A digest says only that something changed. But it is cheap to compute, so the likely earlier forms of each
item are tried: without the item, with another version number, other spaces or quotes, another order. A
form whose digest is the recorded one is what stood there when the lock was made, beyond doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from samerun.locks.toml_text import Path

_NUMBER = re.compile(r"\d+")
_OPERATOR = re.compile(r"\s*(===|[<>=!~]=|[<>])\s*")
_MOST_PROBES = 2500
_MOST_LETTERS = 7
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Clue:
    """The item at ``path`` was ``before`` when the lock was made; None if it wasn't there at all."""

    path: Path
    now: Any
    before: Any


def find_change(
    data: dict[str, Any],
    roots: list[Path],
    matches: Callable[[], bool],
    more: Callable[[Any], Iterator[Any]] | None = None,
) -> Clue | None:
    """The one change of an item under ``roots`` that restores the recorded digest, if there is one.

    ``matches`` computes the digest of ``data`` as it is; the items are changed in place and put back.
    """
    for attempt in (_removals, *([more] if more else []), _variants, _orders, _capitals):
        left = _MOST_PROBES
        for container, key, path in _items(data, roots):
            now = container[key]
            for before in attempt(now):
                left -= 1
                if left < 0:
                    break
                if _try(container, key, before, matches):
                    return Clue(path, now, None if before is _ABSENT else before)
    return _renamed(data, roots, matches)


def _renamed(data: dict[str, Any], roots: list[Path], matches: Callable[[], bool]) -> Clue | None:
    """A key of a table under another spelling: ``PyYAML`` and ``pyyaml``."""
    left = _MOST_PROBES
    for container, key, path in list(_items(data, roots)):
        if not isinstance(container, dict) or len(path) < 2:
            continue
        kept = dict(container)
        for before in _spellings(str(key)):
            left -= 1
            if left < 0:
                return None
            container.clear()
            container.update({before if name == key else name: value for name, value in kept.items()})
            found = matches()
            container.clear()
            container.update(kept)
            if found:
                return Clue(path, key, before)
    return None


def _spellings(name: str) -> Iterator[str]:
    """Other separators, then other capitals where there are few enough letters to try them all."""
    for mark in "-_.":
        yield re.sub(r"[-_.]", mark, name)
    letters = [index for index, letter in enumerate(name) if letter.isalpha()]
    if len(letters) > _MOST_LETTERS:
        yield from (name.lower(), name.capitalize(), name.upper(), name.title())
        return
    for choice in range(2 ** len(letters)):
        upper = {index for place, index in enumerate(letters) if choice >> place & 1}
        yield "".join(c.upper() if i in upper else c.lower() for i, c in enumerate(name))


def _capitals(now: Any) -> Iterator[Any]:
    """A requirement whose name was written otherwise."""
    match = re.match(r"[A-Za-z0-9._-]+", now) if isinstance(now, str) else None
    if match and len(match[0]) <= _MOST_LETTERS:
        for name in _spellings(match[0]):
            yield name + now[match.end() :]


def _items(data: dict[str, Any], roots: list[Path]) -> Iterator[tuple[Any, Any, Path]]:
    for root in roots:
        parent: Any = data
        for part in root[:-1]:
            parent = parent.get(part) if isinstance(parent, dict) else None
        if isinstance(parent, dict) and root[-1] in parent:
            yield parent, root[-1], root
            yield from _below(parent[root[-1]], root)


def _below(node: Any, path: Path) -> Iterator[tuple[Any, Any, Path]]:
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    for key in keys:
        yield node, key, (*path, key)
        yield from _below(node[key], (*path, key))


def _try(container: Any, key: Any, before: Any, matches: Callable[[], bool]) -> bool:
    if before is not _ABSENT:
        now, container[key] = container[key], before
        try:
            return matches()
        finally:
            container[key] = now
    if isinstance(container, list):
        now = container.pop(key)
        try:
            return matches()
        finally:
            container.insert(key, now)
    kept = dict(container)
    del container[key]
    try:
        return matches()
    finally:
        container.clear()
        container.update(kept)


def _removals(now: Any) -> Iterator[Any]:
    yield _ABSENT


def _orders(now: Any) -> Iterator[Any]:
    if not isinstance(now, list) or len(now) < 2:
        return
    yield now[::-1]
    for i in range(len(now)):
        yield [*now[:i], *now[i + 1 :], now[i]]
        yield [now[i], *now[:i], *now[i + 1 :]]
        for j in range(i + 1, len(now)):
            swapped = list(now)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            yield swapped


def _variants(now: Any) -> Iterator[Any]:
    if isinstance(now, bool):
        yield not now
    elif isinstance(now, str):
        yield from _texts(now)
        yield {"version": now}
    elif isinstance(now, dict) and set(now) == {"version"}:
        yield now["version"]


def _texts(now: str) -> Iterator[str]:
    spaceless = now.replace(" ", "")
    seen = {now}
    head, mark, tail = now.partition(";")
    name = re.match(r"\s*[A-Za-z0-9._-]+", head)
    forms = [
        spaceless,
        _OPERATOR.sub(r" \1 ", now).strip(),
        _OPERATOR.sub(r"\1", now),
        _OPERATOR.sub(r" \1", now),
        now.replace(",", ", "),
        now.replace(", ", ","),
        now.replace("'", '"'),
        now.replace('"', "'"),
        now.lower(),
        now.replace("_", "-"),
        now.replace("-", "_"),
        head.strip(),
        f"{head.strip()}; {tail.strip()}",
        f"{head.strip()} ; {tail.strip()}",
        re.sub(r"\(([^)]*)\)", r"\1", now),
        re.sub(r"\s*\(([^)]*)\)", r"\1", now),
        re.sub(r"\[[^]]*\]", "", now),
        now.removeprefix("./"),
        f"./{now}",
        now.rstrip("/"),
        f"{now}/",
    ]
    if name:
        rest = now[name.end() :]
        forms += [name[0], str(canonicalize_name(name[0])) + rest, name[0] + mark + tail if mark else name[0]]
        forms += [name[0].capitalize() + rest, name[0].upper() + rest]
        bounds = _OPERATOR.sub(r"\1", head[name.end() :].strip())
        forms += [f"{name[0]} ({bounds}){mark}{tail}"]
    for form in (*forms, *_numbers(now), *_numbers(head, mark + tail)):
        if form and form not in seen:
            seen.add(form)
            yield form


def _numbers(text: str, tail: str = "") -> Iterator[str]:
    """The text with one number changed; versions rarely move far."""
    for match in _NUMBER.finditer(text):
        if len(match[0]) > 4 or (tail and match.start() > len(text)):
            continue
        value = int(match[0])
        for other in sorted(range(max(0, value - 30), value + 31), key=lambda n: abs(n - value)):
            yield text[: match.start()] + str(other) + text[match.end() :] + tail
    # A bound may have lost or gained its last part (``>=2.1`` and ``>=2``).
    trimmed = re.sub(r"\.\d+(?=\D*$)", "", text)
    yield trimmed + tail
    yield re.sub(r"(\d)(?=[^\d.]*$)", r"\1.0", text) + tail
