# entry
import operator

import numpy as np

operator.attrgetter("random.seed")(np)(3)
print(np.random.rand(2).tolist())
