# entry
import random

_MISSING = object()


def draw(n, seed=_MISSING):
    if seed is _MISSING:
        seed = 5
    random.seed(seed)
    return [random.randint(0, 99) for _ in range(n)]


print(draw(3))
