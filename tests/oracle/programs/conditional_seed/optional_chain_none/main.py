# entry
import random


def outer(seed=None):
    inner(seed)


def inner(seed):
    if seed is None:  # blame: a
        return
    random.seed(seed)


outer()  # blame: a
print(random.random())  # blame: a
