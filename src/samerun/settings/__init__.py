"""Settings: `[tool.samerun]` in pyproject.toml, or samerun.toml. One set for every face of the tool."""

from samerun.settings.errors import SettingsError
from samerun.settings.finder import SettingsFinder
from samerun.settings.model import Keys, Layer, Origin, Settings
from samerun.settings.overrides import Overrides
from samerun.settings.selection import RuleSelection

__all__ = [
    "Keys",
    "Layer",
    "Origin",
    "Overrides",
    "RuleSelection",
    "Settings",
    "SettingsError",
    "SettingsFinder",
]
