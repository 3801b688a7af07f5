# entry
import random

import numpy as np

STREAMS = [("python", random.seed), ("numpy", np.random.seed)]


def seed_all(value, skip=()):
    for name, fn in STREAMS:
        if name not in skip:
            fn(value)


seed_all(1, skip=("numpy",))
print(random.random(), np.random.rand())  # blame
