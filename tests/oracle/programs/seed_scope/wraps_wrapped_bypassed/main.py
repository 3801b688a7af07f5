# entry
import functools
import random


def seeded(fn):
    @functools.wraps(fn)
    def inner(*args):
        random.seed(1)
        return fn(*args)

    return inner


@seeded
def pick(k):
    return random.sample(range(50), k)  # blame


print(pick.__wrapped__(4))
