# entry
import random


def inner():
    for _ in range(3):
        yield random.random()


def outer():
    random.seed(3)
    yield from inner()


print(list(outer()))
