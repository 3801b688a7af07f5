# entry
import random

import numpy as np


def init(n):
    return [random.choice([-1, 1]) for _ in range(n)]


def sweep(spins):
    for i in np.random.permutation(len(spins)):
        if np.random.rand() < 0.3:
            spins[i] *= -1
    return spins


def main(seed=1):
    random.seed(seed)
    np.random.seed(seed)
    s = init(10)
    for _ in range(3):
        sweep(s)
    print(s)


if __name__ == "__main__":
    main()
