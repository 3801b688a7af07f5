# entry
import numpy as np

root = np.random.default_rng()  # blame: a
children = root.spawn(2)
print([int(c.integers(0, 10**9)) for c in children])  # blame: a
