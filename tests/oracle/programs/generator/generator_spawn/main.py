# entry
import numpy as np

root = np.random.default_rng(55)
children = root.spawn(2)
print([int(c.integers(0, 1000)) for c in children])
