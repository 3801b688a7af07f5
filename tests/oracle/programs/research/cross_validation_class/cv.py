import numpy as np


class ShuffleSplit:
    def __init__(self, n_splits=3, test_size=0.25, random_state=None):
        self.n_splits, self.test_size, self.random_state = n_splits, test_size, random_state

    def split(self, X):
        rng = np.random.RandomState(self.random_state)  # blame: a
        for _ in range(self.n_splits):
            order = rng.permutation(len(X))  # blame: a
            cut = int(len(X) * self.test_size)
            yield order[cut:], order[:cut]
