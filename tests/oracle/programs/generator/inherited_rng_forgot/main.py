# entry
import numpy as np


class Base:
    def __init__(self, seed=None):
        self.rng = np.random.default_rng(seed)  # blame: a


class Child(Base):
    def __init__(self, seed=3):
        super().__init__()  # blame: a
        self.seed = seed

    def draw(self):
        return self.rng.normal()


print(Child().draw())  # blame: a
