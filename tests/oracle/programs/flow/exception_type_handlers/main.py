# entry
import random


class NeedsSeed(Exception):
    pass


def draw():
    raise NeedsSeed


try:
    draw()
except ValueError:
    pass
except NeedsSeed:
    random.seed(3)
print([random.randint(0, 99) for _ in range(4)])
