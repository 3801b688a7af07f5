# entry
import numpy as np


class RngPool:
    _pool = {}

    @classmethod
    def get(cls, name):
        if name not in cls._pool:
            cls._pool[name] = np.random.default_rng(len(cls._pool))
        return cls._pool[name]


print(RngPool.get("a").random(), RngPool.get("b").random(), RngPool.get("a").random())
