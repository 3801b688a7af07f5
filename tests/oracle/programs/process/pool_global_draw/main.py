# entry
import multiprocessing as mp
import random


def job(n):
    return [round(random.random(), 6) for _ in range(n)]  # blame: a


if __name__ == "__main__":
    random.seed(1)
    with mp.get_context("spawn").Pool(1) as pool:  # blame: a
        print(pool.map(job, [2, 3]))  # blame: a
