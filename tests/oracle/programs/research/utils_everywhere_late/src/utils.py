import random

import numpy as np


def seed_all(value):
    for seeder in (random.seed, np.random.seed):
        seeder(value)
