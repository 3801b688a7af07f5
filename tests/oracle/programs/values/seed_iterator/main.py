# entry
import random

SEEDS = iter((3, 5, 7))


def trial():
    random.seed(next(SEEDS))
    return random.random()


print([trial() for _ in range(3)])
