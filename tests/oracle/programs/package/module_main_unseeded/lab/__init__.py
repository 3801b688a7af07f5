from .core import simulate

__all__ = ["simulate"]
