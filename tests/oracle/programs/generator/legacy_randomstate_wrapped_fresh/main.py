# entry
import numpy as np
from numpy.random import RandomState


def as_rng(seed):
    if isinstance(seed, (int, np.integer)):
        return RandomState(seed)
    if isinstance(seed, RandomState):
        return seed
    return RandomState()  # blame: a


print(as_rng(None).rand(2).tolist())  # blame: a
