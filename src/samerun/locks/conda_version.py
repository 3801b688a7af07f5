"""conda's order of versions and its match specs.

After the rules of conda's ``VersionOrder`` and rattler's ``VersionSpec``: epochs, dotted parts split into
numbers and words, ``dev`` below everything, ``post`` above, missing parts as zero.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

_PART = re.compile(r"\d+|[a-z*]+")
_OPERATOR = re.compile(r"(>=|<=|==|!=|~=|>|<|=)?\s*(.+)$")
_HEAD = re.compile(r"([^\s=<>!~\[]+)?\s*(.*)$", re.DOTALL)
_BRACKET = re.compile(r"([A-Za-z0-9_-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\]\s]+))")

Atom = tuple[int, int, str]
Key = tuple[int, tuple[tuple[Atom, ...], ...], tuple[tuple[Atom, ...], ...]]


@lru_cache(maxsize=8192)
def version_key(text: str) -> Key:
    """A key that sorts as conda sorts versions."""
    lowered = text.strip().lower()
    epoch, mark, rest = lowered.partition("!")
    if not mark:
        epoch, rest = "0", lowered
    release, _, local = rest.partition("+")
    return int(epoch) if epoch.isdigit() else 0, _trim(_parts(release)), _trim(_parts(local))


def _parts(text: str) -> tuple[tuple[Atom, ...], ...]:
    found = []
    for part in re.split(r"[._-]", text):
        pieces = _PART.findall(part)
        # A part that begins with a word counts as if a zero stood before it: 1.1.a1 is 1.1.0a1.
        if pieces and not pieces[0].isdigit():
            pieces.insert(0, "0")
        found.append(tuple(_atom(piece) for piece in pieces))
    return tuple(found)


def _atom(piece: str) -> Atom:
    if piece.isdigit():
        return (2, int(piece), "")
    if piece == "dev":
        return (0, 0, "")
    if piece == "post":
        return (3, 0, "")
    return (1, 0, piece)


def _trim(parts: tuple[tuple[Atom, ...], ...]) -> tuple[tuple[Atom, ...], ...]:
    zero = ((2, 0, ""),)
    end = len(parts)
    while end and parts[end - 1] in {zero, ()}:
        end -= 1
    return parts[:end]


def compare(left: str, right: str) -> int:
    a, b = version_key(left), version_key(right)
    if a[0] != b[0]:
        return -1 if a[0] < b[0] else 1
    return _compare_parts(a[1], b[1]) or _compare_parts(a[2], b[2])


def _compare_parts(left: tuple[tuple[Atom, ...], ...], right: tuple[tuple[Atom, ...], ...]) -> int:
    zero: Atom = (2, 0, "")
    for index in range(max(len(left), len(right))):
        a = left[index] if index < len(left) else ()
        b = right[index] if index < len(right) else ()
        for position in range(max(len(a), len(b))):
            x = a[position] if position < len(a) else zero
            y = b[position] if position < len(b) else zero
            if x != y:
                return -1 if x < y else 1
    return 0


def version_matches(spec: str, version: str) -> bool | None:
    """Whether a version lies within a spec such as ``>=1.26,<2|3.*``; None if the spec isn't understood."""
    text = spec.strip()
    if text in {"", "*"}:
        return True
    if "(" in text or "^" in text or "$" in text:
        return None
    outcomes: list[bool | None] = []
    for option in text.split("|"):
        clauses = [_clause(clause.strip(), version) for clause in option.split(",") if clause.strip()]
        if False in clauses:
            outcomes.append(False)
        else:
            outcomes.append(None if None in clauses else True)
    if True in outcomes:
        return True
    return None if None in outcomes else False


def _clause(text: str, version: str) -> bool | None:
    match = _OPERATOR.match(text)
    if not match:
        return None
    operator, value = match[1] or "", match[2].strip()
    wild = value.endswith("*")
    value = value.rstrip("*").rstrip(".") if wild else value
    if not value:
        return True
    if "*" in value:
        return fnmatch.fnmatchcase(version, text)
    starts = _starts_with(version, value)
    order = compare(version, value)
    match operator:
        case "" | "==":
            return starts if wild else order == 0
        case "=":
            return starts
        case "!=":
            return not starts if wild else order != 0
        case ">=":
            return order >= 0
        case "<=":
            return order <= 0
        case ">":
            return order > 0 and not (wild and starts)
        case "<":
            return order < 0
        case _:
            return order >= 0 and _starts_with(version, value.rpartition(".")[0])


def _starts_with(version: str, prefix: str) -> bool:
    a, b = _parts(version.lower().partition("+")[0]), _parts(prefix.lower())
    if len(a) < len(b):
        a = a + (((2, 0, ""),),) * (len(b) - len(a))
    return a[: len(b) - 1] == b[:-1] and a[len(b) - 1][: len(b[-1])] == b[-1]


@dataclass(frozen=True, slots=True)
class MatchSpec:
    name: str
    version: str = ""
    build: str = ""
    channel: str = ""
    more: tuple[str, ...] = ()
    condition: str = ""
    extras: tuple[str, ...] = ()


def parse_match_spec(text: str) -> MatchSpec | None:
    """``numpy >=1.26 py311*``, ``conda-forge::numpy=1.26``, ``numpy[version=">=1"]``."""
    condition = ""
    if "; if " in text:
        text, _, condition = text.partition("; if ")
    channel, mark, rest = text.strip().rpartition("::")
    body, _bracket, inside = rest.partition("[")
    fields = {m[1]: next(g for g in m.groups()[1:] if g is not None) for m in _BRACKET.finditer(inside)}
    match = _HEAD.match(body.strip())
    if not match or not match[1]:
        return None
    version, build = split_version_build(match[2])
    extras: tuple[str, ...] = ()
    listed = re.search(r"extras\s*=\s*\[([^\]]*)\]", inside)
    if listed:
        extras = tuple(part.strip().strip("\"'") for part in listed[1].split(",") if part.strip())
    known = {"version", "build", "channel", "extras"}
    return MatchSpec(
        match[1].lower(),
        fields.get("version", version),
        fields.get("build", build),
        fields.get("channel", channel if mark else ""),
        tuple(sorted(f"{key}={value}" for key, value in fields.items() if key not in known)),
        fields.get("when", condition),
        extras,
    )


def split_version_build(text: str) -> tuple[str, str]:
    text = re.sub(r"\s*,\s*", ",", re.sub(r"([<>=!~|])\s+", r"\1", text.strip()))
    if " " in text:
        version, _, build = text.partition(" ")
        return version, build.strip()
    match = re.match(r"(={1,2}[^=<>!~,|]+|[^=<>!~,|]+)=([^=<>!~,|]+)$", text)
    if not match:
        return text, ""
    single = match[1].startswith("=") and not match[1].startswith("==")
    return match[1].lstrip("=") if single else match[1], match[2]


def build_matches(pattern: str, build: str) -> bool:
    if not pattern or pattern == "*":
        return True
    if pattern.startswith("^"):
        try:
            return re.match(pattern, build) is not None
        except re.error:
            return True
    return fnmatch.fnmatchcase(build, pattern)


def channel_name(channel: str) -> str:
    """The last part of a channel's address, without the platform: what short names refer to."""
    path = urlsplit(channel).path if "://" in channel else channel
    parts = [part for part in path.split("/") if part]
    if parts and re.fullmatch(r"noarch|(?:linux|osx|win|emscripten|wasi)-[a-z0-9]+", parts[-1]):
        parts.pop()
    return parts[-1] if parts else channel
