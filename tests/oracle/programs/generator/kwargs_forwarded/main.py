# entry
import numpy as np


class Noise:
    def __init__(self, scale=1.0, seed=None):
        self.scale = scale
        self.rng = np.random.default_rng(seed)

    def __call__(self, x):
        return x + self.rng.normal(0, self.scale, x.shape)


def build(cls, **kwargs):
    return cls(**kwargs)


config = {"scale": 0.5, "seed": 6}
print(build(Noise, **config)(np.zeros(3)).round(6).tolist())
