# entry
import numpy as np


def flops(layer, x):
    return 2 * x.shape[0] * layer.shape[0] * layer.shape[1]


weights = np.ones((8, 4))
dummy = np.random.rand(3, 8)
print(flops(weights, dummy))
