import random

import alpha

NOISE = random.random()


def total():
    return alpha.VALUE + NOISE
