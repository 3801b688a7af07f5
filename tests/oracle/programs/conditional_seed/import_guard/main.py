# entry
try:
    import numpy as np
except ImportError:
    np = None
import random


def seed_all(seed):
    random.seed(seed)
    if np is not None:
        np.random.seed(seed)


seed_all(5)
print(random.random(), np.random.rand(2).tolist() if np is not None else None)
