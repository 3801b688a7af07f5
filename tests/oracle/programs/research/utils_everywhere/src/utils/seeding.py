import random

import numpy as np

_SEEDERS = [random.seed, np.random.seed]


def apply(args):
    for seeder in _SEEDERS:
        seeder(args.seed)
