# entry
import random


def seed_with(value):
    if isinstance(value, int):
        random.seed(value)
    elif value is not None:
        raise TypeError(value)


seed_with(5)
print([random.randint(0, 99) for _ in range(4)])
