import random


def fix(value=4):
    random.seed(value)
