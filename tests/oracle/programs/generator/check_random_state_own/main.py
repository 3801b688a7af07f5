# entry
import numbers

import numpy as np


def check_random_state(seed):
    if seed is None:
        return np.random.mtrand._rand
    if isinstance(seed, numbers.Integral):
        return np.random.RandomState(seed)
    return seed


def jitter(x, random_state=None):
    rng = check_random_state(random_state)
    return x + rng.normal(scale=0.1, size=len(x))


print(jitter(np.arange(3.0), random_state=0).tolist())
