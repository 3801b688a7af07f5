# entry
import numpy as np


class Service:
    def __init__(self, make_rng=lambda: np.random.default_rng(0)):
        self.rng = make_rng()

    def draw(self):
        return self.rng.random()


print(Service().draw())
