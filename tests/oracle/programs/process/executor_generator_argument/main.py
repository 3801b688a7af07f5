# entry
from concurrent.futures import ProcessPoolExecutor

import numpy as np


def job(seed):
    rng = np.random.default_rng(seed)
    return float(rng.random())


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as ex:
        print(list(ex.map(job, [1, 2, 3])))
