# entry
import os
import random

import numpy as np


def entropy(n):
    return int.from_bytes(os.urandom(n), "little")


class Seeds:
    def __init__(self, root=None):
        self.root = entropy(4) if root is None else root  # blame: a

    def child(self, i):
        return (self.root + i) % 2**32


seeds = Seeds()  # blame: a
random.seed(seeds.child(0))  # blame: a
print(random.random(), np.random.default_rng(7).random())
