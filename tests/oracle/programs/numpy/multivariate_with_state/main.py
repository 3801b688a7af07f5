# entry
import numpy as np


class GaussianMixture:
    def __init__(self, means, random_state=None):
        self.means = means
        self.random_state = np.random if random_state is None else np.random.RandomState(random_state)

    def sample(self, n):
        picks = self.random_state.randint(len(self.means), size=n)
        return [self.random_state.normal(self.means[i]) for i in picks]


print(GaussianMixture([0.0, 5.0], random_state=2).sample(4))
