# entry
import numpy as np
from sklearn.utils import resample

x = np.arange(10)
rng = np.random.RandomState(0)
print([resample(x, random_state=rng).mean() for _ in range(3)])
