# entry
import numpy as np


class Env:
    def __init__(self):
        self.rs = np.random.RandomState()

    def seed(self, seed):
        self.rs.seed(seed)

    def step(self):
        return float(self.rs.uniform())


env = Env()
env.seed(10)
print([env.step() for _ in range(3)])
