# entry
import numpy as np
from scipy import sparse

np.random.seed(7)
print(sparse.random(5, 5, density=0.4).sum())
