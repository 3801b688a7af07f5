# entry
import random


def run(**kwargs):
    seed = kwargs.get("seed")
    if seed is not None:  # blame: a
        random.seed(seed)
    return [random.randint(0, 99) for _ in range(kwargs["n"])]  # blame: a


print(run(n=4))
