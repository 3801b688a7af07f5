"""Which part a value plays among the arguments of a library's call, by the call's row.

`flags` say of each positional argument whether it has something of the value, `named` of each keyword.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.catalog.schema import Callable, Class
from samerun.program.arguments import positional

if TYPE_CHECKING:
    Named = list[tuple[str | None, bool]]


def is_label(row: Callable | Class | None, flags: list[bool], named: Named) -> bool:
    """Whether the value only says what a run is called: `wandb.init(name=…)`."""
    if not isinstance(row, Callable) or not row.labels:
        return False
    given = [*zip(positional(row.params), flags, strict=False), *named]
    return sum(flags) <= len(positional(row.params)) and all(key in row.labels for key, reaches in given if reaches)


def is_example(row: Callable | Class | None, flags: list[bool], named: Named) -> bool:
    """Whether only the value's shape counts: it shows what parameters have to fit (`model.init(key, batch)`)."""
    if not isinstance(row, Callable) or row.benign != "shape":
        return False
    params = positional(row.params)
    return not (any(flags[: len(params)]) or any(reaches and key in params for key, reaches in named))


def makes(row: Callable | Class | None) -> bool:
    """Whether a call only makes an object: what it is made of is kept there, and nowhere else."""
    return isinstance(row, Class) or (isinstance(row, Callable) and "." in (row.returns or ""))
