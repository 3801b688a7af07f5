# entry
import random

from settings import merged


def setup(seed, n):
    random.seed(seed)
    return n


n = setup(**merged(n=6))
print([random.randint(0, 99) for _ in range(n)])
