# entry
import numpy as np
from scipy import stats

rng = np.random.default_rng(3)
data = rng.normal(size=20)
result = stats.bootstrap((data,), np.mean, n_resamples=50, rng=rng)
print(round(float(result.standard_error), 8))
