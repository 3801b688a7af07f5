"""The JSON schema of the settings, made from their types: `python -m samerun.settings.schema` prints it.

What it prints is shipped as `samerun/settings.schema.json`, for editors; a test holds the two equal.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from samerun.settings.model import Keys


def settings_schema() -> dict[str, Any]:
    """JSON schema, draft 2020-12. TOML has no null: a key that may be absent just isn't required."""
    parts = msgspec.json.schema(Keys)["$defs"]
    properties = _properties(parts.pop("Keys"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "samerun settings",
        "description": "The keys of [tool.samerun] in pyproject.toml, or of samerun.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": {name: {**part, "properties": _properties(part)} for name, part in sorted(parts.items())},
    }


def _properties(part: dict[str, Any]) -> dict[str, Any]:
    return {name: _without_null(schema) for name, schema in part["properties"].items()}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    schema = {key: value for key, value in schema.items() if not (key == "default" and value is None)}
    if "anyOf" in schema:
        (only,) = [each for each in schema.pop("anyOf") if each != {"type": "null"}]
        schema |= only
    if isinstance(schema.get("default"), tuple):
        schema["default"] = list(schema["default"])
    if None in schema.get("enum", ()):
        schema["enum"] = [each for each in schema["enum"] if each is not None]
    return schema


if __name__ == "__main__":
    print(json.dumps(settings_schema(), indent=2))
