# entry
import random


def seeded(value):
    random.seed(value)
    return True


assert seeded(1)
print([random.randint(0, 99) for _ in range(4)])
