# entry
import functools
import random

import numpy as np


def seed_all(*seeders, value):
    for seeder in seeders:
        seeder(value)


setup = functools.partial(seed_all, random.seed, np.random.seed, value=12)
setup()
print(random.random(), np.random.rand())
