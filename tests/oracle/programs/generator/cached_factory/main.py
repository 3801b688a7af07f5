# entry
import functools

import numpy as np


@functools.lru_cache(maxsize=None)
def rng_for(name):
    return np.random.default_rng(len(name))


print(rng_for("a").random(), rng_for("bb").random(), rng_for("a").random())
