import numpy as np


class Fourier:
    FREQ = np.random.normal(size=4)  # blame

    def __call__(self, x):
        return np.sin(self.FREQ * x)
