# entry
import random

NOISE = {}


def with_noise(cls):
    NOISE[cls.__name__] = random.random()  # blame
    return cls


@with_noise
class A:
    pass


random.seed(0)
print(NOISE["A"])
