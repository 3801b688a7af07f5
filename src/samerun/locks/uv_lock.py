"""``uv.lock`` read fast: a large lock is mostly registry packages, whose tables uv's own check never opens.

So only the settings and the packages with a source in the project are parsed as TOML. The other tables are
held against the one layout that uv writes; a lock that leaves that layout is parsed whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from packaging.utils import canonicalize_name

from samerun.locks.model import Place, Unreadable
from samerun.locks.reader import conflict_marker, decode
from samerun.locks.toml_text import loads
from samerun.locks.versions import parse_version

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHOLE_BELOW = 48 * 1024
_HEAD = re.compile(r'name = "([^"\\]+)"\n(?:version = "([^"\\]+)"\n)?source = \{ (\w+) = "([^"\\]*)"')
_LAYOUT = re.compile(
    r"""(?:
        \ {4}(?:\{[^\n]*\}|"[^"\\\n]*"),\n
      | \]?\n
      | [A-Za-z0-9_.-]+\ =\ (?:"[^"\\\n]*"|\[|\[?\{[^\n]*\}\]?)\n
      | \[package\.[A-Za-z0-9_.-]+\]\n
    )*+""",
    re.VERBOSE,
)
_EDGE = re.compile(r'^ {4}\{ name = "([^"\\]+)"(?:, version = "([^"\\]+)")?', re.MULTILINE)
_WHEEL = re.compile(r'"(?:[^"\n]*/)?([^"/\n]+)\.whl"')
_CANONICAL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SUPPORTED = 1


@dataclass(slots=True)
class Locked:
    """One ``[[package]]``; ``data`` is its parsed table where that was needed."""

    name: str
    version: str | None
    kind: str
    source: str
    offset: int
    data: dict[str, Any] = field(default_factory=dict)
    edges: list[tuple[str, str | None]] = field(default_factory=list)


class UvLock:
    def __init__(self, name: str, text: str, head: dict[str, Any], packages: list[Locked]) -> None:
        self.name = name
        self.text = text
        self.head = head
        self.packages = packages
        self.by_name: dict[str, list[Locked]] = {}
        for package in packages:
            if not _CANONICAL.fullmatch(package.name):
                package.name = str(canonicalize_name(package.name))
            self.by_name.setdefault(package.name, []).append(package)

    @property
    def revision(self) -> int:
        value = self.head.get("revision", 0)
        return value if isinstance(value, int) else 0

    def table(self, name: str) -> dict[str, Any]:
        value = self.head.get(name)
        return value if isinstance(value, dict) else {}

    def line_at(self, offset: int) -> Place:
        begin = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return Place(self.text.count("\n", 0, offset) + 1, 0, (end if end >= 0 else len(self.text)) - begin)

    def find(self, needle: str, start: int = 0, end: int | None = None) -> Place | None:
        at = self.text.find(needle, start, len(self.text) if end is None else end)
        return self.line_at(at) if at >= 0 else None

    def block_end(self, package: Locked) -> int:
        end = self.text.find("\n[[package]]", package.offset)
        return end if end >= 0 else len(self.text)

    def place_of(self, package: Locked) -> Place:
        return self.line_at(package.offset)

    def place_in(self, package: Locked, *needles: str) -> Place:
        """The line of the last needle, each looked for after the one before; else the package's line."""
        at, end = package.offset, self.block_end(package)
        found = package.offset
        for needle in needles:
            at = self.text.find(needle, at, end)
            if at < 0:
                break
            found = at + len(needle) - len(needle.lstrip("\n"))
        return self.line_at(found)

    def head_place(self, *needles: str) -> Place:
        """A line among the settings before the first package; the lock's first line if it has none."""
        end = self.text.find("\n[[package]]")
        at = 0
        found = 0
        for needle in needles:
            at = self.text.find(needle, at, end if end >= 0 else len(self.text))
            if at < 0:
                break
            found = at + len(needle) - len(needle.lstrip("\n"))
        return self.line_at(found)


def read_uv_lock(data: bytes, name: str) -> UvLock:
    text = decode(data.removeprefix(b"\xef\xbb\xbf"), name).replace("\r\n", "\n")
    marker = conflict_marker(text)
    if marker:
        raise Unreadable(f"{name} holds an unresolved merge conflict", marker)
    lock = (_fast(name, text) if len(text) >= _WHOLE_BELOW else None) or _whole(name, text)
    _check_version(lock)
    _check_edges(lock)
    return lock


def _check_version(lock: UvLock) -> None:
    version = lock.head.get("version")
    if version is None:
        raise Unreadable(f"{lock.name} has no `version`: it is empty or not a uv lock", Place(1))
    if version != SUPPORTED:
        place = lock.head_place("version = ")
        raise Unreadable(f"{lock.name} has schema version {version}, uv reads version {SUPPORTED}", place)
    revision = lock.head.get("revision", 0)
    if not isinstance(revision, int) or revision < 0:
        raise Unreadable(f"{lock.name} has the revision {revision!r}", lock.head_place("revision = "))
    if not isinstance(lock.head.get("requires-python"), str):
        raise Unreadable(f"{lock.name} has no `requires-python`", Place(1))
    seen = set()
    for package in lock.packages:
        identity = (package.name, package.version, package.kind, package.source)
        if identity in seen:
            raise Unreadable(f"{lock.name} holds {package.name} twice", lock.place_of(package))
        seen.add(identity)


