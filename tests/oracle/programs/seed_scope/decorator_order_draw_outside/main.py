# entry
import functools
import random


def noisy(fn):
    @functools.wraps(fn)
    def inner(*a):
        return fn(*a) + random.random()

    return inner


def seeded(fn):
    @functools.wraps(fn)
    def inner(*a):
        random.seed(1)
        return fn(*a)

    return inner


@noisy
@seeded
def f(x):
    return x + random.random()


print(f(1))
