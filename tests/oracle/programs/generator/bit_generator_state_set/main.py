# entry
import numpy as np

a = np.random.default_rng(5)
a.random(10)
b = np.random.default_rng()
b.bit_generator.state = a.bit_generator.state
print(b.random(3).tolist())
