# entry
import multiprocessing as mp

import numpy as np


def job(i):
    rng = np.random.default_rng([9, i])
    return round(float(rng.normal()), 8)


if __name__ == "__main__":
    np.random.seed(0)
    with mp.get_context("fork").Pool(2) as pool:
        print(pool.starmap(max, [(1, 2)]), pool.map(job, range(3)), np.random.rand())
