# entry
import numpy as np


class Base:
    def __init__(self, seed=None):
        self.rng = np.random.default_rng(seed)


class Child(Base):
    def __init__(self):
        super().__init__(seed=3)

    def draw(self):
        return self.rng.normal()


print(Child().draw())
