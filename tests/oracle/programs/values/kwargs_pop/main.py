# entry
import random


def run(**kwargs):
    seed = kwargs.pop("seed", 0)
    random.seed(seed)
    return [random.randint(0, 99) for _ in range(kwargs["n"])]


print(run(n=4))
