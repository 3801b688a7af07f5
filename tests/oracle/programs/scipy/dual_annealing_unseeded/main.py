# entry
import numpy as np
from scipy.optimize import dual_annealing

res = dual_annealing(  # blame: a
    lambda x: np.sum((x - 1) ** 2) + np.sin(5 * x[0]), [(-3, 3)], maxiter=3, no_local_search=True
)  # blame: a
print(res.x.tolist())
