# entry
import random
from functools import lru_cache


@lru_cache(maxsize=None)
def ensure_seeded(value=10):
    random.seed(value)
    return value


def draw():
    ensure_seeded()
    return random.randint(0, 10**6)


print([draw() for _ in range(4)])
