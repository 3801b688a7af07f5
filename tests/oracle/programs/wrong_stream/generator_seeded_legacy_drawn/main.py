# entry
import numpy as np

rng = np.random.default_rng(0)
a = rng.normal(size=2)
b = np.random.normal(size=2)  # blame
print((a + b).tolist())
