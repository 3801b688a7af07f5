# entry
import numpy as np
from scipy import stats

rng = np.random.default_rng(3)
print(stats.norm.rvs(size=2, random_state=rng).tolist(), stats.poisson(3).rvs(2, random_state=1).tolist())
