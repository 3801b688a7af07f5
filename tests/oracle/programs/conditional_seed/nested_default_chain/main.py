# entry
import random


def outer(seed=None):
    return inner(seed)


def inner(seed):
    if seed is None:
        seed = 9
    random.seed(seed)


outer()
print(random.random())
