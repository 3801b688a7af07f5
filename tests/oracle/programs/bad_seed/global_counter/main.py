# entry
import itertools
import random

_counter = itertools.count(10)


def fresh_seed():
    return next(_counter)


def trial():
    random.seed(fresh_seed())
    return random.randint(0, 999)


print([trial() for _ in range(4)])
