"""Settings: `[tool.samerun]` in pyproject.toml, or samerun.toml. One set for every face of the tool."""

from samerun.settings.errors import SettingsError
from samerun.settings.model import Keys, Layer, Origin, Settings
from samerun.settings.overrides import Overrides

__all__ = ["Keys", "Layer", "Origin", "Overrides", "Settings", "SettingsError"]
