# entry
import multiprocessing as mp
import random


def job(i):
    random.seed(i)
    return random.random()


if __name__ == "__main__":
    with mp.Pool(2) as pool:
        print(pool.map(job, range(4)))
