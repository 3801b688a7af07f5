# entry
import numpy as np

rng = np.random.default_rng([2024, 7, 1])
print(rng.choice(10, 4, replace=False).tolist())
