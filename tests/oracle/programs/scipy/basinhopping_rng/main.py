# entry
import numpy as np
from scipy.optimize import basinhopping

res = basinhopping(lambda x: np.cos(3 * x[0]) + x[0] ** 2, [1.0], niter=3, rng=np.random.default_rng(0))
print(np.round(res.x, 6).tolist())
