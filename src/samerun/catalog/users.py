"""The user's own knowledge: `[tool.samerun.catalog]` with rows of the tables' schema, and files of such rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from samerun.catalog.schema import CatalogError, Table, read_table
from samerun.settings.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping


def user_tables(catalog: Mapping[str, Any], file: str) -> list[Table]:
    """The tables that the settings in `file` add, in order: their own rows, then each file's.

    Raises `SettingsError`, which names the file and the row, where one doesn't fit the schema.
    """
    if not catalog:
        return []
    files = catalog.get("files", [])
    if not isinstance(files, list) or not all(isinstance(name, str) for name in files):
        raise SettingsError(file, "catalog.files is a list of paths")
    tables = []
    rows = {key: value for key, value in catalog.items() if key != "files"}
    if rows:
        tables.append(_inline(rows, file))
    for name in files:
        path = Path(file).parent / name
        try:
            tables.append(read_table(path.read_text("utf-8"), path.as_posix()))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(file, f"catalog file {name} can't be read: {error}") from None
        except CatalogError as error:
            raise SettingsError(path.as_posix(), _row_named(error.message)) from None
    return tables


def _inline(rows: dict[str, Any], file: str) -> Table:
    for kind in ("function", "class"):
        for row in rows.get(kind, []):
            name = (row.get("names") or ["unnamed"])[0] if isinstance(row, dict) else "unnamed"
            try:
                msgspec.convert({"library": "user", "source": file, kind: [row]}, Table)
            except msgspec.ValidationError as error:
                raise SettingsError(file, f"catalog row {name}: {_row_named(str(error))}") from None
    try:
        return msgspec.convert({"library": "user", "source": file, **rows}, Table)
    except msgspec.ValidationError as error:
        raise SettingsError(file, f"catalog: {_row_named(str(error))}") from None


def _row_named(message: str) -> str:
    """msgspec's message in our words."""
    return message.replace("Object contains unknown field", "unknown key").replace("Object missing", "missing")
