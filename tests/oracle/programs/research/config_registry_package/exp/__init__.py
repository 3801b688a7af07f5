from . import models, tasks
from .registry import build, names

__all__ = ["build", "models", "names", "tasks"]
