# entry
import random

import numpy as np

np.random.seed(random.randint(0, 2**32 - 1))  # blame
print(np.random.rand(3).tolist())
