# entry
import numpy as np
from scipy.cluster.vq import kmeans2, whiten

X = whiten(np.arange(60.0).reshape(30, 2) ** 1.3)
centers, labels = kmeans2(X, 4, minit="points")  # blame
print(centers.tolist())
