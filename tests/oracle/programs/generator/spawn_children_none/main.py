# entry
import numpy as np


def streams(seed=None, n=2):
    return [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(n)]  # blame: a


a, b = streams(n=2)  # blame: a
print(a.random(), b.random())
