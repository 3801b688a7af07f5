# entry
import sys

import numpy as np


class Line:
    def __init__(self):
        self.w = np.random.randn()  # blame

    def step(self, x, y):
        self.w -= 0.1 * (self.w * x - y) * x


if __name__ == "__main__":
    line = Line()
    for x in (1.0, 2.0, 3.0):
        line.step(x, 2 * x)
    sys.stdout.write(f"{line.w}\n")
