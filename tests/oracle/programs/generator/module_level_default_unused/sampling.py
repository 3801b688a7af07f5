import numpy as np


class Sampler:
    def __init__(self, seed=None):
        self.rng = np.random.default_rng(seed)

    def take(self, n):
        return self.rng.integers(0, 10**6, n).tolist()


_default = Sampler()


def draw(n, sampler=None):
    return (_default if sampler is None else sampler).take(n)
