import numpy as np


class Sampler:
    def __init__(self, seed=None):
        self.rng = np.random.default_rng(seed)  # blame: a

    def take(self, n):
        return self.rng.integers(0, 10**6, n).tolist()  # blame: a


_default = Sampler()  # blame: a


def draw(n, sampler=None):
    return (sampler or _default).take(n)  # blame: a
