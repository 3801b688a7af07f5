from src.data.synthetic import make

__all__ = ["make"]
