# entry
import numpy as np


class Net:
    def __init__(self):
        self.w = np.full((3, 2), 0.25)

    def __call__(self, x):
        return x @ self.w


def check(model):
    x = np.random.randn(5, 3)
    assert model(x).shape == (5, 2)


model = Net()
check(model)
print(model(np.ones((1, 3))).tolist())
