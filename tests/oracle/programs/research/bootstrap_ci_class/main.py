# entry
import numpy as np


class Bootstrap:
    def __init__(self, data, n=50, seed=0):
        self.data, self.n = np.asarray(data), n
        self._ss = np.random.SeedSequence(seed)

    def __iter__(self):
        for child in self._ss.spawn(self.n):
            rng = np.random.default_rng(child)
            yield rng.choice(self.data, len(self.data)).mean()

    def interval(self):
        return np.percentile(list(self), [5, 95])


print(Bootstrap(np.arange(10)).interval().tolist())
