import numpy as np

np.random.seed(2)
NOISE = np.random.rand(3)
