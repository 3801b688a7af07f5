# entry
import random


def experiment(seed):
    random.seed(seed)
    return sum(random.random() for _ in range(10))


results = {seed: experiment(seed) for seed in (0, 1, 2)}
print(results)
