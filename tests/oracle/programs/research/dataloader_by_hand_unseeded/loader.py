import math

import numpy as np


class Loader:
    def __init__(self, X, batch_size=4, shuffle=True, seed=None):
        self.X, self.batch_size, self.shuffle = X, batch_size, shuffle
        self.rng = np.random.default_rng(seed)  # blame: a

    def __len__(self):
        return math.ceil(len(self.X) / self.batch_size)

    def __iter__(self):
        order = self.rng.permutation(len(self.X)) if self.shuffle else np.arange(len(self.X))  # blame: a
        for i in range(len(self)):
            yield self.X[order[i * self.batch_size : (i + 1) * self.batch_size]]
