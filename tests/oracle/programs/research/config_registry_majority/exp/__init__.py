from . import models
from .registry import build

__all__ = ["build", "models"]
