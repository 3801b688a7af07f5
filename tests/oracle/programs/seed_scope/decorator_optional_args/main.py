# entry
import functools
import random


def seeded(function=None, *, seed=0):
    if function is None:
        return functools.partial(seeded, seed=seed)

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        random.seed(seed)
        return function(*args, **kwargs)

    return wrapper


@seeded
def first():
    return random.random()


@seeded(seed=4)
def second():
    return random.random()


print(first(), second())
