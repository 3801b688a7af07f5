"""Configuration files: which there are, and their text as a tree in which every key and value knows its place.

YAML, TOML and JSON are read into one shape. A file that its format refuses has no tree: such files belong to
other tools, which say so themselves. Values are strings, numbers and so on as the format reads them; an alias
(`*name`) is the anchored value at the alias's own place.
"""

from __future__ import annotations

import os
import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.workspace.discovery import FileTree

SUFFIXES = (".yaml", ".yml", ".toml", ".json", ".sh", ".bash", ".env")
_NOT_OURS = re.compile(
    r"(?:package(?:-lock)?|tsconfig.*|composer|manifest|.*\.schema|.*\.map|pnpm-lock|poetry|uv|Cargo|pixi|.*-lock|tokenizer.*"
    r"|vocab|special_tokens_map|generation_config|renovate|.*\.ipynb_meta)\.(?:json|ya?ml|toml|lock)|.*\.lock"
)
_RECORDS = re.compile(r"(?:^|[_-])(?:logs?|results?|outputs?|annotations|node_modules)$")  # what runs wrote
_LARGEST = 128 * 1024  # a larger file holds data
_MOST = 4000  # files that one run looks at


class Scalar(NamedTuple):
    """A single value and its place. `alias`: it is written elsewhere, and only referred to here."""

    value: str | int | float | bool | None
    span: Span
    alias: bool = False


class Sequence(NamedTuple):
    """A list."""

    items: list[Any]


class Mapping(NamedTuple):
    """Keys with their places and values, in order."""

    items: list[tuple[str, Span, Any]]

    def get(self, key: str) -> Any:
        """The value of a key, None where it is absent."""
        return next((value for name, _, value in self.items if name == key), None)


Tree = Scalar | Sequence | Mapping


def is_configuration(path: str) -> bool:
    """Whether a file may be a configuration, by its name."""
    name = path.rpartition("/")[2]
    return (name.endswith(SUFFIXES) or name.startswith(".env")) and _NOT_OURS.fullmatch(name) is None


def configurations(tree: FileTree, paths: tuple[str, ...]) -> list[str]:
    """The configuration files that are named in `paths` or lie below a folder of it, as discovery would take them."""
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112
            found.update(dict.fromkeys(_below(tree, path)))
        elif is_configuration(path) and os.path.isfile(path):  # noqa: PTH113
            found[path] = None
        if len(found) > _MOST:
            break
    return sorted(found)[:_MOST]


def _below(tree: FileTree, top: str) -> Iterator[str]:
    waiting = [(top, tree.ignores(top))]
    while waiting:
        folder, ignores = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError:
            continue
        ignores.enter(folder)
        exclusion = tree.exclusion(folder)
        for entry in entries:
            path = f"{folder.rstrip('/')}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if (
                    _RECORDS.search(entry.name) is None
                    and exclusion.pattern(path, entry.name) is None
                    and ignores.keeps_folder(path)
                ):
                    waiting.append((path, ignores))
            elif is_configuration(path) and entry.is_file(follow_symlinks=False):
                kept = ignores.keeps_file(path) or ignores.keeps_folder(path)
                if kept and exclusion.pattern(path, entry.name) is None and entry.stat().st_size <= _LARGEST:
                    yield path


