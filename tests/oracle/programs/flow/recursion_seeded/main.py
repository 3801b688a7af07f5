# entry
import random


def tree(depth, seeded=False):
    if not seeded:
        random.seed(4)
    if depth == 0:
        return random.randint(0, 9)
    return [tree(depth - 1, True), tree(depth - 1, True)]


print(tree(4))
