# entry
import numpy as np


@np.vectorize
def noisy(x):
    return x + np.random.uniform()  # blame: a


print(noisy(np.arange(3.0)).tolist())  # blame: a
