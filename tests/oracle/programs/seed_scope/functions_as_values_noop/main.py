# entry
import random


def nothing():
    return None


def run(before, body, n):
    before()
    return [body() for _ in range(n)]  # blame: a


print(run(nothing, lambda: random.random(), 3))  # blame: a
