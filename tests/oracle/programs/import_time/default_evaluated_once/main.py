# entry
import random


def noisy(x, noise=random.random()):  # blame
    return x + noise


random.seed(0)
print(noisy(1.0), noisy(2.0))
