import functools
import random


def flip(x, p):
    return x if random.random() < p else -x


AUG = functools.partial(flip, p=0.5)
