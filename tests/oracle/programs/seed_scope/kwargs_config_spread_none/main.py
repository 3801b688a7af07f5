# entry
import random

DEFAULTS = {"seed": None, "n": 4}


def setup(seed, n):
    random.seed(seed)  # blame: a
    return n


n = setup(**{**DEFAULTS, "n": 5})
print([random.randint(0, 99) for _ in range(n)])  # blame: a
