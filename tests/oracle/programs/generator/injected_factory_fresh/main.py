# entry
import numpy as np


class Service:
    def __init__(self, make_rng=np.random.default_rng):
        self.rng = make_rng()  # blame: a

    def draw(self):
        return self.rng.random()  # blame: a


print(Service().draw())  # blame: a
