import random


def set_seed(seed=0):
    random.seed(seed)
