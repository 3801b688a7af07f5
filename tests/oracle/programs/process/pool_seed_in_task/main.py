# entry
from concurrent.futures import ProcessPoolExecutor

import numpy as np


def simulate(seed):
    rng = np.random.default_rng(seed)
    return round(float(rng.standard_normal(5).sum()), 8)


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        print(list(pool.map(simulate, range(4))))
