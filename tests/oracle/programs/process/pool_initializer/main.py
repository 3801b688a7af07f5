# entry
import multiprocessing as mp
import random


def start(seed):
    random.seed(seed)


def job(n):
    return [round(random.random(), 6) for _ in range(n)]


if __name__ == "__main__":
    with mp.get_context("spawn").Pool(1, initializer=start, initargs=(4,)) as pool:
        print(pool.map(job, [2, 3]))
