# entry
import numpy as np

from data import split

X, y = np.arange(40).reshape(20, 2), np.arange(20)
print(split(X, y, random_state=3)[3].tolist())
