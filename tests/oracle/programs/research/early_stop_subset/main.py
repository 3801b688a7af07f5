# entry
import numpy as np


def split(n, frac, rng=None):
    rng = np.random.default_rng() if rng is None else rng  # blame: a
    idx = rng.permutation(n)  # blame: a
    k = int(n * frac)
    return idx[:k], idx[k:]


train, val = split(10, 0.7)  # blame: a
print(sorted(val.tolist()))
