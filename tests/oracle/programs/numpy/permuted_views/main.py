# entry
import numpy as np
import numpy.random as npr

npr.seed(4)
x = npr.permutation(np.arange(6))
mask = npr.uniform(size=6) < 0.5
print(x[mask].tolist())
