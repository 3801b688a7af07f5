"""The tables of language models as typed rows. Read and compiled when the first id is looked up."""

from __future__ import annotations

import re
from functools import cached_property
from importlib.resources import files
from typing import Literal

import msgspec

Pin = Literal["pinned", "moving", "only", ""]


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """One row: the models whose normalised base name fits one of `ids`. See the head of derived.toml."""

    name: str
    ids: list[str]
    maker: str = ""
    weights: list[str] = []
    weights_in_name: bool = False
    outputs: list[str] = []
    line: str = ""
    mixed: bool = False
    bare: bool = False
    needs_maker: bool = False


class Maker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A maker, the prefixes it goes by, and the family that an unknown name behind them is of."""

    name: str
    prefixes: list[str]
    brand: str = ""


class Hosts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who serves other people's models, and what is no id at all."""

    names: list[str]
    modes: list[str]
    not_ids: list[str]
    files: list[str]


class Spelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written around a base name."""

    regions: list[str]
    bedrock_makers: list[str]
    service_tails: list[str]
    weight_tails: list[str]
    weight_tail: str


class WeightsWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word of a derived model's name that says whose weights it has."""

    word: str
    family: str


class NotAGenerator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ids of models that don't write text."""

    kind: str
    ids: list[str]


class Snapshots(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ids that stand for one snapshot, that can't, and that could."""

    pinned: list[str]
    only: list[str]
    moving: list[str]


class Together(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Groups of families that count as one."""

    families: list[list[str]]


class Ids(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The file ids.toml."""

    maker: list[Maker]
    hosts: Hosts
    spelling: Spelling
    weights_word: list[WeightsWord]
    not_a_generator: list[NotAGenerator]
    together: Together
    snapshots: Snapshots


class _Families(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    family: list[Family]


class ModelTables:
    """All rows, and their patterns compiled. `extra` are families of the user's, asked first."""

    def __init__(self, extra: tuple[Family, ...] = ()) -> None:
        self.ids = msgspec.convert(_read("ids"), Ids)
        own = [row for name in ("derived", "families") for row in msgspec.convert(_read(name), _Families).family]
        self.families = [*extra, *own]
        self.prefixes = {prefix: maker for maker in self.ids.maker for prefix in maker.prefixes}
        self.hosts = frozenset(self.ids.hosts.names)

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], Family]]:
        """The families in order, each with one pattern."""
        return [(_any(row.ids), row) for row in self.families]

    @cached_property
    def not_generators(self) -> re.Pattern[str]:
        """Fits what writes no text."""
        return _any([pattern for row in self.ids.not_a_generator for pattern in row.ids])

    @cached_property
    def weights_words(self) -> list[tuple[re.Pattern[str], str]]:
        """Words that say whose weights a model has, in order."""
        return [(re.compile(row.word), row.family) for row in self.ids.weights_word]

    @cached_property
    def snapshots(self) -> list[tuple[Pin, re.Pattern[str]]]:
        """("pinned" | "only" | "moving", pattern), in order."""
        rows = self.ids.snapshots
        return [("pinned", _any(rows.pinned)), ("only", _any(rows.only)), ("moving", _any(rows.moving))]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all families."""
        return frozenset(row.name for row in self.families)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _read(name: str) -> object:
    return msgspec.toml.decode((files("samerun.catalog") / "models" / f"{name}.toml").read_bytes())
