# entry
import random


def read_seed(path):
    with open(path) as f:
        return int(f.read())


try:
    random.seed(read_seed("seed.txt"))
except FileNotFoundError:
    random.seed(0)
print([random.randint(0, 99) for _ in range(4)])
