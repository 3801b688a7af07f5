# entry
import numpy as np


class Rng:
    def seed(self, value):
        self.value = value


random = Rng()
random.seed(3)
print(np.random.permutation(8).tolist())  # blame
