# entry
import numpy as np
from scipy.stats import qmc

np.random.seed(0)
sampler = qmc.LatinHypercube(d=2)  # blame: a
print(sampler.random(3).tolist())  # blame: a
