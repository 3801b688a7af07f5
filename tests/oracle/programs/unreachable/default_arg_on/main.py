# entry
import random


def augment(xs, noise=True):
    if noise:
        return [x + random.random() for x in xs]  # blame
    return list(xs)


print(augment([1, 2, 3]))
