# entry
import multiprocessing as mp
import random


def work(queue, n, seed):
    random.seed(seed)
    queue.put([random.randint(0, 10**6) for _ in range(n)])


if __name__ == "__main__":
    context = mp.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=work, args=(queue, 3, 11))
    process.start()
    print(queue.get())
    process.join()
