# entry
import numpy as np


class Filter:
    def __init__(self, n, rng):
        self.x = rng.normal(size=n)
        self.rng = rng

    def predict(self):
        self.x = self.x + self.rng.normal(0, 0.1, self.x.shape)

    def resample(self, z):
        w = np.exp(-((self.x - z) ** 2))
        idx = np.random.choice(len(self.x), len(self.x), p=w / w.sum())  # blame
        self.x = self.x[idx]


f = Filter(20, np.random.default_rng(1))
for z in (0.1, 0.2):
    f.predict()
    f.resample(z)
print(f.x.mean())
