# entry
import numpy as np
from scipy.stats import permutation_test

a, b = np.arange(12.0), np.arange(12.0) * 1.3 + 1


def difference(x, y, axis=-1):
    return np.mean(x, axis=axis) - np.mean(y, axis=axis)


result = permutation_test((a, b), difference, n_resamples=60, vectorized=True)  # blame
print(result.null_distribution[:5].tolist())
