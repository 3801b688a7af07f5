# entry
import random


def augment(xs, noise=False):
    if noise:
        return [x + random.random() for x in xs]
    return list(xs)


print(augment([1, 2, 3]))
