import random


def run(seed):
    random.seed(seed)
