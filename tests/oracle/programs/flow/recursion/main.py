# entry
import random


def tree(depth):
    if depth == 0:
        return random.randint(0, 9)  # blame
    return [tree(depth - 1), tree(depth - 1)]


print(tree(4))
