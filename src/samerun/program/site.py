"""A place that a rule wants to see as a LibCST node."""

from __future__ import annotations

import msgspec

from samerun.index.facts import Node
from samerun.program.modules import Module
from samerun.workspace.spans import Span


class Site(msgspec.Struct, frozen=True):
    """A place where a rule may have something to say.

    `slice` is the source that LibCST parses; `ordinal` is the call's number in it, or -1 for the whole slice.
    `about` is what the rule learnt from the facts and wants to see again in `visit`.
    """

    module: Module
    slice: Span
    ordinal: int
    node: Node
    enclosing: str
    about: object = None
