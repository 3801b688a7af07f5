import random


def seed_all(value):
    random.seed(value)


def setup():
    seed_all(3)
