# entry
import numpy as np

from loader import Loader

X = np.arange(10)
train, test = Loader(X, seed=3), Loader(X, shuffle=False)
print([b.tolist() for b in train], [b.tolist() for b in test], len(test))
