# entry
import numpy as np
from numpy.random import RandomState


def as_rng(seed):
    if isinstance(seed, (int, np.integer)):
        return RandomState(seed)
    if isinstance(seed, RandomState):
        return seed
    return RandomState()


print(as_rng(3).rand(2).tolist(), as_rng(RandomState(4)).rand(1).tolist())
