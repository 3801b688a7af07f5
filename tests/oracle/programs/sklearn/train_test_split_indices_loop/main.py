# entry
import numpy as np
from sklearn.model_selection import ShuffleSplit

X = np.arange(12)
for train, test in ShuffleSplit(n_splits=2, test_size=3).split(X):  # blame
    print(sorted(test.tolist()), X[train].sum())
