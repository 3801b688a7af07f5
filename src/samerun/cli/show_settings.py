"""`samerun check --show-settings`: every value, as TOML, with its origin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from samerun.settings.model import Keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.settings.model import Settings


def lines(settings: Settings) -> Iterator[str]:
    """A comment on the file, then a line a key."""
    yield f"# settings of {settings.root}, from {settings.file or 'defaults'}\n"
    for key, field in zip(Keys.__struct_encode_fields__, Keys.__struct_fields__, strict=True):
        value = getattr(settings, field)
        written = f"{key} = {toml(value)}" if value is not None else f"# {key} is not set"
        yield f"{written}  # {settings.origin(key)}\n"


def toml(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, msgspec.Struct):
        value = {key: each for key, each in msgspec.to_builtins(value).items() if each not in (None, (), [], {}, "")}
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key, ensure_ascii=False)} = {toml(each)}" for key, each in value.items())
        return "{ " + ", ".join(pairs) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
