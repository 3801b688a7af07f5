import random


def seed(value):
    random.seed(value)


def uniform():
    return round(random.uniform(0, 1), 6)
