# entry
import multiprocessing as mp
import random


def job(i):
    return random.random()  # blame: a


if __name__ == "__main__":
    random.seed(0)
    with mp.Pool(1) as pool:  # blame: a
        print(pool.map(job, range(2)))  # blame: a
