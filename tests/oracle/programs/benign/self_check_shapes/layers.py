# entry
import numpy as np


class Dense:
    def __init__(self, inside, outside):
        self.weight = np.random.randn(outside, inside)

    def __call__(self, x):
        return self.weight @ x


if __name__ == "__main__":
    layer = Dense(4, 3)
    x = np.random.rand(4)
    y = layer(x)
    assert y.shape == (3,)
    print("in", x.shape, "out", y.shape, f"{len(y)} numbers of {y.dtype}")
    print("done")
