"""Version specifiers as sets of versions, so that two spellings of one range are equal.

uv 0.13 compares the ranges that specifiers describe: ``~=1.5.1`` equals ``>=1.5.1,<1.6``, but
``==1.5.*`` (which admits ``1.5.dev0``) does not equal ``>=1.5,<1.6``. Found by running it.
"""

from __future__ import annotations

from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.version import InvalidVersion, Version

# A cut between two versions: just below a version's first pre-release (-1), at it (0), after it (1),
# after its local versions (2), after its post-releases (3).
Cut = tuple[Version, int]
Span = tuple[Cut | None, Cut | None]
Spans = tuple[Span, ...]

_ALL: Spans = ((None, None),)


def parse_version(text: object) -> Version | None:
    try:
        return Version(str(text))
    except InvalidVersion:
        return None


def parse_specifiers(text: str) -> SpecifierSet | None:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def admits(specifiers: SpecifierSet, version: str) -> bool:
    """Whether a locked version lies within; pre-releases count, as they are already chosen."""
    parsed = parse_version(version)
    return parsed is not None and specifiers.contains(parsed, prereleases=True)


@lru_cache(maxsize=4096)
def version_spans(text: str) -> Spans | None:
    """The versions that the specifiers admit; None if they cannot be read."""
    specifiers = parse_specifiers(text)
    if specifiers is None:
        return None
    spans = _ALL
    for specifier in specifiers:
        spans = _intersect(spans, _spans_of(specifier))
    return spans


def _release(parts: tuple[int, ...]) -> Version:
    return Version(".".join(str(part) for part in parts))


def _first(version: Version) -> Cut:
    """Below every pre-release of this release."""
    return (Version(f"{version.public}.dev0") if not version.is_prerelease else version, -1)


def _prefix(text: str) -> tuple[Cut, Cut]:
    base = Version(text.removesuffix(".*"))
    after = (*base.release[:-1], base.release[-1] + 1)
    epoch = f"{base.epoch}!" if base.epoch else ""
    return _first(base), _first(Version(epoch + ".".join(str(part) for part in after)))


def _spans_of(specifier: Specifier) -> Spans:
    operator, text = specifier.operator, specifier.version
    if operator == "===":
        # An arbitrary string: equal only to itself, hence a cut of its own kind.
        version = parse_version(text) or Version("0")
        return (((version, 5), (version, 6)),)
    if text.endswith(".*"):
        low, high = _prefix(text)
        return ((low, high),) if operator == "==" else ((None, low), (high, None))
    version = Version(text)
    exact = ((version, 0), (version, 1 if version.local else 2))
    match operator:
        case "==":
            return (exact,)
        case "!=":
            return ((None, exact[0]), (exact[1], None))
        case ">=":
            return (((version, 0), None),)
        case "<=":
            return ((None, (version, 1)),)
        case ">":
            return (((version, 3), None),)
        case "<":
            return ((None, (version, 0) if version.is_prerelease else _first(version)),)
        case _:  # ~=
            return (((version, 0), _prefix(_release(version.release[:-1]).public + ".*")[1]),)


def _low(left: Cut | None, right: Cut | None) -> Cut | None:
    if left is None or right is None:
        return left if right is None else right
    return max(left, right)


def _high(left: Cut | None, right: Cut | None) -> Cut | None:
    if left is None or right is None:
        return left if right is None else right
    return min(left, right)


def _intersect(left: Spans, right: Spans) -> Spans:
    found = []
    for a in left:
        for b in right:
            low, high = _low(a[0], b[0]), _high(a[1], b[1])
            if low is None or high is None or low < high:
                found.append((low, high))
    return tuple(found)


@lru_cache(maxsize=512)
def python_range(text: str) -> Span | None:
    """The bounds of a ``requires-python``, which looks at releases only; None if it cannot be read.

    uv keeps the bounding range alone: a hole in the middle (``!=3.11.*``) plays no part.
    """
    specifiers = parse_specifiers(text)
    if specifiers is None:
        return None
    spans = _ALL
    for specifier in specifiers:
        found = _release_spans(specifier)
        if found is None:
            return None
        spans = _intersect(spans, found)
    return (min(spans, key=_low_key)[0], max(spans, key=_high_key)[1]) if spans else (None, None)


def _low_key(span: Span) -> tuple[bool, Cut]:
    return (span[0] is not None, span[0] or (Version("0"), 0))


def _high_key(span: Span) -> tuple[bool, Cut]:
    return (span[1] is None, span[1] or (Version("0"), 0))


def intersect_ranges(ranges: list[Span]) -> Span:
    span: Span = (None, None)
    for bounds in ranges:
        span = (_low(span[0], bounds[0]), _high(span[1], bounds[1]))
    return span


def _release_spans(specifier: Specifier) -> Spans | None:
    operator, text = specifier.operator, specifier.version
    if operator == "===":
        return None
    parts = Version(text.removesuffix(".*")).release
    here: Cut = (_release(parts), 0)
    after: Cut = (_release(parts), 1)
    if text.endswith(".*"):
        after = (_release((*parts[:-1], parts[-1] + 1)), 0)
    match operator:
        case "==":
            return ((here, after),)
        case "!=":
            return ((None, here), (after, None))
        case ">=":
            return ((here, None),)
        case ">":
            return ((after, None),)
        case "<=":
            return ((None, after),)
        case "<":
            return ((None, here),)
        case _:
            return ((here, (_release((*parts[:-2], parts[-2] + 1)), 0)),)
