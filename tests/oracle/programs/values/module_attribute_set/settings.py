import random

SEED = None


def apply():
    if SEED is not None:
        random.seed(SEED)
