"""The user's `[tool.samerun.judges]`: what makes two models kin, and families of the user's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from samerun.catalog.families import Families, Strictness
from samerun.catalog.model_tables import Family, ModelTables
from samerun.settings.errors import SettingsError, nearest
from samerun.settings.places import key_line
from samerun.settings.sources import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.settings.model import Origin

Jury = Literal["half", "strict"]


class JudgeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The keys of `judges`, as written."""

    strictness: Strictness = "family"
    jury: Jury = "half"
    merge: list[list[str]] = []
    split: list[str] = []
    family: list[Family] = []

    def families(self) -> Families:
        """The families with these settings."""
        return Families(tuple(self.family), tuple(map(tuple, self.merge)), tuple(self.split))


def judge_settings(judges: Mapping[str, Any], origin: Origin) -> JudgeSettings:
    """The settings, checked. Raises `SettingsError` with the key's file and line."""
    if not judges:
        return JudgeSettings()

    def wrong(key: str, message: str) -> SettingsError:
        if not origin.file:
            return SettingsError(origin.option, message)
        return SettingsError(
            f"{shown(origin.file)}:{key_line(origin.file, f'judges.{key}' if key else 'judges')}", message
        )

    known = [field.encode_name for field in msgspec.structs.fields(JudgeSettings)]
    for key in judges:
        if key not in known:
            raise wrong(key, f'unknown key "judges.{key}"{nearest(key, known)}')
    try:
        settings = msgspec.convert(dict(judges), JudgeSettings)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$")
        key = place.strip("`.").partition(".")[0].partition("[")[0]
        raise wrong(key, f'"judges{place.rstrip("`")}": {what[:1].lower()}{what[1:]}') from None
    for row in settings.family:
        for pattern in row.ids:
            try:
                re.compile(pattern)
            except re.error as error:
                raise wrong("family", f'family "{row.name}": "{pattern}" is no regular expression: {error}') from None
    names = ModelTables(tuple(settings.family)).names
    for key, groups in (("merge", settings.merge), ("split", [settings.split])):
        for name in (name for group in groups for name in group):
            if name not in names:
                raise wrong(key, f'"{name}" in "judges.{key}" is no family{nearest(name, names)}')
    return settings
