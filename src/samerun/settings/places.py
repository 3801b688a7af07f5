"""The line of a key in a TOML text. tomllib gives no positions, so errors and `--show-settings` look here."""

from __future__ import annotations

import re
from pathlib import Path

_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*=""")
_HEADER = re.compile(r"\s*\[\[?([^\]\n]+)\]\]?")
_PART = re.compile(r"""[\w-]+|"[^"\n]*"|'[^'\n]*'""")
_STRING = re.compile(r"""'''.*?'''|\"{3}(?:\\.|[^\\])*?\"{3}|'[^'\n]*'|"(?:\\.|[^"\\\n])*"|#[^\n]*""", re.DOTALL)


def line_of(text: str, path: tuple[str, ...], value: object = None) -> int:
    """The 1-based line that sets the key `path`, or the deepest part of it that stands in `text`.

    With a string `value`, the line of that value at or after the key, when it can be found.
    """
    best, depth = 1, 0
    for key, line in _keys(text):
        common = _common(key, path)
        if common > depth:
            best, depth = line, common
    if isinstance(value, str):
        lines = text.splitlines()
        for number in range(best, len(lines) + 1):
            if f'"{value}"' in lines[number - 1] or f"'{value}'" in lines[number - 1]:
                return number
    return best


def key_line(file: str, key: str, value: object = None) -> int:
    """The line of a samerun key (`$.a.b` style paths are split at dots) in a settings file."""
    with Path(file).open(encoding="utf-8", errors="replace") as stream:
        text = stream.read()
    prefix = ("tool", "samerun") if Path(file).name == "pyproject.toml" else ()
    return line_of(text, (*prefix, *key.split(".")), value)


def _keys(text: str) -> list[tuple[tuple[str, ...], int]]:
    """Every key and header with its line, in order; keys inside inline tables and arrays are not seen."""
    inside: set[int] = set()
    for string in _STRING.finditer(text):
        first = text.count("\n", 0, string.start()) + 1
        inside.update(range(first + 1, first + string[0].count("\n") + 1))
    plain = _STRING.sub(_blank, text)
    table: tuple[str, ...] = ()
    found = []
    nesting = 0
    for number, (line, shape) in enumerate(zip(text.split("\n"), plain.split("\n"), strict=True), 1):
        if nesting == 0 and number not in inside:
            if header := _HEADER.match(line):
                table = _parts(header[1])
                found.append((table, number))
                continue
            if key := _KEY.match(line):
                found.append((table + _parts(key[1]), number))
        nesting += sum(map(shape.count, "[{")) - sum(map(shape.count, "]}"))
    return found


def _blank(match: re.Match[str]) -> str:
    """A string or comment without its content; its line breaks stay."""
    return "\n" * match[0].count("\n")


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _common(key: tuple[str, ...], path: tuple[str, ...]) -> int:
    """How many leading parts of `path` the whole of `key` spells, 0 when they differ."""
    return len(key) if key == path[: len(key)] else 0
