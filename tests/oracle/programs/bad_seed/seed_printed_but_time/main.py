# entry
import time

import numpy as np


class Run:
    def __init__(self, seed=None):
        self.seed = seed if seed is not None else time.time_ns() % 2**31
        self.rng = np.random.default_rng(self.seed)  # blame


print(Run().rng.random())
