# entry
import numpy as np


class RngPool:
    _pool = {}

    @classmethod
    def get(cls, name):
        if name not in cls._pool:
            cls._pool[name] = np.random.default_rng()  # blame
        return cls._pool[name]


np.random.seed(0)
print(RngPool.get("a").random(), RngPool.get("b").random())