def read_tree(name: str, data: bytes) -> list[Tree]:
    """The documents of a file (several in YAML); [] where it can't be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    shift = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    try:
        if name.endswith(".toml"):
            return [_Toml(text, shift).tree()]
        return list(_Yaml(text, shift).trees())
    except (ValueError, RecursionError, KeyError, IndexError):
        return []


# --- YAML and JSON (which YAML holds) -----------------------------------------------------------------


class _Yaml:
    """Builds trees from the parser's events, which know where an alias stands."""

    def __init__(self, text: str, shift: int) -> None:
        import yaml  # type: ignore[import-untyped]

        self.yaml: Any = yaml
        self.resolver = yaml.resolver.Resolver()
        self.lines: list[str] = text.split("\n")
        self.starts: list[int] = [shift]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line.encode("utf-8")) + 1)
        try:
            self.events: list[Any] = list(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        except yaml.YAMLError as error:
            raise ValueError(str(error)) from None
        self.anchors: dict[str, Tree] = {}
        self.at = 0

    def trees(self) -> Iterator[Tree]:
        while self.at < len(self.events):
            self.at += 1
            if isinstance(self.events[self.at - 1], self.yaml.DocumentStartEvent):
                yield self.node()

    def node(self) -> Tree:
        event = self.events[self.at]
        self.at += 1
        made: Tree
        if isinstance(event, self.yaml.AliasEvent):
            return _aliased(self.anchors[event.anchor], self.place(event))
        if isinstance(event, self.yaml.ScalarEvent):
            tag = self.resolver.resolve(self.yaml.ScalarNode, event.value, (not event.style, False))
            made = Scalar(None if tag.endswith(":null") else event.value, self.place(event))
        elif isinstance(event, self.yaml.SequenceStartEvent):
            made = Sequence([])
            while not isinstance(self.events[self.at], self.yaml.SequenceEndEvent):
                made.items.append(self.node())
            self.at += 1
        else:
            made = self.mapping()
        if getattr(event, "anchor", None):
            self.anchors[event.anchor] = made
        return made

    def mapping(self) -> Mapping:
        made = Mapping([])
        while not isinstance(self.events[self.at], self.yaml.MappingEndEvent):
            span = self.place(self.events[self.at])
            key, value = self.node(), self.node()
            if isinstance(key, Scalar) and key.value == "<<" and isinstance(value, Mapping):
                made.items.extend(value.items)
            elif isinstance(key, Scalar):
                made.items.append((str(key.value), span, value))
        self.at += 1
        return made

    def place(self, event: Any) -> Span:
        start = self.offset(event.start_mark)
        return Span(start, max(start, self.offset(event.end_mark)))

    def offset(self, mark: Any) -> int:
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        start: int = self.starts[min(mark.line, len(self.starts) - 1)]
        written: bytes = line[: mark.column].encode("utf-8")
        return start + len(written)


def _aliased(tree: Tree, span: Span) -> Tree:
    return Scalar(tree.value, span, alias=True) if isinstance(tree, Scalar) else tree


# --- TOML ---------------------------------------------------------------------------------------------

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'(?:.|\n)*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ATOM = re.compile(r"[^,\]\}#\r\n]*")


class _Toml:
    """Walks a text that tomllib has accepted, so nothing is checked again."""

    def __init__(self, text: str, shift: int) -> None:
        tomllib.loads(text)
        self.text, self.shift, self.at = text, shift, 0
        self.ascii = text.isascii()

    def tree(self) -> Tree:
        root = Mapping([])
        table = root
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return root
            if self.text[self.at] == "[":
                table = self._header(root)
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _span(self, start: int, end: int) -> Span:
        if self.ascii:
            return Span(start + self.shift, end + self.shift)
        before = len(self.text[:start].encode("utf-8")) + self.shift
        return Span(before, before + len(self.text[start:end].encode("utf-8")))

    def _header(self, root: Mapping) -> Mapping:
        start = self.at
        double = self.text.startswith("[[", self.at)
        self.at += 1 + double
        keys = self._key()
        self.at = self.text.index("]", self.at) + 1 + double
        span = self._span(start, self.at)
        table = root
        for key in keys[:-1]:
            table = self._inside(table, key, span)
        if not double:
            return self._inside(table, keys[-1], span)
        found = table.get(keys[-1])
        if not isinstance(found, Sequence):
            found = Sequence([])
            table.items.append((keys[-1], span, found))
        found.items.append(Mapping([]))
        return found.items[-1]  # type: ignore[no-any-return]

    @staticmethod
    def _inside(table: Mapping, key: str, span: Span) -> Mapping:
        found = table.get(key)
        if isinstance(found, Sequence):
            found = found.items[-1]
        if not isinstance(found, Mapping):
            found = Mapping([])
            table.items.append((key, span, found))
        return found

    def _key(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            quoted = self.text[self.at] in "\"'"
            written = self._skip(_STRING if quoted else _BARE)
            keys.append(next(iter(tomllib.loads(f"{written} = 0"))) if quoted else written)
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _pair(self, table: Mapping) -> None:
        start = self.at
        keys = self._key()
        span = self._span(start, self.at)
        self.at += 1
        self._skip(_SPACE)
        for key in keys[:-1]:
            table = self._inside(table, key, span)
        table.items.append((keys[-1], span, self._value()))

    def _value(self) -> Tree:
        start, first = self.at, self.text[self.at]
        if first in "[{":
            self.at += 1
            made: Sequence | Mapping = Sequence([]) if first == "[" else Mapping([])
            while True:
                self._skip(_BLANK)
                if self.text[self.at] in "]}":
                    self.at += 1
                    return made
                if self.text[self.at] == ",":
                    self.at += 1
                elif isinstance(made, Sequence):
                    made.items.append(self._value())
                else:
                    self._pair(made)
        written = self._skip(_STRING if first in "\"'" else _ATOM).rstrip()
        value = tomllib.loads(f"x = {written}")["x"]
        plain = isinstance(value, (str, int, float, bool))
        return Scalar(value if plain else None, self._span(start, start + len(written)))
