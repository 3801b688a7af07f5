"""The user's own knowledge: `[tool.samerun.catalog]` with rows of the tables' schema, and files of such rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from samerun.catalog.row_checks import UserRow, fault_in, valid_keys
from samerun.catalog.schema import Callable, Class
from samerun.catalog.table import Loader, Switch, Table, Work
from samerun.settings.errors import SettingsError, nearest
from samerun.settings.places import key_line, line_of
from samerun.settings.sources import NOUNS, parse, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.settings.model import Origin

_KINDS: dict[str, type[UserRow]] = {
    "function": Callable, "class": Class, "switch": Switch, "work": Work, "loader": Loader,
}  # fmt: skip
_ROWS = (*_KINDS, "alias")


def user_tables(catalog: Mapping[str, Any], origin: Origin) -> list[Table]:
    """The tables that the settings add, in order: their own rows, then each file's. `origin`: where they are set.

    Raises `SettingsError`, which gives the file and line and names the row, where one doesn't fit the schema.
    """
    if not catalog:
        return []
    places = _Places(origin.file, origin.option)
    files = catalog.get("files", [])
    if not isinstance(files, list) or not all(isinstance(name, str) for name in files):
        raise SettingsError(places.of("files"), '"catalog.files" must be a list of paths')
    rows = {key: value for key, value in catalog.items() if key != "files"}
    _check(rows, ("files", *_ROWS), places)
    tables = [_table({"library": "user", "source": places.shown, **rows}, places)] if rows else []
    base = Path(origin.file).parent if origin.file else Path()
    return tables + [_from_file(base / name, name, places) for name in files]


class _Places:
    """Where things stand: in a settings file or option, or in a catalog file of its own, by its `text`."""

    def __init__(self, file: str, option: str = "", text: str | None = None) -> None:
        self.path = file
        self.option = option
        self.text = text
        self.shown = shown(file) if file else option

    def of(self, key: str, word: str | None = None, fault: str = "") -> str:
        """The place of a key (with `word` in it), or of the line after it in the same row that holds `fault`."""
        if not self.path:
            return self.option
        if self.text is not None:
            text, line = self.text, line_of(self.text, tuple(key.split(".")), word)
        else:
            text = Path(self.path).read_text("utf-8", "replace")
            line = key_line(self.path, f"catalog.{key}" if key else "catalog", word)
        return f"{self.shown}:{_line_in_row(text.splitlines(), line, fault) if fault else line}"


def _line_in_row(lines: list[str], line: int, word: str) -> int:
    """The line of a word in the row that the 1-based `line` lies in; `line` itself where it isn't found."""
    first = line
    while first > 1 and not lines[first - 1].lstrip().startswith("[["):
        first -= 1
    for number in range(first, len(lines) + 1):
        content = lines[number - 1]
        if number > line and content.lstrip().startswith("[[") and ".method]]" not in content:
            break
        if number > first and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", content):
            return number
    return line


def _from_file(path: Path, name: str, asked: _Places) -> Table:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f'the catalog file "{name}" can\'t be read: {error.strerror}'
        raise SettingsError(asked.of("files", name), message) from None
    content = parse(data, shown(path.as_posix()), "catalog file")
    places = _Places(path.as_posix(), text=data.decode("utf-8-sig"))
    _check(content, ("library", "source", *_ROWS), places)
    for key in ("library", "source"):
        if not isinstance(content.get(key), str):
            message = f'"{key}" must be a string' if key in content else f'"{key}" is missing'
            raise SettingsError(places.of(key), message)
    return _table(content, places)


def _table(content: dict[str, Any], places: _Places) -> Table:
    try:
        return msgspec.convert(content, Table)
    except msgspec.ValidationError as error:  # what `_check` has no words for
        raise SettingsError(places.of(""), f"catalog: {error}") from None


def _check(content: Mapping[str, Any], keys: tuple[str, ...], places: _Places) -> None:
    """Raise on the first key, row or alias that doesn't fit, at its line and by its name."""
    for key, value in content.items():
        if key not in keys:
            raise SettingsError(places.of(key), f'unknown key "{key}" in the catalog{nearest(key, keys)}')
        if key == "alias":
            if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
                raise SettingsError(places.of(key), '"alias" must be a table of names: "old.name" = "new.name"')
        elif key in _KINDS:
            if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
                raise SettingsError(places.of(key), f'"{key}" must be a list of tables: [[…{key}]]')
            for number, row in enumerate(value, 1):
                _check_row(key, row, number, places)


def _check_row(kind: str, row: dict[str, Any], number: int, places: _Places) -> None:
    names = row.get("names")
    name = (
        names[0]
        if isinstance(names, list) and names
        else row.get("attribute") or row.get("call") or row.get("variable")
    )
    word = name if isinstance(name, str) else None
    label = f'{kind} "{word}"' if word else f"{kind} number {number}"
    try:
        fitting = msgspec.convert(row, _KINDS[kind])
    except msgspec.ValidationError as error:
        message, fault = _in_words(str(error), _KINDS[kind])
        raise SettingsError(places.of(kind, word, fault), f"{label}: {message}") from None
    found = fault_in(fitting)
    if found is not None:
        raise SettingsError(places.of(kind, word, found.word), f"{label}: {found.message}")


def _in_words(error: str, kind: type[UserRow]) -> tuple[str, str]:
    """msgspec's message in our words, and the word at which to look for its line."""
    what, _, where = error.partition(" - at `$")
    path = where.rstrip("`").lstrip(".")
    inside = f' in "{path}"' if path else ""
    last = re.split(r"[.\[]", path)[0] if path else ""
    if unknown := re.match(r"Object contains unknown field `(.+)`", what):
        return f'unknown key "{unknown[1]}"{inside}{nearest(unknown[1], valid_keys(kind, path))}', unknown[1]
    if missing := re.match(r"Object missing required field `(.+)`", what):
        return f'"{missing[1]}" is missing{inside}', last
    if types := re.match(r"Expected `(.+?)`, got `(.+?)`", what):
        wanted = " or ".join(NOUNS.get(each, each) for each in types[1].split(" | ") if each != "null")
        return f'"{path}" must be {wanted}, not {NOUNS.get(types[2], types[2])}', last
    return f'"{path}": {what[:1].lower()}{what[1:]}', last
