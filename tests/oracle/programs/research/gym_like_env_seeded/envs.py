import numpy as np


class Env:
    def __init__(self):
        self._rng = None

    @property
    def rng(self):
        if self._rng is None:
            self._rng = np.random.default_rng()
        return self._rng

    def reset(self, seed=None):
        if seed is not None:
            self._rng = np.random.default_rng(seed)
        self.state = float(self.rng.uniform(-1, 1))
        return self.state


class Noisy(Env):
    def reset(self, seed=None):
        return super().reset(seed=seed)

    def step(self, action):
        self.state += action + 0.1 * float(self.rng.normal())
        return self.state, -abs(self.state)
