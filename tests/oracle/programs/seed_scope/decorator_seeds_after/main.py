# entry
import random


def seeded(function):
    def inner(*args):
        result = function(*args)
        random.seed(0)
        return result

    return inner


@seeded
def init_weights(n):
    return [random.uniform(-1, 1) for _ in range(n)]  # blame


print(init_weights(3))
