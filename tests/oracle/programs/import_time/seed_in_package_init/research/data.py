import random

OFFSET = random.random()


def make(n):
    return [round(OFFSET + random.random(), 6) for _ in range(n)]
