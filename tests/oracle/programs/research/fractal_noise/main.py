# entry
from functools import lru_cache
from random import Random


@lru_cache(maxsize=None)
def gradient(x, y):
    return Random(x * 73856093 ^ y * 19349663).uniform(-1, 1)


def noise(x, y):
    return 0.5 * gradient(x, y) + 0.5 * gradient(x + 1, y + 1)


print([round(noise(i, 2 * i), 6) for i in range(4)])
