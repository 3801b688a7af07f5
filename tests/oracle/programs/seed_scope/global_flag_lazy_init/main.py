# entry
import random

_initialised = False


def ensure():
    global _initialised
    if not _initialised:
        random.seed(6)
        _initialised = True


def draw():
    ensure()
    return random.random()


print(draw(), draw())
