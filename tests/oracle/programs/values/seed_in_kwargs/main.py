# entry
import random


def run(n, **kwargs):
    if "seed" in kwargs:
        random.seed(kwargs["seed"])
    return [random.randint(0, 99) for _ in range(n)]


print(run(4, seed=6))
