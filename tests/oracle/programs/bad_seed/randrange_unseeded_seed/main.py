# entry
import random

import numpy as np

seed = random.randrange(2**31)  # blame: a
rng = np.random.default_rng(seed)  # blame: a
print(rng.random())
