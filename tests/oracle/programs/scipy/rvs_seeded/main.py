# entry
import numpy as np
from scipy import stats

rng = np.random.default_rng(8)
print(stats.norm.rvs(size=3, random_state=rng).tolist())
print(stats.gaussian_kde(np.arange(9.0)).resample(3, seed=1).tolist())
