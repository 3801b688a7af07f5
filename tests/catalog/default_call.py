"""What the tables say of a call that leaves every optional argument out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from samerun.catalog.schema import Callable, Class, Compare, Condition, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.catalog import Catalog

Default = bool | int | float | str | None


def draws(row: Callable | Class, owner: Class | None = None) -> set[str]:
    """The streams the bare call draws from ("own": entropy no seed reaches); of a class, its objects' methods too."""
    defaults: dict[str, Default] = {**row.defaults}
    if owner is not None:
        defaults |= {f"self.{name}": value for name, value in owner.defaults.items()}
    found = set()
    for effect in row.effects:
        if effect.draws is not None and happens(effect, defaults):
            found |= _source(effect, defaults, owner)
    if isinstance(row, Class):
        if row.methods.draws:
            found |= _own(row)
        for method in row.method:
            found |= draws(method, row)
    return found


def happens(effect: Effect, defaults: dict[str, Default]) -> bool:
    """Whether an effect's conditions hold with these arguments."""
    return _any(effect.when, defaults, empty=True) and not _any(effect.unless, defaults, empty=False)


def inherited(catalog: Catalog, row: Class) -> Iterator[Class]:
    """A class row and those of its bases."""
    yield row
    for base in row.bases:
        if (found := catalog.cls(base)) is not None:
            yield from inherited(catalog, found)


def _source(effect: Effect, defaults: dict[str, Default], owner: Class | None) -> set[str]:
    assert effect.draws is not None
    if effect.via is not None and defaults.get(effect.via) is not None:
        return set()
    if effect.draws == "self":
        return _own(owner) if owner is not None else set()
    return {"fixed": set(), "entropy": {"own"}}.get(effect.omitted or "", {effect.draws})


def _own(row: Class) -> set[str]:
    defaults: dict[str, Default] = {**row.defaults}
    if not _any(row.when, defaults, empty=True) or _any(row.unless, defaults, empty=False):
        return set()
    if row.omitted is None or (row.seed is not None and defaults.get(row.seed) is not None):
        return set()
    return {"fixed": set(), "entropy": {"own"}}.get(row.omitted, {row.omitted})


def _any(conditions: list[Condition], defaults: dict[str, Default], *, empty: bool) -> bool:
    if not conditions:
        return empty
    return any(all(_holds(want, defaults.get(name)) for name, want in one.items()) for one in conditions)


def _holds(want: object, value: Default) -> bool:
    if isinstance(want, Compare):
        return _compares(want, value)
    return value in want if isinstance(want, list) else value == want


def _compares(want: Compare, value: Default) -> bool:
    number = value if isinstance(value, int | float) else None
    checks = [
        want.given is None or want.given == (value is not None),
        want.lt is None or (number is not None and number < want.lt),
        want.gt is None or (number is not None and number > want.gt),
        want.kind is None or (value is not None and type(value).__name__ == want.kind),
        want.length is None,
        want.surely is None or value == want.surely,
        want.same is None,
        want.outside is None,  # what isn't given is not known to be none of them
        want.not_ is msgspec.UNSET or value != want.not_,
    ]
    return all(checks)
