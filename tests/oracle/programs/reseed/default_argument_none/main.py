# entry
import numpy as np


def reset(seed=None):
    np.random.seed(seed)  # blame: a


np.random.seed(3)
a = np.random.rand()
reset()  # blame: a
print(a, np.random.rand())  # blame: a
