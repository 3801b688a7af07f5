# entry
import random

import numpy as np

root = np.random.default_rng()  # blame: a
child = random.Random(int(root.integers(2**31)))  # blame: a
print(child.random())  # blame: a
