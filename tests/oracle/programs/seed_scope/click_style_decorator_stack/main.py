# entry
import functools
import random


def timed(fn):
    @functools.wraps(fn)
    def inner(*a, **k):
        return fn(*a, **k)

    return inner


def seeded(seed):
    def deco(fn):
        @functools.wraps(fn)
        def inner(*a, **k):
            random.seed(seed)
            return fn(*a, **k)

        return inner

    return deco


@timed
@seeded(4)
def main(n):
    return [random.random() for _ in range(n)]


print(main(2))
