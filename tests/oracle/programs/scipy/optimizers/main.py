# entry
import numpy as np
from scipy.optimize import dual_annealing, minimize


def rastrigin(x):
    return float(np.sum(x * x - 10 * np.cos(2 * np.pi * x)) + 10 * len(x))


print(minimize(rastrigin, [0.3, 0.1]).x.round(4).tolist())
result = dual_annealing(rastrigin, [(-5, 5)] * 2, maxiter=1, no_local_search=True)  # blame
print(result.x.tolist())
