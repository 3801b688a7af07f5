# entry
from functools import cached_property

import numpy as np


class Model:
    def __init__(self, dim, seed=0):
        self.dim, self.seed = dim, seed

    @cached_property
    def rng(self):
        return np.random.default_rng(self.seed)

    @cached_property
    def weights(self):
        return self.rng.normal(size=self.dim)


print(Model(3).weights.round(6).tolist())
