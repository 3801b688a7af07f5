# entry
import numpy as np
from sklearn.random_projection import GaussianRandomProjection

print(np.round(GaussianRandomProjection(2, random_state=np.random.RandomState(0)).fit_transform(np.eye(4)), 5).tolist())
