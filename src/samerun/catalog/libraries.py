"""What libraries are to a run and to the values in it, as the catalog lists them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

Beginnings = tuple[str, ...]


class Libraries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of `catalog/libraries.toml`; see there. Sets are of whole names, tuples of beginnings of full names."""

    computing: frozenset[str]
    networks: Beginnings
    showing: frozenset[str]
    making: frozenset[str]
    layered: Beginnings
    optimizers: Beginnings
    fitting: Beginnings
    starting: frozenset[str]
    tracing: Beginnings
    timers: Beginnings
    pickling: frozenset[str]
    silent: frozenset[str]
    giving: frozenset[str]
    chances: frozenset[str]
    made_up: frozenset[str]
    ordering: frozenset[str]
    data_bases: frozenset[str]
    data_decorators: frozenset[str]
    data_words: frozenset[str]
    fetching: frozenset[str]
    emptying: frozenset[str]
    recording: frozenset[str]
    notebook_names: frozenset[str]
    script_names: frozenset[str]
    closed: dict[str, frozenset[str]]


@cache
def libraries() -> Libraries:
    """The catalog's lists."""
    text = files("samerun.catalog").joinpath("libraries.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Libraries)
