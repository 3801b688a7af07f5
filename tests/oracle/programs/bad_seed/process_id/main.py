# entry
import os

import numpy as np

np.random.seed(os.getpid())  # blame
print(np.random.rand())
