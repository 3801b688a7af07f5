# entry
import random


def draws():
    while True:
        yield random.random()  # blame


g = draws()
first = next(g)
random.seed(0)
print(first, next(g))
