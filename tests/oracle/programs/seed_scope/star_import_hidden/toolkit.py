import random

__all__ = ["version"]
version = "0.3"


def seed_all(s):
    random.seed(s)
