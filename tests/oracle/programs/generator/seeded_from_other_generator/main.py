# entry
import random

import numpy as np

root = np.random.default_rng(5)
child = random.Random(int(root.integers(2**31)))
legacy = np.random.RandomState(root.integers(2**31))
print(child.random(), legacy.rand())
