# entry
import numpy as np

from cv import ShuffleSplit

np.random.seed(0)
X = np.random.rand(20)
for train, test in ShuffleSplit().split(X):  # blame: a
    print(round(X[train].mean(), 8), test.tolist())
