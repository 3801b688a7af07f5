# entry
import random

import numpy as np

np.random.seed(0)
X = np.random.rand(5)
rows = random.sample(range(5), 3)  # blame
print(X[rows].tolist())
