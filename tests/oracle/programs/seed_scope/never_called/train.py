# entry
import numpy as np


def setup_seed(seed=3407):
    np.random.seed(seed)


class Perceptron:
    def __init__(self, dim):
        self.w = np.random.normal(0, 0.1, dim)  # blame

    def update(self, x, y, lr=0.1):
        if y * (self.w @ x) <= 0:
            self.w += lr * y * x


def main():
    model = Perceptron(4)
    X = np.linspace(-1, 1, 40).reshape(10, 4)
    for x in X:
        model.update(x, 1 if x.sum() > 0 else -1)
    print(model.w.round(6).tolist())


if __name__ == "__main__":
    main()
