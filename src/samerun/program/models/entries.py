"""What configuration files say of models: one entry a model in a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from samerun.catalog.families import Model
    from samerun.workspace.spans import Span

Path = tuple[str | int, ...]


class Entry(NamedTuple):
    """A model in a configuration: its role, the key path, and where the id stands. `many`: one of a list."""

    role: str
    strength: int
    path: Path
    model: Model | None
    file: str
    span: Span
    many: int = 0
    alias: bool = False
    ambiguous: bool = False
