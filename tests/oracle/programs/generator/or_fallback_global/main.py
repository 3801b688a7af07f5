# entry
import random


def pick(items, rng=None):
    rng = rng or random
    return rng.choice(items)  # blame: a


print([pick("abcdefgh") for _ in range(6)])  # blame: a
