# entry
import multiprocessing as mp
import random


def work(queue, n):
    queue.put([random.randint(0, 10**6) for _ in range(n)])  # blame: a


if __name__ == "__main__":
    context = mp.get_context("spawn")
    random.seed(2)
    queue = context.Queue()
    process = context.Process(target=work, args=(queue, 3))  # blame: a
    process.start()  # blame: a
    print(queue.get())
    process.join()
