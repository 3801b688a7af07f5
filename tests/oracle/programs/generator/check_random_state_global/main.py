# entry
import numpy as np
from sklearn.utils import check_random_state


class Dropper:
    def __init__(self, rate, random_state=None):
        self.rate, self.random_state = rate, random_state

    def fit_transform(self, X):
        rng = check_random_state(self.random_state)
        return X * (rng.uniform(size=X.shape) > self.rate)


np.random.seed(3)
print(Dropper(0.5).fit_transform(np.ones((2, 4))).tolist())
