# entry
import numpy as np


class Env:
    def __init__(self):
        self.rs = None
        self.seed()

    def seed(self, seed=None):
        self.rs = np.random.RandomState(seed)

    def reset(self, seed=None):
        if seed is not None:
            self.seed(seed)
        return self.rs.uniform(size=2).round(6).tolist()


print(Env().reset(seed=2))
