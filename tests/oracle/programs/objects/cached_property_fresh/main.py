# entry
from functools import cached_property

import numpy as np


class Model:
    def __init__(self, dim, seed=None):
        self.dim, self.seed = dim, seed

    @cached_property
    def rng(self):
        return np.random.default_rng(self.seed)  # blame: a

    @cached_property
    def weights(self):
        return self.rng.normal(size=self.dim)  # blame: a


print(Model(3).weights.tolist())  # blame: a
