# entry
import numpy as np


def jitter(x, rng=np.random.default_rng(3)):
    return x + rng.normal()


print(jitter(1.0), jitter(2.0))
