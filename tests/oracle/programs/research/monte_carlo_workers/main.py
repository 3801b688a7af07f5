# entry
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def trial(args):
    index, steps, base = args
    rng = np.random.default_rng(None if base is None else base + index)
    return float(rng.choice([-1, 1], steps).sum())


def run(trials=4, steps=200, base_seed=None):
    jobs = [(i, steps, base_seed) for i in range(trials)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(trial, jobs))


print(run(base_seed=100))
