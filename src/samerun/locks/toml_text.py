"""TOML documents with the line of every key and array item."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from samerun.locks.model import Place, Unreadable
from samerun.locks.reader import conflict_marker, decode

Path = tuple[str | int, ...]
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_ATOM = re.compile(r"[^,\]\}#\r\n]*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'(?:.|\n)*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)


class TomlDocument:
    """A parsed document; places are found only when a reason needs one."""

    def __init__(self, name: str, text: str, data: dict[str, Any]) -> None:
        self.name = name
        self.text = text
        self.data = data
        self._places: dict[Path, Place] | None = None

    def table(self, *path: str) -> dict[str, Any]:
        """The table at this path, empty when absent or something else."""
        node: Any = self.data
        for key in path:
            node = node.get(key) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else {}

    def get(self, *path: str) -> Any:
        node: Any = self.data
        for key in path:
            node = node.get(key) if isinstance(node, dict) else None
        return node

    def items(self, *path: str) -> list[Any]:
        """The list at this path, empty when absent; anything else is an error, as it is for every tool."""
        value = self.get(*path)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Unreadable(f"{self.name}: {'.'.join(path)} is not a list", self.place(*path))
        return value

    def place(self, *path: str | int) -> Place | None:
        """Where this key or item stands, else its nearest parent."""
        if self._places is None:
            self._places = _Scanner(self.text).scan()
        while path:
            found = self._places.get(path)
            if found is not None:
                return found
            path = path[:-1]
        return None


def parse_toml(data: bytes, name: str) -> TomlDocument:
    """Decode and parse; what a TOML reader refuses is one error with its line."""
    text = decode(data.removeprefix(b"\xef\xbb\xbf"), name)
    return TomlDocument(name, text, loads(text, name))


def loads(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        marker = conflict_marker(text)
        if marker:
            raise Unreadable(f"{name} holds an unresolved merge conflict", marker) from None
        found = _AT.search(str(error))
        last = text.count("\n") + (not text.endswith("\n"))
        place = Place(int(found[1]), int(found[2]) - 1, int(found[2])) if found else Place(max(last, 1))
        detail = _AT.sub("", str(error)).strip() or "nested too deeply"
        raise Unreadable(f"{name} is not valid TOML: {detail}", place) from None


class _Scanner:
    """Walks a document that tomllib has already accepted, so it need not check anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.line_start = 0
        self.counted = 0
        self.places: dict[Path, Place] = {}
        self.arrays: dict[Path, int] = {}

    def scan(self) -> dict[Path, Place]:
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return self.places
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def _place(self, start: int) -> Place:
        self.line += self.text.count("\n", self.counted, start)
        self.counted = start
        begin = self.text.rfind("\n", 0, start) + 1
        return Place(self.line, start - begin, start - begin)

    def _span(self, start: int, end: int) -> Place:
        place = self._place(start)
        newline = self.text.find("\n", start, end)
        return place._replace(end=place.start + ((newline if newline >= 0 else end) - start))

    def _header(self) -> Path:
        start = self.at
        double = self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        path = self._resolve(self._key())
        self.at = self.text.index("]", self.at) + (2 if double else 1)
        if double:
            index = self.arrays.get(path, -1) + 1
            self.arrays[path] = index
            self.places.setdefault(path, self._span(start, self.at))
            path = (*path, index)
        self.places[path] = self._span(start, self.at)
        return path

    def _resolve(self, keys: list[str]) -> Path:
        """A header's path, with the index of the array item that it stands in."""
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if path in self.arrays and position < len(keys) - 1:
                path = (*path, self.arrays[path])
        return path

    def _key(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            if self.text[self.at] in "\"'":
                match = _STRING.match(self.text, self.at)
                assert match
                keys.append(str(next(iter(tomllib.loads(f"{match[0]} = 0")))))
            else:
                match = _BARE.match(self.text, self.at)
                assert match
                keys.append(match[0])
            self.at = match.end()
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _pair(self, table: Path) -> None:
        start = self.at
        path: Path = (*table, *self._key())
        self.at += 1
        self._skip(_SPACE)
        self._value(path)
        span = self._span(start, self.at) if self.counted <= start else self._late(start)
        for length in range(len(table) + 1, len(path) + 1):
            self.places.setdefault(path[:length], span)

    def _late(self, start: int) -> Place:
        # A value of several lines has moved the line counter on: count back from it.
        line = self.line - self.text.count("\n", start, self.counted)
        begin = self.text.rfind("\n", 0, start) + 1
        newline = self.text.find("\n", start)
        return Place(line, start - begin, (newline if newline >= 0 else len(self.text)) - begin)

    def _value(self, path: Path) -> None:
        first = self.text[self.at] if self.at < len(self.text) else ""
        if first in "\"'" and first:
            self._skip(_STRING)
        elif first == "[":
            self._array(path)
        elif first == "{":
            self._inline(path)
        else:
            self._skip(_ATOM)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while True:
            self._skip(_BLANK)
            if self.text[self.at] == "]":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            start = self.at
            place = self._place(start)
            self._value((*path, index))
            self.places[(*path, index)] = place._replace(end=place.start + self.at - start)
            index += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while True:
            self._skip(_BLANK)
            if self.text[self.at] == "}":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
