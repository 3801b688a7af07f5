# entry
import numpy as np
from sklearn.cluster import KMeans

np.random.seed(2)
X = np.random.rand(40, 2)
print(np.round(KMeans(3, n_init=2).fit(X).inertia_, 8))
