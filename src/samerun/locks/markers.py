"""Environment markers, compared by meaning.

uv reduces a marker to a decision diagram and compares that, under the lock's ``requires-python``. Two
markers are therefore equal when they hold in the same environments, variables taken as independent:
``platform_system == 'Linux'`` is ``sys_platform == 'linux'`` and ``python_version`` is a view of
``python_full_version``, but ``os_name`` is its own variable. All of it checked by running uv 0.13.8.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Protocol

from packaging.markers import InvalidMarker, Marker
from packaging.version import Version

from samerun.locks.versions import Cut, Span, Spans, parse_specifiers, parse_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PLATFORM_SYSTEM = {"Linux": "linux", "Windows": "win32", "Darwin": "darwin"}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=", "===": "===", "~=": "~="}
_VERSIONS = frozenset({"python_full_version", "implementation_version"})
# Environments that uv knows not to exist.
_IMPOSSIBLE = {
    "os_name": {"nt": {"linux", "darwin", "ios"}, "posix": {"win32"}},
    "platform_system": {"Java": {"win32"}},
}
_OTHER = "\x7fother"
_MOST_POINTS = 60_000

Sameness = Literal["same", "different", "unknown"]


@dataclass(frozen=True, slots=True)
class _VersionTest:
    key: str
    spans: Spans

    def holds(self, point: Mapping[str, object]) -> bool:
        cut = point[self.key]
        assert isinstance(cut, tuple)
        return any((low is None or low <= cut) and (high is None or cut < high) for low, high in self.spans)


@dataclass(frozen=True, slots=True)
class _TextTest:
    key: str
    operator: str
    value: str

    def holds(self, point: Mapping[str, object]) -> bool:
        held = str(point[self.key])
        match self.operator:
            case "==" | "===":
                return held == self.value
            case "!=":
                return held != self.value
            case "<":
                return held < self.value
            case "<=":
                return held <= self.value
            case ">":
                return held > self.value
            case _:
                return held >= self.value


@dataclass(frozen=True, slots=True)
class _Flag:
    """A test whose truth uv takes as a variable of its own (``'linux' in sys_platform``, an extra)."""

    key: str
    wanted: bool

    def holds(self, point: Mapping[str, object]) -> bool:
        return bool(point[self.key]) is self.wanted


class Tree(Protocol):
    def holds(self, point: Mapping[str, object]) -> bool: ...


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Tree, ...]

    def holds(self, point: Mapping[str, object]) -> bool:
        return all(part.holds(point) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple[Tree, ...]

    def holds(self, point: Mapping[str, object]) -> bool:
        return any(part.holds(point) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    part: Tree

    def holds(self, point: Mapping[str, object]) -> bool:
        return not self.part.holds(point)


TRUE: Tree = Every(())
FALSE: Tree = Some(())


@lru_cache(maxsize=4096)
def parse_marker(text: str) -> Tree | None:
    """The marker's meaning; None if it cannot be read."""
    if not text.strip():
        return TRUE
    try:
        # A dotted spelling (os.name) is old but legal.
        parsed = Marker(text)
    except (InvalidMarker, RecursionError):
        return None
    # packaging has no public tree; this attribute has been stable since 2016.
    return _tree(parsed._markers)


def extra_is(name: str) -> Tree:
    return _Flag(f"extra:{name}", wanted=True)


def _tree(node: object) -> Tree | None:
    if isinstance(node, tuple):
        return _test(*(str(part) if i == 1 else part for i, part in enumerate(node)))
    if not isinstance(node, list):
        return None
    options: list[list[Tree]] = [[]]
    for item in node:
        if item == "or":
            options.append([])
        elif item != "and":
            part = _tree(item)
            if part is None:
                return None
            options[-1].append(part)
    parts = tuple(Every(tuple(group)) if len(group) != 1 else group[0] for group in options)
    return parts[0] if len(parts) == 1 else Some(parts)


def _test(left: object, operator: str, right: object) -> Tree | None:
    if type(left).__name__ == "Variable":
        key, value, flipped = str(left), getattr(right, "value", ""), False
    else:
        key, value, flipped = str(right), getattr(left, "value", ""), True
    if operator in {"in", "not in"}:
        return _containment(key, operator == "in", str(value), flipped)
    if flipped:
        operator = _FLIPPED.get(operator, operator)
    if key == "extra":
        return _Flag("extra:" + re.sub(r"[-_.]+", "-", str(value)).lower(), operator != "!=")
    if key == "python_version":
        return _minor_test(operator, str(value))
    if key in _VERSIONS:
        return _version_test(key, operator, str(value))
    if key == "platform_system" and value in _PLATFORM_SYSTEM:
        key, value = "sys_platform", _PLATFORM_SYSTEM[str(value)]
    return _TextTest(key, operator, str(value)) if operator != "~=" else None


def _containment(key: str, wanted: bool, value: str, flipped: bool) -> Tree | None:
    if key == "python_version" and not flipped:
        tests = [_minor_test("==", part) for part in re.split(r"[\s,|]+", value.strip()) if part]
        parts = tuple(test for test in tests if test is not None)
        if len(parts) != len(tests):
            return None
        return Some(parts) if wanted else Not(Some(parts))
    if key in _VERSIONS:
        return None
    return _Flag(f"{'contains' if flipped else 'within'}:{key}:{value}", wanted)


def _cut(release: Iterable[int], after: int = 0) -> Cut:
    return Version(".".join(str(part) for part in release)), after


