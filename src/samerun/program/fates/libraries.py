"""What libraries do with a value that they are handed, as the catalog lists them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Libraries(NamedTuple):
    """The lists of `catalog/fates.toml`; see there. `layered`, `optimizers`, `fitting` and `tracing` are beginnings of
    full names, `starting` are full names."""

    computing: tuple[str, ...]
    showing: tuple[str, ...]
    making: tuple[str, ...]
    layered: tuple[str, ...]
    optimizers: tuple[str, ...]
    fitting: tuple[str, ...]
    starting: tuple[str, ...]
    tracing: tuple[str, ...]


@cache
def libraries() -> Libraries:
    """The catalog's lists."""
    text = files("samerun.catalog").joinpath("fates.toml").read_text("utf-8")
    return Libraries(**{name: tuple(words) for name, words in tomllib.loads(text).items()})
