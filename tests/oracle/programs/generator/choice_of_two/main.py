# entry
import numpy as np

rngs = [np.random.default_rng(1), np.random.default_rng(2)]
print([rngs[i % 2].integers(100) for i in range(6)])
