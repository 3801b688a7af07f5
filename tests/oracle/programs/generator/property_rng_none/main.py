# entry
import numpy as np


class Model:
    def __init__(self, seed=None):
        self._seed = seed
        self._rng = None

    @property
    def rng(self):
        if self._rng is None:
            self._rng = np.random.default_rng(self._seed)  # blame: a
        return self._rng

    def sample(self):
        return self.rng.normal(size=2).tolist()


print(Model(3).sample(), Model().sample())  # blame: a
