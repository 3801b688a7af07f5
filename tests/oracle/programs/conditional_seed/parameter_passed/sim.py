import numpy as np


def simulate(steps, seed=None):
    if seed is not None:
        np.random.seed(seed)
    return np.cumsum(np.random.standard_normal(steps))
