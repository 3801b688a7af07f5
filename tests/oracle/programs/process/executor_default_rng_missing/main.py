# entry
from concurrent.futures import ProcessPoolExecutor

import numpy as np


def job(n):
    rng = np.random.default_rng()  # blame: a
    return rng.random(n).tolist()  # blame: a


if __name__ == "__main__":
    np.random.seed(0)
    with ProcessPoolExecutor(1) as ex:
        print(list(ex.map(job, [1, 2])))
