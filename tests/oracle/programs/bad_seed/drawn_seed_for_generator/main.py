# entry
import numpy as np


def make(n, seed=None):
    seed = np.random.randint(2**31) if seed is None else seed  # blame: a
    rng = np.random.default_rng(seed)  # blame: a
    return rng.random(n).tolist()


print(make(3, 1), make(3))
