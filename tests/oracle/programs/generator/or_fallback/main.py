# entry
import random


def pick(items, rng=None):
    rng = rng or random
    return rng.choice(items)


rng = random.Random(12)
print([pick("abcdefgh", rng) for _ in range(6)])
