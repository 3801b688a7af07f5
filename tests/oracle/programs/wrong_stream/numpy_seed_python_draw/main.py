# entry
import random

import numpy as np

np.random.seed(0)
X = np.random.rand(40)
rows = random.sample(range(40), 12)  # blame
print(X[rows].tolist())
