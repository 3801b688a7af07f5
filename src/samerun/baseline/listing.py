"""The file of a baseline: a first line that says what it is, then one line of JSON for each entry, in order.

No commas join the lines, so that adding and removing entries touches no other line of the file.
"""

from __future__ import annotations

import json
import posixpath
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from samerun.settings.errors import SettingsError
from samerun.settings.sources import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD = {"samerun-baseline": 1}
DEFAULT = "samerun-baseline.jsonl"


class Slot(msgspec.Struct, frozen=True, order=True):
    """Room for one finding.

    `path` is absolute; `fingerprint` is that of the first of equal findings; `statement` is a hash of the
    statement that holds the finding, by which it is known again when it moves.
    """

    path: str
    code: str
    enclosing: str
    key: str
    fingerprint: str
    statement: str


class _Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line: equal findings of one function, with their number."""

    path: str
    code: str
    enclosing: str = msgspec.field(name="in")
    key: str
    count: Annotated[int, msgspec.Meta(ge=1)]
    fingerprint: str
    statements: tuple[str, ...]


class BaselineProblem(SettingsError):
    """A baseline that can't be read or written."""


def read(path: str) -> list[Slot]:
    """The slots of the baseline at `path` (absolute). Raises `BaselineProblem`."""
    try:
        text = Path(path).read_bytes().decode("utf-8")
    except OSError as error:
        raise BaselineProblem(shown(path), f"this baseline can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BaselineProblem(shown(path), "this is not a baseline of samerun: it is not UTF-8") from error
    first, *lines = text.split("\n")
    _check_head(f"{shown(path)}:1", first)
    folder = posixpath.dirname(path)
    slots: list[Slot] = []
    for number, line in enumerate(lines, 2):
        if line.strip():
            slots += _slots(f"{shown(path)}:{number}", line, folder)
    return slots


def _check_head(place: str, line: str) -> None:
    try:
        head = json.loads(line)
    except ValueError:
        head = None
    if not isinstance(head, dict) or not head.keys() & HEAD.keys():
        raise BaselineProblem(place, f"this is not a baseline of samerun: its first line must be {json.dumps(HEAD)}")
    if head != HEAD:
        raise BaselineProblem(place, "this baseline was written by another version of samerun; write it anew")


def _slots(place: str, line: str, folder: str) -> list[Slot]:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        raise BaselineProblem(place, "a merge conflict: keep the lines of both sides, without the markers")
    try:
        entry = msgspec.json.decode(line.encode(), type=_Entry)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise BaselineProblem(place, f"not an entry of a baseline: {error}") from error
    if entry.count != len(entry.statements):
        raise BaselineProblem(place, f"count is {entry.count}, but {len(entry.statements)} statements are listed")
    path = posixpath.normpath(posixpath.join(folder, entry.path))
    return [
        Slot(path, entry.code, entry.enclosing, entry.key, entry.fingerprint, statement)
        for statement in entry.statements
    ]


def rendered(slots: Iterable[Slot], folder: str) -> str:
    """The text of a baseline that stands in `folder`."""
    entries: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for slot in sorted(slots):
        shown = posixpath.relpath(slot.path, folder)
        entries[shown, slot.code, slot.enclosing, slot.key, slot.fingerprint].append(slot.statement)
    lines = [json.dumps(HEAD)]
    for (path, code, enclosing, key, fingerprint), statements in sorted(entries.items()):
        row = {"path": path, "code": code, "in": enclosing, "key": key, "count": len(statements)}
        lines.append(json.dumps({**row, "fingerprint": fingerprint, "statements": statements}, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def write(path: str, slots: Iterable[Slot]) -> None:
    """Write a baseline, at one stroke where there is one already. Raises `BaselineProblem`."""
    from samerun.edits.write import WriteProblem, replace_file

    new = rendered(slots, posixpath.dirname(path)).encode("utf-8", "surrogatepass")
    file = Path(path)
    try:
        if file.exists():
            replace_file(path, file.read_bytes(), new)
        else:
            file.write_bytes(new)
    except OSError as error:
        raise BaselineProblem(shown(path), f"this baseline can't be written: {error.strerror}") from error
    except WriteProblem as problem:
        raise BaselineProblem(shown(path), f"this baseline can't be written: {problem}") from problem
