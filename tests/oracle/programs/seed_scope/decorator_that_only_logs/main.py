# entry
import functools
import random


def logged(label):
    def wrap(function):
        @functools.wraps(function)
        def inner(*args, seed=None, **kwargs):
            print("start", label, seed)
            return function(*args, **kwargs)

        return inner

    return wrap


@logged("draws")
def draw(n):
    return [random.randint(0, 99) for _ in range(n)]  # blame: a


print(draw(4, seed=1))  # blame: a
