# entry
import random

import numpy as np

seed = random.SystemRandom().randrange(2**32)
np.random.seed(seed)  # blame
print(np.random.rand())
