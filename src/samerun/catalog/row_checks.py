"""What a row must keep beyond its schema: known streams, parameters that exist, one verb an effect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from samerun.catalog.schema import Applies, Callable, Class, Compare, Effect, Methods, spellings
from samerun.catalog.streams import STREAMS
from samerun.catalog.table import Loader, Switch, Work
from samerun.settings.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

UserRow = Callable | Class | Switch | Work | Loader

POLICIES = ("entropy", "fixed", "keep")
_PARTS: dict[str, type[Applies | Effect | Callable | Methods | Compare]] = {
    "effects": Effect,
    "applies": Applies,
    "method": Callable,
    "methods": Methods,
    "when": Compare,
    "unless": Compare,
}
HOW = ("later", "either", "again")
ROLES = ("algorithms", "convolutions", "autotune", "workspace", "hash")
DEEDS = ("trains", "accelerates", "starts", "serves")
TAKEN = ("path", "file", "text")


class Fault(NamedTuple):
    """What is wrong, and the word at which it stands."""

    word: str
    message: str


def fault_in(row: UserRow) -> Fault | None:
    """The first thing in a row that fits the schema and still can't be meant."""
    return next(_faults(row), None)


def valid_keys(kind: type[UserRow], path: str) -> tuple[str, ...]:
    """The keys that may stand at a path ("method[0].effects[1]") inside a row of this kind."""
    fields: tuple[str, ...] = kind.__struct_encode_fields__
    for part in filter(None, re.split(r"\[[^\]]*\]|\.", path)):
        if part in _PARTS:
            fields = _PARTS[part].__struct_encode_fields__
    return fields


def _faults(row: UserRow) -> Iterator[Fault]:
    if isinstance(row, Switch):
        yield from _of_switch(row)
        return
    if isinstance(row, Work):
        yield from _of_work(row)
        return
    if isinstance(row, Loader):
        for word in row.takes:
            if word not in TAKEN:
                yield Fault("takes", f'"takes" is of {_listed(TAKEN)}, not "{word}"')
        return
    if not row.names:
        yield Fault("names", '"names" is empty')
    for name in row.names:
        if "." not in name:
            yield Fault(name, f'"{name}" is no full name: it begins with what is imported, as in "mylib.{name}"')
    root = row.names[0].partition(".")[0] if row.names else ""
    yield from _of_row(row, None, root, "")
    if isinstance(row, Class):
        for method in row.method:
            yield from _of_row(method, row, root, f'method "{method.names[0] if method.names else ""}": ')


def _of_switch(row: Switch) -> Iterator[Fault]:
    if sum(each is not None for each in (row.attribute, row.call, row.variable)) != 1:
        yield Fault("", 'a switch has either an "attribute", a "call" or a "variable"')
    if row.role not in ROLES:
        yield Fault("role", f'unknown role "{row.role}"; it is one of {_listed(ROLES)}')


def _of_work(row: Work) -> Iterator[Fault]:
    if row.does not in DEEDS:
        yield Fault("does", f'"does" is one of {_listed(DEEDS)}, not "{row.does}"')
    if row.framework not in STREAMS:
        yield Fault("framework", f'unknown stream "{row.framework}"{nearest(row.framework, STREAMS)}')
    known = set(spellings(row.params))
    spoken = [*(name for condition in row.unless for name in condition), *([row.device] if row.device else [])]
    for name in spoken:
        yield from _of_parameter(name, known, None, "")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _of_row(row: Callable | Class, owner: Class | None, root: str, before: str) -> Iterator[Fault]:
    known = set(spellings(row.params))
    if row.seed is not None and row.seed != "self" and row.seed not in known:
        yield _no_parameter(row.seed, known, before)
    if row.omitted is not None:
        yield from _of_stream(row.omitted, (*STREAMS, *POLICIES), root, before)
    for effect in row.effects:
        try:
            effect.verb()
        except ValueError as error:
            yield Fault("effects", f"{before}{error}")
        streams = [*([effect.draws] if effect.draws is not None else []), *(effect.seeds or ()), *(effect.keeps or ())]
        for stream in streams:
            yield from _of_stream(stream, (*STREAMS, "self", "own"), root, before)
        if effect.omitted is not None:
            yield from _of_stream(effect.omitted, (*STREAMS, *POLICIES), root, before)
        for name in filter(
            None, (effect.from_, effect.via, effect.calls, effect.at, effect.consumes, *(effect.starts or "").split())
        ):
            yield from _of_parameter(name, known, owner, before)
        for name in (name for condition in (*effect.when, *effect.unless) for name in condition):
            yield from _of_parameter(name, known, owner, before)
    cases = row.cases.values() if isinstance(row, Callable) else ()
    for name in (name for conditions in cases for condition in conditions for name in condition):
        yield from _of_parameter(name, known, owner, before)
    if isinstance(row, Callable) and row.applies is not None:
        if row.applies.how not in HOW:
            yield Fault("how", f'{before}unknown "how": "{row.applies.how}"; it is {", ".join(HOW)}')
        for name in (*row.applies.functions, *row.applies.given, *filter(None, [row.applies.carry])):
            if name:
                yield from _of_parameter(name.removesuffix("[]"), known, owner, before)


def _of_stream(word: str, known: tuple[str, ...], root: str, before: str) -> Iterator[Fault]:
    """A stream is one that is known, or a library's own: then it is named after it, so that slips are seen."""
    if word in known or word == root or word.startswith(f"{root}-"):
        return
    longer = next((f'; did you mean "{name}"?' for name in known if name.startswith(f"{word}-")), None)
    hint = longer or nearest(word, known) or f'; a stream of the library\'s own is called "{root}"'
    yield Fault(word, f'{before}unknown stream "{word}"{hint}')


def _of_parameter(name: str, known: set[str], owner: Class | None, before: str) -> Iterator[Fault]:
    of_object = name.startswith("self.")
    if of_object and owner is None:
        yield Fault(name, f'{before}"{name}": only a method has a "self"')
        return
    names = set(spellings(owner.params)) if of_object and owner is not None else known
    first = name.removeprefix("self.").partition(".")[0]
    if first not in names:
        yield _no_parameter(first, names, before)


def _no_parameter(name: str, known: set[str], before: str) -> Fault:
    return Fault(name, f'{before}"{name}" is not among the "params"{nearest(name, sorted(known))}')
