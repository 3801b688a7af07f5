# entry
import numpy as np


def jitter(x, rng=np.random.default_rng()):  # blame
    return x + rng.normal()


np.random.seed(0)
print(jitter(1.0), jitter(2.0))
