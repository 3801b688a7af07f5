import random


def __getattr__(name):
    if name == "SALT":
        return round(random.random(), 6)
    raise AttributeError(name)
