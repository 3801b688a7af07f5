# entry
import random
from concurrent.futures import ThreadPoolExecutor


def evaluate(x):
    return x * random.uniform(0.9, 1.1)  # blame: a


with ThreadPoolExecutor(1) as pool:
    future = pool.submit(evaluate, 2.0)  # blame: a
    print(future.result())
