# entry
import random as rd

import numpy as np
from numpy import random as npr

rd.seed(0)
npr.seed(1)
print(rd.random(), np.random.rand())
