# entry
import numpy as np

np.random.seed(0)
rng = np.random.default_rng()  # blame: a
print(np.random.rand(), rng.standard_normal(3))  # blame: a
