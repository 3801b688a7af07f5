# entry
import random

import numpy as np

random.seed(1)
np.random.seed(random.randint(0, 2**32 - 1))
print(np.random.rand(3).tolist())
