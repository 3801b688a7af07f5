import random

import numpy as np

SEED = 11
random.seed(SEED)
np.random.seed(SEED)
