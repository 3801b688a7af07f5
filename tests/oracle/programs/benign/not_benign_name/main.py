# entry
import random


def jitter(x):
    return x + random.uniform(-0.1, 0.1)  # blame


print([jitter(x) for x in (1.0, 2.0)])
