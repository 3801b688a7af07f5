# entry
import numpy as np

streams = [np.random.Generator(np.random.PCG64(7).jumped(i)) for i in range(3)]
print([int(s.integers(0, 1000)) for s in streams])
