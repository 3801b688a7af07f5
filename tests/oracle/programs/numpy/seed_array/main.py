# entry
import numpy as np

np.random.seed([1, 2, 3])
rng = np.random.default_rng((4, 5))
print(np.random.rand(), rng.random())
