# entry
import random


def make(n, rng=random.Random(3)):
    return [rng.randint(0, 99) for _ in range(n)]


print(make(2), make(3), make(2, random.Random("x")))
