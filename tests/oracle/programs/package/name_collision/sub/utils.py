import random

NAME = "sub"


def setup():
    random.seed(0)