def _whole(name: str, text: str) -> UvLock:
    head = loads(text, name)
    tables = head.pop("package", [])
    if not isinstance(tables, list):
        raise Unreadable(f"{name} has a `package` that is not a list of tables")
    packages = []
    starts = [match.end() for match in re.finditer(r"^\[\[package\]\][ \t]*\n", text, re.MULTILINE)]
    for index, table in enumerate(tables):
        offset = starts[index] if index < len(starts) else 0
        packages.append(_from_table(name, text, table, offset))
    return UvLock(name, text, head, packages)


def _from_table(name: str, text: str, table: dict[str, Any], offset: int) -> Locked:
    source = table.get("source")
    if "name" not in table or not isinstance(source, dict) or not source:
        place = Place(text.count("\n", 0, offset) + 1)
        raise Unreadable(f"{name} has a package without a name or a source", place)
    kind = next((key for key in source if key != "subdirectory"), "")
    version = table.get("version")
    if kind == "registry" and not isinstance(version, str):
        place = Place(text.count("\n", 0, offset) + 1)
        raise Unreadable(f"{name} locks {table['name']} from an index without a version", place)
    locked = Locked(str(table["name"]), version, kind, str(source.get(kind, "")), offset, table)
    try:
        locked.edges = list(_edges_of(table))
    except Unreadable as problem:
        raise Unreadable(f"{name}: {problem.message}", Place(text.count("\n", 0, offset) + 1)) from None
    _check_wheels(name, text, locked, str(table.get("wheels", "")).replace("'", '"'))
    return locked


def _edges_of(table: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    groups = [table.get("dependencies", [])]
    for key in ("optional-dependencies", "dev-dependencies"):
        nested = table.get(key, {})
        if isinstance(nested, dict):
            groups.extend(nested.values())
    for group in groups:
        seen = []
        for edge in group if isinstance(group, list) else []:
            if isinstance(edge, dict) and "name" in edge:
                if edge in seen:
                    raise Unreadable(f"{table['name']} depends twice on {edge['name']}")
                seen.append(edge)
                yield str(edge["name"]), edge.get("version")


def _fast(name: str, text: str) -> UvLock | None:
    """The lock without parsing its registry packages; None when the text leaves uv's layout."""
    blocks = text.split("\n[[package]]\n")
    packages: list[Locked] = []
    local: list[tuple[int, str]] = []
    offset = len(blocks[0]) + len("\n[[package]]\n")
    for block in blocks[1:]:
        match = _HEAD.match(block)
        layout = _LAYOUT.match(block if block.endswith("\n") else block + "\n")
        if not match or not layout or layout.end() < len(block) or block.count(" = [\n") != block.count("\n]"):
            return None
        locked = Locked(match[1], match[2], match[3], match[4], offset)
        if locked.kind == "registry":
            locked.edges = [(target, wanted or None) for target, wanted in _EDGE.findall(block)]
            _check_wheels(name, text, locked, block)
        else:
            local.append((len(packages), block))
        packages.append(locked)
        offset += len(block) + len("\n[[package]]\n")
    for index, block in local:
        table = loads("[[package]]\n" + block, name)["package"][0]
        packages[index] = _from_table(name, text, table, packages[index].offset)
    return UvLock(name, text, loads(blocks[0], name), packages)


def _check_wheels(name: str, text: str, package: Locked, block: str) -> None:
    """uv refuses a lock where a wheel's file name and its package disagree on the version."""
    if package.version is None:
        return
    expected = f"-{package.version}-"
    # Counting is far cheaper than taking each file name apart, and nearly always enough.
    if block.count(expected) >= block.count(".whl"):
        return
    for wheel in _WHEEL.findall(block):
        if expected in wheel:
            continue
        parts = unquote(wheel).split("-")
        found = parse_version(parts[1].replace("_", "+")) if len(parts) > 2 else None
        wanted = parse_version(package.version)
        if found is None or wanted is None or wanted in {found, parse_version(found.public)}:
            continue
        place = Place(text.count("\n", 0, package.offset) + 1)
        raise Unreadable(f"{name} locks {package.name} {package.version} with the wheel {wheel}.whl", place)


def _check_edges(lock: UvLock) -> None:
    """uv refuses a lock with an edge to a package that it doesn't hold."""
    known = set(lock.by_name)
    versions = {(package.name, package.version) for package in lock.packages}
    for package in lock.packages:
        for name, version in package.edges:
            if name in known and (not version or (name, version) in versions):
                continue
            normal = str(canonicalize_name(name))
            if normal in known and (not version or (normal, version) in versions):
                continue
            what = f"{name} {version}" if version else name
            place = lock.place_in(package, "\n", f'{{ name = "{name}"')
            raise Unreadable(f"{lock.name}: {package.name} depends on {what}, which the lock doesn't hold", place)