def _version_test(key: str, operator: str, value: str) -> Tree | None:
    wild = value.endswith(".*")
    version = parse_version(value.removesuffix(".*"))
    if version is None or (wild and operator not in {"==", "!="}):
        return None
    # Marker versions are compared by release: uv forgets the pre-release part.
    release = version.release
    low = _cut(release)
    high = _cut((*release[:-1], release[-1] + 1)) if wild else _cut(release, 1)
    if operator == "~=":
        if len(release) < 2:
            return None
        return _VersionTest(key, ((low, _cut((*release[:-2], release[-2] + 1))),))
    return _VersionTest(key, _spans(operator, low, high)) if operator in _FLIPPED else None


def _spans(operator: str, low: Cut, high: Cut) -> Spans:
    spans: dict[str, Spans] = {
        "==": ((low, high),),
        "===": ((low, high),),
        "!=": ((None, low), (high, None)),
        ">=": ((low, None),),
        ">": ((high, None),),
        "<": ((None, low),),
        "<=": ((None, high),),
    }
    return spans[operator]


def _minor_test(operator: str, value: str) -> Tree | None:
    """``python_version`` has two parts, so a bound inside a minor release moves to its end."""
    wild = value.endswith(".*")
    version = parse_version(value.removesuffix(".*"))
    if version is None or parse_specifiers(f"{operator}{value}") is None:
        return None
    release = (*version.release, 0)[:2] if not wild else version.release
    minor = _cut(release)
    after = _cut((*release[:-1], release[-1] + 1))
    inside = len(version.release) > 2 and any(version.release[2:])
    key = "python_full_version"
    if operator == "~=":
        return _version_test(key, operator, value)
    if not inside:
        return _VersionTest(key, _spans(operator, minor, after))
    if operator in {"==", "==="}:
        return FALSE
    if operator == "!=":
        return TRUE
    return _VersionTest(key, ((after, None),) if operator in {">", ">="} else ((None, after),))


def compare_markers(left: Tree, right: Tree, python: Span = (None, None)) -> Sameness:
    """Whether two markers hold in the same environments among those that the lock supports."""
    if left == right:
        return "same"
    points = _points((left, right), python)
    # uv drops some comparisons of strings by order (`sys_platform >= 'linux'`); which ones isn't documented.
    if points is None or _orders_text(left) or _orders_text(right):
        return "unknown"
    differs = False
    holds_somewhere = False
    for point in points:
        first, second = left.holds(point), right.holds(point)
        possible = _possible(point)
        holds_somewhere = holds_somewhere or (possible and (first or second))
        if first is not second:
            differs = True
            if possible:
                return "different"
    # Different only in environments that don't exist: how far uv prunes those isn't known.
    return "unknown" if differs and holds_somewhere else "same"


def _orders_text(tree: Tree) -> bool:
    return any(isinstance(leaf, _TextTest) and leaf.operator in {"<", "<=", ">", ">="} for leaf in _leaves(tree))


def satisfiable(tree: Tree, python: Span = (None, None)) -> bool:
    points = _points((tree,), python)
    return points is None or any(_possible(point) and tree.holds(point) for point in points)


def covers(tree: Tree, region: Tree, python: Span = (None, None)) -> bool:
    """Whether the tree holds wherever the region does."""
    points = _points((tree, region), python)
    return points is None or all(tree.holds(p) or not region.holds(p) for p in points if _possible(p))


def _possible(point: Mapping[str, object]) -> bool:
    platform = point.get("sys_platform")
    return all(platform not in values.get(str(point.get(key)), ()) for key, values in _IMPOSSIBLE.items())


def _leaves(tree: Tree) -> Iterable[_VersionTest | _TextTest | _Flag]:
    if isinstance(tree, (_VersionTest, _TextTest, _Flag)):
        yield tree
    elif isinstance(tree, Not):
        yield from _leaves(tree.part)
    elif isinstance(tree, (Every, Some)):
        for part in tree.parts:
            yield from _leaves(part)


def _points(trees: tuple[Tree, ...], python: Span) -> list[dict[str, object]] | None:
    """One environment for each way in which the tests can come out; None if there are too many."""
    cuts: dict[str, set[Cut]] = {}
    texts: dict[str, set[str]] = {}
    flags: set[str] = set()
    for leaf in itertools.chain.from_iterable(_leaves(tree) for tree in trees):
        if isinstance(leaf, _VersionTest):
            bounds = cuts.setdefault(leaf.key, set())
            bounds.update(cut for span in leaf.spans for cut in span if cut is not None)
        elif isinstance(leaf, _TextTest):
            texts.setdefault(leaf.key, set()).update(_text_values(leaf))
        else:
            flags.add(leaf.key)
    axes: list[list[tuple[str, object]]] = []
    for key, found in sorted(cuts.items()):
        span = python if key == "python_full_version" else (None, None)
        axes.append([(key, cut) for cut in _version_points(found, span)])
    axes.extend([(key, value) for value in sorted(values)] for key, values in sorted(texts.items()))
    axes.extend([(key, False), (key, True)] for key in sorted(flags))
    size = 1
    for axis in axes:
        size *= len(axis)
        if size > _MOST_POINTS:
            return None
    return [dict(choice) for choice in itertools.product(*axes)]


def _text_values(leaf: _TextTest) -> set[str]:
    values = {leaf.value, _OTHER}
    if leaf.operator in {"<", "<=", ">", ">="}:
        values |= {"", leaf.value + "\0"}
    return values


def _version_points(cuts: set[Cut], span: Span) -> list[Cut]:
    low, high = span
    lowest = low or (Version("0.dev0"), -1)
    inside = {cut for cut in cuts if cut >= lowest and (high is None or cut < high)}
    return sorted({lowest, *inside})
